
import common.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cells', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyNorm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=100, verbose_name='tên')),
                ('for_leaders', models.BooleanField(unique=True, verbose_name='áp dụng cho lãnh đạo')),
                ('visits_per_quarter', models.PositiveSmallIntegerField(verbose_name='số lần dự mỗi quý')),
                ('note', models.TextField(verbose_name='ghi chú')),
            ],
            options={
                'verbose_name': 'định mức dự sinh hoạt',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('name', models.CharField(max_length=150, verbose_name='tên cơ quan')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='tên gọn')),
                ('search_key', common.fields.SearchKeyField(max_length=300, source='name')),
                ('accent_key', common.fields.AccentKeyField(max_length=300, source='name')),
                ('sort_key', common.fields.PlaceSortKeyField(max_length=300, source='name')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='cells.committee', verbose_name='thuộc đảng bộ')),
            ],
            options={
                'verbose_name': 'cơ quan',
                'ordering': ('sort_key', 'id'),
            },
        ),
        migrations.CreateModel(
            name='AreaCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='cells.committee', verbose_name='xã, phường')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to=settings.AUTH_USER_MODEL, verbose_name='ủy viên phụ trách')),
                ('substitute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitute_charges', to=settings.AUTH_USER_MODEL, verbose_name='người thay')),
            ],
            options={
                'verbose_name': 'phụ trách địa bàn',
                'ordering': ('committee__sort_key', '-valid_from'),
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('visits_per_quarter', models.PositiveSmallIntegerField(verbose_name='số lần dự mỗi quý')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('end_reason', models.CharField(blank=True, max_length=300, verbose_name='lý do kết thúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='cells.residentialarea', verbose_name='khu dân cư')),
            ],
            options={
                'verbose_name': 'phân công',
                'ordering': ('cadre__sort_key', 'area__sort_key', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('attended_on', models.DateField(verbose_name='ngày dự')),
                ('source', models.CharField(choices=[('phone', 'cán bộ tự ghi'), ('desk', 'cơ quan tổ chức chấm'), ('workbook', 'nhập từ bảng tính')], max_length=8, verbose_name='nguồn')),
                ('client_uuid', models.UUIDField(blank=True, null=True, unique=True)),
                ('guidance', models.TextField(blank=True, verbose_name='đã hướng dẫn, giúp đỡ')),
                ('heard', models.TextField(blank=True, verbose_name='ý kiến nghe được')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='ghi lúc')),
                ('confirmation', models.CharField(choices=[('none', 'chưa xác nhận'), ('confirmed', 'đã xác nhận'), ('disputed', 'báo không dự')], default='none', max_length=9, verbose_name='xác nhận')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmation_note', models.CharField(blank=True, max_length=300)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='assignments.assignment', verbose_name='phân công')),
                ('cell', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='cells.partycell', verbose_name='chi bộ')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('logged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attendances', to='cells.meeting')),
            ],
            options={
                'verbose_name': 'lượt dự',
                'ordering': ('-attended_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='AttendanceClash',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_uuid', models.UUIDField(blank=True, null=True)),
                ('content_hash', models.CharField(max_length=64)),
                ('guidance', models.TextField(blank=True)),
                ('heard', models.TextField(blank=True)),
                ('note', models.TextField(blank=True)),
                ('source', models.CharField(choices=[('phone', 'cán bộ tự ghi'), ('desk', 'cơ quan tổ chức chấm'), ('workbook', 'nhập từ bảng tính')], max_length=8)),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('outcome', models.CharField(choices=[('open', 'chờ xem'), ('kept_stored', 'giữ bản đã lưu'), ('took_sent', 'lấy bản gửi sau')], default='open', max_length=11)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clashes', to='assignments.attendance')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hai bản ghi khác nhau',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='AttendanceCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.JSONField(default=dict)),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='assignments.attendance')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lần sửa lượt dự',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Cadre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('full_name', models.CharField(max_length=150, verbose_name='họ và tên')),
                ('category', models.CharField(choices=[('committee_member', 'cấp ủy viên'), ('cadre', 'cán bộ'), ('civil_servant', 'công chức'), ('public_employee', 'viên chức')], default='civil_servant', max_length=16, verbose_name='diện')),
                ('position', models.CharField(blank=True, max_length=150, verbose_name='chức vụ')),
                ('is_leader', models.BooleanField(default=False, verbose_name='là lãnh đạo cơ quan')),
                ('gender', models.CharField(blank=True, choices=[('man', 'nam'), ('woman', 'nữ')], max_length=5, verbose_name='giới tính')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='năm sinh')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('search_key', common.fields.SearchKeyField(max_length=300, source='full_name')),
                ('accent_key', common.fields.AccentKeyField(max_length=300, source='full_name')),
                ('sort_key', common.fields.PersonSortKeyField(max_length=300, source='full_name')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cadres', to='assignments.agency', verbose_name='cơ quan')),
                ('home_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cells.residentialarea', verbose_name='khu dân cư nơi ở')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cadre', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'cán bộ',
                'ordering': ('sort_key', 'id'),
            },
        ),
        migrations.AddField(
            model_name='attendance',
            name='cadre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='assignments.cadre', verbose_name='cán bộ'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='cadre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='assignments.cadre', verbose_name='cán bộ'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='substitute',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='assignments.cadre', verbose_name='người dự thay'),
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('leave', 'nghỉ phép'), ('mission', 'đi công tác'), ('study', 'đi học'), ('sick', 'nghỉ ốm, thai sản'), ('other', 'lý do khác')], default='leave', max_length=8, verbose_name='loại')),
                ('starts_on', models.DateField(verbose_name='từ ngày')),
                ('ends_on', models.DateField(verbose_name='đến hết ngày')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('is_cancelled', models.BooleanField(default=False, editable=False, verbose_name='đã hủy')),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='assignments.cadre', verbose_name='cán bộ')),
            ],
            options={
                'verbose_name': 'kỳ nghỉ, công tác',
                'ordering': ('-starts_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ClosedQuarter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('quarter', models.PositiveSmallIntegerField()),
                ('closed_at', models.DateTimeField(auto_now_add=True)),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'quý đã chốt',
                'ordering': ('-year', '-quarter'),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.CharField(max_length=40, verbose_name='số, ký hiệu')),
                ('issued_on', models.DateField(verbose_name='ngày ban hành')),
                ('title', models.CharField(max_length=300, verbose_name='trích yếu')),
                ('search_key', common.fields.SearchKeyField(max_length=300, source='number')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cells.committee', verbose_name='cấp ủy ban hành')),
            ],
            options={
                'verbose_name': 'quyết định phân công',
                'ordering': ('-issued_on', '-id'),
            },
        ),
        migrations.AddField(
            model_name='assignment',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='assignments.decision', verbose_name='theo quyết định'),
        ),
        migrations.CreateModel(
            name='MonthMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('month', models.DateField()),
                ('mark', models.CharField(choices=[('V', 'vắng có lý do'), ('K', 'vắng không lý do'), ('M', 'miễn')], max_length=1)),
                ('at', models.DateTimeField(auto_now=True)),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='month_marks', to='assignments.assignment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'dấu chấm tháng',
                'ordering': ('assignment', 'month'),
            },
        ),
        migrations.AddIndex(
            model_name='agency',
            index=models.Index(fields=['sort_key', 'id'], name='agency_sort'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='agency_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('committee', 'accent_key'), name='agency_name_in_committee', violation_error_message='Đã có cơ quan cùng tên.'),
        ),
        migrations.AddConstraint(
            model_name='areacharge',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='charge_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='areacharge',
            constraint=models.CheckConstraint(condition=models.Q(('substitute__isnull', True), models.Q(('substitute', models.F('member')), _negated=True), _connector='OR'), name='charge_substitute_is_another', violation_error_message='Người thay phải là người khác.'),
        ),
        migrations.AddConstraint(
            model_name='attendanceclash',
            constraint=models.UniqueConstraint(fields=('attendance', 'content_hash'), name='clash_once_a_content'),
        ),
        migrations.AddIndex(
            model_name='cadre',
            index=models.Index(fields=['sort_key', 'id'], name='cadre_sort'),
        ),
        migrations.AddConstraint(
            model_name='cadre',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='cadre_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='cadre',
            constraint=models.CheckConstraint(condition=models.Q(('birth_year__isnull', True), ('birth_year__range', (1930, 2020)), _connector='OR'), name='cadre_birth_year_plausible', violation_error_message='Năm sinh phải từ 1930 đến 2020.'),
        ),
        migrations.AddIndex(
            model_name='attendance',
            index=models.Index(fields=['-attended_on', '-id'], name='attendance_newest'),
        ),
        migrations.AddIndex(
            model_name='attendance',
            index=models.Index(fields=['assignment', 'attended_on'], name='attendance_assignment'),
        ),
        migrations.AddIndex(
            model_name='attendance',
            index=models.Index(fields=['cell', 'attended_on'], name='attendance_cell'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('cadre', 'cell', 'attended_on'), name='attendance_once_a_day', violation_error_message='Lượt dự này đã được ghi.'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmation', 'none'), ('confirmed_at__isnull', True)), models.Q(models.Q(('confirmation', 'none'), _negated=True), ('confirmed_at__isnull', False)), _connector='OR'), name='attendance_confirmation_has_time'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='closedquarter',
            constraint=models.UniqueConstraint(fields=('year', 'quarter'), name='quarter_closed_once'),
        ),
        migrations.AddConstraint(
            model_name='closedquarter',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__range', (1, 4))), name='quarter_1_to_4'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(fields=('committee', 'number', 'issued_on'), name='decision_number_and_day', violation_error_message='Đã có quyết định mang số này, ban hành cùng ngày.'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['area', 'valid_from'], name='assignment_area'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['cadre', 'valid_from'], name='assignment_cadre'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='assignment_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('visits_per_quarter__lte', 31)), name='assignment_duty_plausible', violation_error_message='Số lần dự mỗi quý phải từ 0 đến 31.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('substitute__isnull', True), models.Q(('substitute', models.F('cadre')), _negated=True), _connector='OR'), name='assignment_substitute_is_another', violation_error_message='Người dự thay phải là người khác.'),
        ),
        migrations.AddConstraint(
            model_name='monthmark',
            constraint=models.UniqueConstraint(fields=('assignment', 'month'), name='mark_once_a_month'),
        ),
        migrations.AddConstraint(
            model_name='monthmark',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='mark_month_is_first_day'),
        ),
    ]
