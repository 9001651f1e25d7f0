
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('assignments', '0001_initial'),
        ('cells', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='rolegrant',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assignments.agency'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='cell',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cells.partycell'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='committee',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cells.committee'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='granted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='người'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['sort_key', 'id'], name='user_sort'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='grant_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['district_officer', 'inspector', 'commune_officer']), ('agency__isnull', True), ('cell__isnull', True), ('committee__isnull', False)), models.Q(('role__in', ['agency_officer']), ('agency__isnull', False), ('cell__isnull', True), ('committee__isnull', True)), models.Q(('role__in', ['cell_secretary']), ('agency__isnull', True), ('cell__isnull', False), ('committee__isnull', True)), models.Q(('role__in', ['board_member', 'cadre', 'operator']), ('agency__isnull', True), ('cell__isnull', True), ('committee__isnull', True)), _connector='OR'), name='grant_reach_fits_role', violation_error_message='Vai trò này phải gắn đúng loại đơn vị.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('granted_by__isnull', True), models.Q(('granted_by', models.F('user')), _negated=True), _connector='OR'), name='grant_not_to_oneself', violation_error_message='Không ai tự cấp quyền cho mình.'),
        ),
    ]
