"""Letting everybody read how a matter was solved, in words without personal data; taking it back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit, editing
from common.errors import RuleBroken
from feedback.models import Attachment, Feedback, PublishedMatter
from feedback.rules.personal import findings, has_contact

__all__ = ["publish_matter", "withdraw_matter"]


@transaction.atomic
def publish_matter(  # noqa: PLR0913 -- what is shown, by keyword
    *,
    feedback: Feedback,
    subject: str,
    text: str,
    answer: str,
    photos: Iterable[Attachment] = (),
    has_looked: bool = False,
    by: User,
) -> PublishedMatter:
    """Publish these words and photos of an answered matter, in place of what was published.

    RuleBroken: not answered, something empty, photos of another matter, places that look like
    personal data and that nobody says to have looked at.
    """
    matter = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    last = matter.last_answer
    if matter.status not in Feedback.ANSWERED or last is None:
        raise RuleBroken(_("Chỉ công khai việc đã trả lời và không mở lại."))
    _refuse_words(subject, text, answer, has_looked=has_looked)
    chosen = [each.pk for each in photos]
    own = matter.attachments.filter(is_photo=True, pk__in=chosen).count()
    if own != len(set(chosen)):
        raise RuleBroken(_("Ảnh không thuộc phản ánh này, hoặc đã xóa. Chọn lại."), field="photos")
    row = PublishedMatter.objects.filter(feedback=matter).first() or PublishedMatter(
        feedback=matter, version=0
    )
    row.committee, row.area, row.category = matter.committee, matter.area, matter.category
    row.subject, row.text, row.answer = subject.strip(), text.strip(), answer.strip()
    row.answered_on = timezone.localdate(last.answered_at)
    row.published_at, row.published_by, row.withdrawn_at = timezone.now(), by, None
    row.version += 1
    row.save()
    row.photos.set(chosen)
    audit.record("publish_matter", row, by=by, after={"photos": len(chosen)})
    return row


@transaction.atomic
def withdraw_matter(*, pk: int, version: int, reason: str, by: User) -> PublishedMatter:
    """Take a published matter back at once.  RuleBroken: withdrawn already, a reason with a number."""
    row: PublishedMatter = editing.lock_for_edit(PublishedMatter.objects, pk=pk, version=version)
    if row.withdrawn_at:
        raise RuleBroken(_("Kết quả này đã rút rồi."))
    if has_contact(reason):
        raise RuleBroken(_("Không ghi số điện thoại, e-mail vào lý do."), field="reason")
    row.withdrawn_at = timezone.now()
    row.version += 1
    row.save(update_fields=["withdrawn_at", "version"])
    audit.record("withdraw_matter", row, by=by, reason=reason)
    return row


def _refuse_words(subject: str, text: str, answer: str, *, has_looked: bool) -> None:
    for name, words in (("subject", subject), ("text", text), ("answer", answer)):
        if not words.strip():
            raise RuleBroken(_("Mục này phải điền."), field=name)
    found = sum(len(findings(words)) for words in (subject, text, answer))
    if found and not has_looked:
        sentence = _(
            "Còn %(n)d chỗ giống dữ liệu cá nhân. Sửa lại, hoặc đánh dấu là đã xem từng chỗ."
        )
        raise RuleBroken(sentence % {"n": found}, field="has_looked")
