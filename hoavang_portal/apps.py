from django.apps import AppConfig


class HoavangPortalConfig(AppConfig):
    name = "hoavang_portal"
    verbose_name = "Cổng phân công cán bộ"
