
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='loại bảng')),
                ('file', models.FileField(upload_to='imports/%Y/%m', verbose_name='tệp')),
                ('file_name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('file_sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'chờ đọc'), ('checking', 'đang đọc'), ('checked', 'đã đọc, chưa ghi'), ('writing', 'đang ghi'), ('done', 'đã ghi'), ('failed', 'không đọc được'), ('dropped', 'đã bỏ')], default='waiting', max_length=10)),
                ('options', models.JSONField(default=dict)),
                ('rows_total', models.PositiveIntegerField(blank=True, null=True)),
                ('rows_read', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('problem', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='lúc')),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lượt nhập bảng',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('title', models.CharField(max_length=300, verbose_name='tiêu đề')),
                ('body', models.TextField(verbose_name='nội dung')),
                ('url', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='lúc')),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'thông báo',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'thư điện tử')], max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'chờ gửi'), ('claimed', 'đang gửi'), ('sent', 'đã gửi'), ('failed', 'không gửi được')], default='waiting', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField()),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='common.notice')),
            ],
            options={
                'verbose_name': 'lượt gửi',
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='lúc')),
                ('by_label', models.CharField(blank=True, max_length=200, verbose_name='người làm')),
                ('act', models.CharField(max_length=60, verbose_name='việc')),
                ('thing_type', models.CharField(max_length=60)),
                ('thing_id', models.CharField(max_length=40)),
                ('thing_label', models.CharField(max_length=300)),
                ('changes', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True, verbose_name='lý do')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'dòng lịch sử',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['thing_type', 'thing_id', '-id'], name='audit_thing')],
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=100, verbose_name='trang')),
                ('row', models.PositiveIntegerField(verbose_name='dòng')),
                ('column', models.CharField(blank=True, max_length=120, verbose_name='cột')),
                ('value', models.CharField(blank=True, max_length=300, verbose_name='giá trị')),
                ('outcome', models.CharField(choices=[('create', 'thêm mới'), ('change', 'sửa'), ('same', 'giữ nguyên'), ('note', 'lưu ý'), ('fault', 'sai')], max_length=6, verbose_name='kết quả')),
                ('label', models.CharField(blank=True, max_length=300)),
                ('message', models.TextField(blank=True)),
                ('changes', models.JSONField(default=list)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='common.importrun')),
            ],
            options={
                'verbose_name': 'dòng của bảng',
                'ordering': ('run', 'id'),
                'indexes': [models.Index(fields=['run', 'outcome', 'id'], name='import_line_outcome')],
            },
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['to', '-id'], name='notice_inbox'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at__isnull', True)), fields=['to'], name='notice_unread'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ('waiting', 'claimed'))), fields=['next_try_at'], name='delivery_open'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('notice', 'channel'), name='delivery_once_a_channel'),
        ),
    ]
