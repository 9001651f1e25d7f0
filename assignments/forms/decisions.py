"""Forms of decisions, norms and charges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.forms.picks import UserPick, board_members, name_empty_choice, offer, with_present
from assignments.models import AreaCharge, Decision, DutyNorm
from cells.models import Committee
from common.filters import FilterForm
from common.forms import PortalModelForm

__all__ = [
    "ChargeCreateForm",
    "ChargeFilter",
    "ChargeForm",
    "DecisionFilter",
    "DecisionForm",
    "NormForm",
]


class DecisionForm(PortalModelForm):
    """What is known of a decision."""

    class Meta:
        model = Decision
        fields = ("number", "issued_on", "title", "committee")
        help_texts = {"number": _("Ví dụ 128-QĐ/HU.")}
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committees = Committee.objects.acted_on_by(user, Ability.ASSIGN)
        offer(self, committee=committees.order_by("path", "sort_key"))
        name_empty_choice(self, committee=_("Chọn cấp ủy"))


class NormForm(PortalModelForm):
    """How many visits a quarter."""

    class Meta:
        model = DutyNorm
        fields = ("visits_per_quarter", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class ChargeForm(PortalModelForm):
    """Who is in charge from when to when."""

    member = UserPick(label=_("Ủy viên phụ trách"))
    substitute = UserPick(
        label=_("Người thay"),
        required=False,
        help_text=_("Nhận việc khi ủy viên phụ trách đi vắng."),
    )

    class Meta:
        model = AreaCharge
        fields = ("member", "substitute", "valid_from", "valid_to")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        members = with_present(board_members(user), row.member_id, row.substitute_id)
        offer(self, member=members, substitute=members.all())


class ChargeCreateForm(ChargeForm):
    """Which commune, who and from when to when."""

    class Meta:
        model = AreaCharge
        fields = ("committee", "member", "substitute", "valid_from", "valid_to")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        communes = Committee.objects.acted_on_by(user, Ability.ASSIGN).communes()
        offer(self, committee=communes)
        name_empty_choice(self, committee=_("Chọn xã"))


# --- Filters --------------------------------------------------------------------------------------


class DecisionFilter(FilterForm):
    """Filters of the list of decisions."""

    q = forms.CharField(label=_("Số, ký hiệu"))


class ChargeFilter(FilterForm):
    """Filters of the list of charges."""

    moi_ky = forms.BooleanField(label=_("Cả kỳ đã kết thúc"))
