"""The top floor: settings, addresses, the timetable and the pages that need every app."""

from hoavang_portal.celery import app as celery_app

__all__ = ["celery_app"]
