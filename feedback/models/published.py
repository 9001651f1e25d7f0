"""Solved matters that everybody may read, without personal data."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cells.models import Committee, ResidentialArea
from common.fields import SearchKeyField
from common.models import Versioned
from feedback.models.attachments import Attachment
from feedback.models.desk import Category
from feedback.models.feedback import Feedback, PartQuerySet

__all__ = ["PublishedMatter"]


class PublishedQuerySet(PartQuerySet):
    def shown(self) -> Self:
        """Return what everybody may read now.

        A matter that was reopened, or answered anew since the review, is hidden by itself until
        somebody has looked at it again.
        """
        return self.filter(
            withdrawn_at__isnull=True,
            feedback__status__in=Feedback.ANSWERED,
            feedback__last_answer__answered_at__lte=F("published_at"),
        )


class PublishedMatter(Versioned):
    """What a reviewer lets everybody read of one answered matter: their words, not the sender's."""

    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="published")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    area = models.ForeignKey(ResidentialArea, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    subject = models.CharField(_("tiêu đề"), max_length=120)
    text = models.TextField(_("việc gì"))
    answer = models.TextField(_("đã giải quyết thế nào"))
    search_key = SearchKeyField(source="searchable", max_length=2000)
    photos: Any = models.ManyToManyField(Attachment, blank=True, related_name="+")
    answered_on = models.DateField()
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả công khai")
        ordering = ("-answered_on", "-id")
        indexes = (
            models.Index(fields=("-answered_on", "-id"), name="published_order"),
            models.Index(fields=("area", "-answered_on"), name="published_area"),
        )

    def __str__(self) -> str:
        """Return the number alone: words that are withdrawn do not stay in the trail."""
        return str(_("kết quả công khai số %(number)s") % {"number": self.pk})

    @property
    def searchable(self) -> str:
        """Return the words that the public search looks in."""
        return f"{self.subject} {self.text} {self.answer}"
