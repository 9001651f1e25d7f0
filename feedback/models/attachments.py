"""Files of a matter: photos of the sender, and papers that stay with the desk."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.models import StoredFile
from feedback.models.feedback import Feedback, PartQuerySet

__all__ = ["Attachment"]


class AttachmentQuerySet(PartQuerySet):
    """Photos go with their matter; papers of the desk stay with the desk."""

    def visible_to(self, user: User) -> Self:
        """Return the photos of the matters that `user` reaches, and the papers read inside."""
        inside = Feedback.objects.read_inside_by(user).values("pk")
        return super().visible_to(user).filter(Q(is_photo=True) | Q(feedback__in=inside))


class Attachment(models.Model):
    """A private file of a matter: a photo of the sender, drawn anew, or a paper of the desk."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="attachments")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    is_photo = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp của phản ánh")
        ordering = ("feedback", "id")

    def __str__(self) -> str:
        return str(self.file)
