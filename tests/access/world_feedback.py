"""The people's side of the small world: matters, requests, flash reports, remarks."""

from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from common import files
from feedback.actions.contacts import keep_contact
from feedback.actions.privacy import request_data
from feedback.models import (
    Attachment,
    Category,
    DataRequest,
    DeskHead,
    Feedback,
    PublishedMatter,
    Route,
    SenderContact,
    UrgencyClass,
)
from feedback.rules.consent import CONSENT_VERSION, Contact
from tests import make_feedback

__all__ = ["PeopleSide"]


class PeopleSide:
    """Part of `World`, whose `area` is near."""

    area: Any
    agency: Any
    account: Any
    commune: Any

    @cached_property
    def feedback(self) -> Feedback:
        return make_feedback.feedback(area=self.area)

    @cached_property
    def sender_contact(self) -> SenderContact:
        contact = Contact(name="Lê Văn Bí", phone="0905 123 456")
        keep_contact(feedback=self.feedback, contact=contact, consent_version=CONSENT_VERSION)
        return SenderContact.objects.get(feedback=self.feedback)

    @cached_property
    def data_request(self) -> DataRequest:
        return request_data(feedback=self.feedback, kind="see", sent_key="yeu-cau")

    @cached_property
    def paused_feedback(self) -> Feedback:
        row = make_feedback.feedback(area=self.area)
        make_feedback.pause(feedback=row)
        return row

    @cached_property
    def routed_feedback(self) -> Feedback:
        """Return a matter of the near area, in the hands of the near agency."""
        return make_feedback.feedback(area=self.area, agency=self.agency)

    @cached_property
    def attachment(self) -> Attachment:
        """Return a paper of the matter that the near agency has in hand."""
        paper = files.store(ContentFile(b"%PDF-1.4 thu", name="bien-ban.pdf"), by=None)
        return Attachment.objects.create(feedback=self.routed_feedback, file=paper, is_photo=False)

    @cached_property
    def route(self) -> Route:
        """Return where matters of the near commune go."""
        return Route.objects.create(committee=self.commune, agency=self.agency)

    @cached_property
    def head(self) -> DeskHead:
        today = timezone.localdate()
        return DeskHead.objects.create(committee=self.commune, user=self.account, valid_from=today)

    @cached_property
    def urgency(self) -> UrgencyClass:
        return make_feedback.urgency()

    @cached_property
    def category(self) -> Category:
        return make_feedback.category()

    @cached_property
    def answered_feedback(self) -> Feedback:
        return make_feedback.answered(area=self.area)

    @cached_property
    def published(self) -> PublishedMatter:
        return make_feedback.published(feedback=self.answered_feedback)
