
import common.fields
import django.contrib.auth.validators
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('role', models.CharField(choices=[('district_officer', 'cán bộ Ban Tổ chức'), ('inspector', 'cán bộ Ủy ban Kiểm tra'), ('board_member', 'ủy viên Ban Thường vụ'), ('agency_officer', 'đầu mối cơ quan'), ('cadre', 'cán bộ được phân công'), ('commune_officer', 'cán bộ Đảng ủy xã'), ('cell_secretary', 'bí thư chi bộ'), ('operator', 'quản trị hệ thống')], max_length=20, verbose_name='vai trò')),
                ('granted_at', models.DateTimeField(auto_now_add=True)),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='thu hồi lúc')),
            ],
            options={
                'verbose_name': 'quyền',
                'ordering': ('user', 'role', 'id'),
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('full_name', models.CharField(max_length=150, verbose_name='họ và tên')),
                ('must_change_password', models.BooleanField(default=False)),
                ('search_key', common.fields.SearchKeyField(max_length=300, source='full_name')),
                ('accent_key', common.fields.AccentKeyField(max_length=300, source='full_name')),
                ('sort_key', common.fields.PersonSortKeyField(max_length=300, source='full_name')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'tài khoản',
                'ordering': ('sort_key', 'id'),
            },
        ),
    ]
