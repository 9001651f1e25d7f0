"""Files that belong to a thing of the portal and are handed out by its page alone."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["StoredFile"]


def _private_path(stored: "StoredFile", name: str) -> str:
    """Return a name nobody can guess, by month, with the ending of the sender's name."""
    del stored
    month = timezone.localdate().strftime("%Y/%m")
    return f"{month}/{secrets.token_hex(16)}{PurePath(name).suffix.lower()[:10]}"


class StoredFile(models.Model):
    """One private file as it was sent; never changed, only replaced by another.

    There is no address of its own: the page of the thing that names it checks who asks, and hands
    it out (`common.files.serve`).
    """

    file = models.FileField(upload_to=_private_path, max_length=200)
    name = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("dung lượng"))
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=timezone.now, editable=False)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("tệp")
        ordering = ("-stored_at", "-id")

    def __str__(self) -> str:
        return self.name
