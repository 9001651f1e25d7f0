from importlib import import_module

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "Dùng chung"

    def ready(self) -> None:
        """Register the checks of the settings."""
        import_module("common.checks")
