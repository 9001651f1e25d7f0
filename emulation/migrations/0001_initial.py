
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assignments', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ScoringScheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='năm')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('note', models.TextField(verbose_name='căn cứ')),
            ],
            options={
                'verbose_name': 'cách tính điểm',
                'ordering': ('-year',),
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('attendance', 'dự sinh hoạt so với định mức'), ('guidance', 'buổi dự có hướng dẫn, giúp đỡ'), ('confirmed', 'buổi dự được xác nhận'), ('cell_change', 'xếp loại chi bộ so với năm trước')], max_length=12, verbose_name='tiêu chí')),
                ('max_points', models.PositiveIntegerField(verbose_name='điểm tối đa (phần trăm điểm)')),
                ('position', models.PositiveSmallIntegerField()),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='emulation.scoringscheme')),
            ],
            options={
                'verbose_name': 'tiêu chí',
                'ordering': ('scheme', 'position'),
            },
        ),
        migrations.CreateModel(
            name='YearScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('total', models.IntegerField(verbose_name='tổng điểm (phần trăm điểm)')),
                ('computed_at', models.DateTimeField(verbose_name='tính lúc')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assignments.agency')),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='assignments.cadre')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='emulation.scoringscheme')),
            ],
            options={
                'verbose_name': 'điểm năm',
                'ordering': ('-year', 'cadre__sort_key'),
            },
        ),
        migrations.CreateModel(
            name='ScoreLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done', models.IntegerField()),
                ('due', models.IntegerField()),
                ('points', models.IntegerField()),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.criterion')),
                ('score', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='emulation.yearscore')),
            ],
            options={
                'verbose_name': 'dòng điểm',
                'ordering': ('score', 'criterion__position'),
            },
        ),
        migrations.CreateModel(
            name='AgencyScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('cadres', models.PositiveIntegerField()),
                ('mean_total', models.IntegerField()),
                ('visits_done', models.PositiveIntegerField()),
                ('visits_due', models.PositiveIntegerField()),
                ('computed_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='assignments.agency')),
            ],
            options={
                'verbose_name': 'điểm năm của cơ quan',
                'ordering': ('-year', 'agency__sort_key'),
                'constraints': [models.UniqueConstraint(fields=('agency', 'year'), name='agency_score_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='RollUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('state', models.CharField(choices=[('waiting', 'chờ tính'), ('running', 'đang tính'), ('done', 'đã tính'), ('failed', 'không tính được')], default='waiting', max_length=7, verbose_name='tình trạng')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='yêu cầu lúc')),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('scores', models.PositiveIntegerField(default=0, verbose_name='số cán bộ có điểm')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='số dòng thay đổi')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lượt tính điểm',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['year', '-id'], name='roll_up_newest')],
            },
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('scheme', 'measure'), name='measure_once_in_scheme'),
        ),
        migrations.AddIndex(
            model_name='yearscore',
            index=models.Index(fields=['year', '-total'], name='score_year_total'),
        ),
        migrations.AddConstraint(
            model_name='yearscore',
            constraint=models.UniqueConstraint(fields=('cadre', 'year'), name='score_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='scoreline',
            constraint=models.UniqueConstraint(fields=('score', 'criterion'), name='line_once_in_score'),
        ),
    ]
