
import common.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RatingLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=80, verbose_name='mức')),
                ('short_name', models.CharField(max_length=20, verbose_name='viết tắt')),
                ('rank', models.PositiveSmallIntegerField()),
                ('is_clean_strong', models.BooleanField(verbose_name='đạt trong sạch vững mạnh')),
            ],
            options={
                'verbose_name': 'mức xếp loại',
                'ordering': ('scheme', '-rank'),
            },
        ),
        migrations.CreateModel(
            name='RatingScheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='từ năm')),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='đến năm')),
                ('source', models.TextField(verbose_name='căn cứ')),
                ('clean_strong_note', models.TextField(verbose_name='cách tính đạt trong sạch vững mạnh')),
            ],
            options={
                'verbose_name': 'thang xếp loại',
                'ordering': ('first_year',),
            },
        ),
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('level', models.CharField(choices=[('city', 'thành phố'), ('district', 'huyện'), ('commune', 'xã, phường')], max_length=10, verbose_name='cấp')),
                ('name', models.CharField(max_length=120, verbose_name='tên đơn vị')),
                ('code', models.CharField(blank=True, max_length=12, verbose_name='mã đơn vị')),
                ('path', models.CharField(default='', editable=False, max_length=120)),
                ('tile_column', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('tile_row', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('search_key', common.fields.SearchKeyField(max_length=300, source='name')),
                ('accent_key', common.fields.AccentKeyField(max_length=300, source='name')),
                ('sort_key', common.fields.PlaceSortKeyField(max_length=300, source='name')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cells.committee')),
            ],
            options={
                'verbose_name': 'đảng bộ, cấp ủy',
                'ordering': ('sort_key', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PartyCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('kind', models.CharField(choices=[('village', 'thôn, tổ dân phố'), ('school', 'trường học'), ('health', 'trạm y tế'), ('office', 'cơ quan'), ('other', 'loại khác')], default='village', max_length=10, verbose_name='loại')),
                ('name', models.CharField(max_length=120, verbose_name='tên chi bộ')),
                ('secretary_name', models.CharField(blank=True, max_length=120, verbose_name='bí thư')),
                ('members', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số đảng viên')),
                ('meeting_day', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='ngày sinh hoạt hằng tháng')),
                ('search_key', common.fields.SearchKeyField(max_length=300, source='name')),
                ('accent_key', common.fields.AccentKeyField(max_length=300, source='name')),
                ('sort_key', common.fields.PlaceSortKeyField(max_length=300, source='name')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cells', to='cells.committee', verbose_name='đảng ủy')),
            ],
            options={
                'verbose_name': 'chi bộ',
                'ordering': ('sort_key', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('held_on', models.DateField(verbose_name='ngày họp')),
                ('kind', models.CharField(choices=[('regular', 'thường kỳ'), ('thematic', 'chuyên đề'), ('both', 'thường kỳ và chuyên đề')], default='regular', max_length=10, verbose_name='loại')),
                ('topic', models.CharField(blank=True, max_length=300, verbose_name='chuyên đề')),
                ('length_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='thời lượng (phút)')),
                ('due', models.PositiveSmallIntegerField(verbose_name='phải dự')),
                ('present', models.PositiveSmallIntegerField(verbose_name='có mặt')),
                ('excused', models.PositiveSmallIntegerField(default=0, verbose_name='vắng có lý do')),
                ('unexcused', models.PositiveSmallIntegerField(default=0, verbose_name='vắng không lý do')),
                ('cell', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='cells.partycell', verbose_name='chi bộ')),
            ],
            options={
                'verbose_name': 'kỳ sinh hoạt',
                'ordering': ('-held_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='CellArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('cell', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='area_links', to='cells.partycell')),
            ],
            options={
                'verbose_name': 'khu dân cư của chi bộ',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('stage', models.CharField(choices=[('none', 'chưa xếp loại'), ('self', 'chi bộ đã tự xếp loại'), ('commune', 'xã đã xét'), ('decided', 'đã quyết định')], default='none', editable=False, max_length=10, verbose_name='bước')),
                ('has_title', models.BooleanField(default=False, verbose_name='danh hiệu TSVM tiêu biểu')),
                ('cell', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='cells.partycell', verbose_name='chi bộ')),
                ('level', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cells.ratinglevel')),
            ],
            options={
                'verbose_name': 'xếp loại chi bộ',
                'ordering': ('-year', 'cell__sort_key'),
            },
        ),
        migrations.AddField(
            model_name='ratinglevel',
            name='scheme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='cells.ratingscheme'),
        ),
        migrations.CreateModel(
            name='RatingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('stage', models.CharField(choices=[('self', 'chi bộ tự xếp loại'), ('commune', 'xã xét'), ('decision', 'quyết định')], max_length=10, verbose_name='bước')),
                ('reason', models.TextField(blank=True, verbose_name='lý do')),
                ('decision_number', models.CharField(blank=True, max_length=40, verbose_name='số quyết định')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='lúc')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cells.ratinglevel', verbose_name='mức')),
                ('rating', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cells.rating')),
            ],
            options={
                'verbose_name': 'bước xếp loại',
                'ordering': ('rating', 'number'),
            },
        ),
        migrations.CreateModel(
            name='ResidentialArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('kind', models.CharField(choices=[('village', 'thôn'), ('urban_group', 'tổ dân phố')], default='village', max_length=12, verbose_name='loại')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='số hộ')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='số dân')),
                ('search_key', common.fields.SearchKeyField(max_length=300, source='name')),
                ('accent_key', common.fields.AccentKeyField(max_length=300, source='name')),
                ('sort_key', common.fields.PlaceSortKeyField(max_length=300, source='name')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='cells.committee', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'khu dân cư',
                'ordering': ('sort_key', 'id'),
            },
        ),
        migrations.AddField(
            model_name='partycell',
            name='areas',
            field=models.ManyToManyField(related_name='cells', through='cells.CellArea', to='cells.residentialarea'),
        ),
        migrations.AddField(
            model_name='cellarea',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cell_links', to='cells.residentialarea'),
        ),
        migrations.CreateModel(
            name='VillageBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('kind', models.CharField(choices=[('front', 'Ban công tác Mặt trận'), ('village_board', 'Ban nhân dân thôn'), ('farmers', 'Chi hội Nông dân'), ('women', 'Chi hội Phụ nữ'), ('veterans', 'Chi hội Cựu chiến binh'), ('youth', 'Chi đoàn Thanh niên'), ('elderly', 'Chi hội Người cao tuổi'), ('other', 'tổ chức khác')], max_length=14, verbose_name='tổ chức')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='tên riêng')),
                ('head_name', models.CharField(blank=True, max_length=120, verbose_name='người đứng đầu')),
                ('members', models.PositiveIntegerField(blank=True, null=True, verbose_name='số thành viên')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='cells.residentialarea', verbose_name='khu dân cư')),
            ],
            options={
                'verbose_name': 'tổ chức ở khu dân cư',
                'ordering': ('kind', 'id'),
            },
        ),
        migrations.AddIndex(
            model_name='committee',
            index=models.Index(fields=['path'], name='committee_path'),
        ),
        migrations.AddIndex(
            model_name='committee',
            index=models.Index(fields=['sort_key', 'id'], name='committee_sort'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='committee_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), ('valid_from__isnull', False)), fields=('code', 'valid_from'), name='committee_code_and_start', violation_error_message='Đã có đơn vị mang mã này từ cùng ngày.'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), ('valid_from__isnull', True)), fields=('code',), name='committee_code_without_start', violation_error_message='Đã có đơn vị mang mã này mà không ghi ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('parent', 'accent_key'), name='committee_name_under_parent', violation_error_message='Đã có đơn vị cùng tên trong đảng bộ này.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('cell', 'held_on'), name='meeting_once_a_day', violation_error_message='Chi bộ đã có kỳ sinh hoạt ghi ngày này.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('due', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('present'), '+', models.F('excused')), '+', models.F('unexcused')))), name='meeting_figures_add_up', violation_error_message='Số phải dự phải bằng có mặt cộng vắng có lý do cộng vắng không lý do.'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(fields=['year', 'stage'], name='rating_year_stage'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('cell', 'year'), name='rating_once_a_year', violation_error_message='Chi bộ đã có xếp loại của năm này.'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level__isnull', False), ('stage', 'decided')), models.Q(models.Q(('stage', 'decided'), _negated=True), ('level__isnull', True)), _connector='OR'), name='rating_level_when_decided'),
        ),
        migrations.AddConstraint(
            model_name='ratinglevel',
            constraint=models.UniqueConstraint(fields=('scheme', 'code'), name='level_code_in_scheme'),
        ),
        migrations.AddConstraint(
            model_name='ratinglevel',
            constraint=models.UniqueConstraint(fields=('scheme', 'rank'), name='level_rank_in_scheme'),
        ),
        migrations.AddConstraint(
            model_name='ratingstep',
            constraint=models.UniqueConstraint(fields=('rating', 'number'), name='step_number_in_rating'),
        ),
        migrations.AddIndex(
            model_name='residentialarea',
            index=models.Index(fields=['sort_key', 'id'], name='area_sort'),
        ),
        migrations.AddConstraint(
            model_name='residentialarea',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='area_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='residentialarea',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('committee', 'accent_key'), name='area_name_in_commune', violation_error_message='Xã này đã có khu dân cư cùng tên.'),
        ),
        migrations.AddIndex(
            model_name='partycell',
            index=models.Index(fields=['sort_key', 'id'], name='cell_sort'),
        ),
        migrations.AddConstraint(
            model_name='partycell',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='cell_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='partycell',
            constraint=models.CheckConstraint(condition=models.Q(('meeting_day__isnull', True), ('meeting_day__range', (1, 31)), _connector='OR'), name='cell_meeting_day_in_month', violation_error_message='Ngày sinh hoạt phải từ 1 đến 31.'),
        ),
        migrations.AddConstraint(
            model_name='partycell',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('committee', 'accent_key'), name='cell_name_in_committee', violation_error_message='Đảng ủy này đã có chi bộ cùng tên.'),
        ),
        migrations.AddConstraint(
            model_name='cellarea',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='cellarea_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='cellarea',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('cell', 'area'), name='cellarea_open_once', violation_error_message='Chi bộ đã gắn với khu dân cư này.'),
        ),
        migrations.AddConstraint(
            model_name='villagebody',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='body_ends_after_start', violation_error_message='Ngày kết thúc phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='villagebody',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('area', 'kind', 'name'), name='body_once_in_area', violation_error_message='Khu dân cư này đã có tổ chức đó.'),
        ),
    ]
