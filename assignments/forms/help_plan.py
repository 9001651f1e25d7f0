"""Forms of the parts of a help: actions, agreements, partners, reviews."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.forms.picks import name_empty_choice, offer
from assignments.models import (
    Agency,
    Cadre,
    HelpAction,
    HelpAgreement,
    HelpRegistration,
    HelpReview,
)
from assignments.reports.help_page import leaders_of
from assignments.rules.help import quarters_between
from common.files import PrivateFileField
from common.forms import DayField, PortalForm, PortalModelForm, ReasonField
from common.months import Quarter
from common.picking import PickField

__all__ = ["ActionForm", "AgreementForm", "FinishForm", "PartnerForm", "ReviewForm"]


class ActionForm(PortalModelForm):
    """What is to be done, by whom, by when."""

    class Meta:
        model = HelpAction
        fields = ("text", "owner_name", "due_on")


class FinishForm(PortalForm):
    """That an action is done: when, with what result, shown by which file."""

    done_on = DayField(label=_("Xong ngày"))
    result = forms.CharField(
        label=_("Kết quả"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    proof = PrivateFileField(label=_("Minh chứng"), required=False)

    def __init__(self, *args: Any, row: HelpAction, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "done_on": row.done_on or timezone.localdate(),
            "result": row.result,
        } | kwargs.get("initial", {})
        super().__init__(*args, row=row, **kwargs)
        if row.proof:
            self.fields["proof"].help_text = _("Đã có %(name)s; chọn tệp khác thì thay tệp đó.") % {
                "name": row.proof.name
            }


class AgreementForm(PortalForm):
    """Who has agreed to the plan, and when."""

    party = forms.ChoiceField(label=_("Bên thống nhất"), choices=HelpAgreement.Party.choices)
    agreed_on = DayField(label=_("Ngày thống nhất"))
    by_name = forms.CharField(
        label=_("Người thay mặt"), max_length=120, help_text=_("Họ tên và chức vụ.")
    )

    def __init__(self, *args: Any, registration: HelpRegistration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_empty_choice(self, party=_("Chọn bên thống nhất"))
        agreed = set(registration.agreements.values_list("party", flat=True))
        choices: Any = HelpAgreement.Party.choices
        self.fields["party"].initial = next(
            (each for each, _n in choices if each not in agreed), ""
        )
        self.fields["agreed_on"].initial = timezone.localdate()


class PartnerForm(PortalForm):
    """Which agency helps along, with what."""

    agency = PickField(label=_("Cơ quan phối hợp"))
    part = forms.CharField(label=_("Phần việc"), max_length=200, required=False)

    def __init__(self, *args: Any, registration: HelpRegistration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committee = registration.agency.committee_id
        agencies = Agency.objects.on(timezone.localdate()).filter(committee=committee)
        offer(self, agency=agencies)


class _LeaderChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, cadre: Any) -> str:
        return f"{cadre.full_name}, {cadre.position}" if cadre.position else str(cadre.full_name)


class ReviewForm(PortalForm):
    """What the agency's leader found at the cell in a quarter."""

    quarter = forms.TypedChoiceField(label=_("Quý"), coerce=Quarter.parse)
    leader = _LeaderChoice(
        Cadre.objects.none(),
        label=_("Lãnh đạo đã dự"),
        help_text=_("Người ghi là lãnh đạo trong danh sách cán bộ của cơ quan."),
    )
    attended_on = DayField(label=_("Ngày dự"))
    text = ReasonField(label=_("Nhận xét"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(
        self,
        *args: Any,
        registration: HelpRegistration,
        user: User,
        row: HelpReview | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        leaders = leaders_of(registration)
        offer(self, leader=Cadre.objects.filter(pk__in=[each.pk for each in leaders]))
        name_empty_choice(self, leader=_("Chọn lãnh đạo"))
        present = row.leader_name if row else user.full_name
        named = [each.pk for each in leaders if each.full_name == present]
        self.fields["leader"].initial = named[0] if named else None
        if row:
            del self.fields["quarter"]
            self.fields["attended_on"].initial = row.attended_on
            self.fields["text"].initial = row.text
        else:
            self._offer_quarters(registration)

    def _offer_quarters(self, registration: HelpRegistration) -> None:
        """Offer the quarters that have begun; the newest without a review first."""
        last = min(registration.ends_on, timezone.localdate())
        first = Quarter.containing(registration.starts_on)
        begun = quarters_between(first, Quarter.containing(last))[::-1]
        field: Any = self.fields["quarter"]
        field.choices = [(each.slug, capfirst(str(each))) for each in begun]
        rows = registration.reviews.values_list("year", "quarter")
        reviewed = {Quarter(year, quarter) for year, quarter in rows}
        field.initial = next((each.slug for each in begun if each not in reviewed), None)
