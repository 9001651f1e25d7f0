"""The trail of every write."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["AuditEntry"]


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, thing: models.Model) -> Self:
        """Return the lines about one thing, newest first."""
        return self.filter(thing_type=thing._meta.label_lower, thing_id=str(thing.pk))


class AuditEntry(models.Model):
    """One act: who, when, what, on which thing, values before and after.  Never changed."""

    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_label = models.CharField(_("người làm"), max_length=200, blank=True)
    act = models.CharField(_("việc"), max_length=60)
    thing_type = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=40)
    thing_label = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)
    reason = models.TextField(_("lý do"), blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng lịch sử")
        ordering = ("-id",)
        indexes = (models.Index(fields=("thing_type", "thing_id", "-id"), name="audit_thing"),)

    def __str__(self) -> str:
        return f"{self.act} {self.thing_label}"
