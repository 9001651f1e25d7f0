"""Forms of assigning: one, many, editing, handing over; filters of the lists."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.forms.picks import (
    AreaPick,
    CadrePick,
    agencies_of,
    areas_of,
    cadres_of,
    communes_of,
    name_empty_choice,
    offer,
    with_present,
)
from assignments.models import Agency, Assignment, Cadre, Decision
from cells.models import Committee, ResidentialArea
from common.filters import FilterForm
from common.forms import DayField, PortalForm, PortalModelForm

__all__ = [
    "AssignForm",
    "AssignmentEditForm",
    "AssignmentFilter",
    "BulkForm",
    "GapFilter",
    "HandOverForm",
    "ResponsibleForm",
]

CONFIRMATION = "own_village_confirmed"


class _OwnVillageMixin(forms.BaseForm):
    """A tick that is asked for only when the action says that it is needed."""

    def ask_about_own_village(self) -> None:
        """Show the tick, from now on a required-looking question on the page."""
        tick = forms.CheckboxInput(attrs={"class": "form-check-input"})
        self.fields[CONFIRMATION].widget = tick

    def add_error(self, field: str | None, error: Any) -> None:
        """Show the tick when its error comes."""
        if field == CONFIRMATION:
            self.ask_about_own_village()
        super().add_error(field, error)

    def keep_tick(self) -> None:
        """Show the tick that was already set, when another field is wrong."""
        if self.is_bound and self.data.get(self.add_prefix(CONFIRMATION)) == "on":
            self.ask_about_own_village()


class _TermsForm(_OwnVillageMixin, PortalForm):
    """What every new assignment says beside who and where."""

    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("Theo quyết định"),
        required=False,
        empty_label=_("Chưa có quyết định"),
    )
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(
        label=_("Đến hết ngày"),
        required=False,
        help_text=_("Để trống nếu chưa định ngày kết thúc."),
    )
    visits_per_quarter = forms.IntegerField(
        label=_("Số lần dự mỗi quý"),
        required=False,
        min_value=0,
        help_text=_("Để trống để lấy theo định mức: lãnh đạo một mức, cán bộ khác một mức."),
    )
    substitute = CadrePick(label=_("Người dự thay"), required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)
    own_village_confirmed = forms.BooleanField(
        label=_("Vẫn phân công về khu dân cư nơi ở"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            decision=Decision.objects.visible_to(user),
            substitute=cadres_of(user, Ability.ASSIGN),
        )
        self.keep_tick()


class AssignForm(_TermsForm):
    """One cadre to one area."""

    cadre = CadrePick(label=_("Cán bộ"))
    area = AreaPick(label=_("Khu dân cư"))

    field_order = ("cadre", "area", "decision", "valid_from", "valid_to")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        offer(self, cadre=cadres_of(user, Ability.ASSIGN), area=areas_of(user, Ability.ASSIGN))


class BulkForm(_TermsForm):
    """Many areas, many cadres, or both, on the same terms; all of it stands in the address.

    `khu` and `can_bo` carry what was ticked in a list; what was not ticked there is picked here.
    The cleaned data are the arguments of `assign_many`.
    """

    khu = forms.ModelMultipleChoiceField(
        ResidentialArea.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    can_bo = forms.ModelMultipleChoiceField(
        Cadre.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    cadre = CadrePick(label=_("Cán bộ"))
    area = AreaPick(label=_("Khu dân cư"))

    field_order = ("cadre", "area", "decision", "valid_from", "valid_to")

    def __init__(self, query: QueryDict, *, user: User, **kwargs: Any) -> None:
        self.user = user
        is_filled = "valid_from" in query
        super().__init__(query if is_filled else None, user=user, **kwargs)
        self.helper.disable_csrf = True  # it is sent by GET
        cadres, areas = cadres_of(user, Ability.ASSIGN), areas_of(user, Ability.ASSIGN)
        offer(self, khu=areas, can_bo=cadres, cadre=cadres, area=areas)
        for many, one in (("can_bo", "cadre"), ("khu", "area")):
            keys = [key for key in query.getlist(many) if key.isdigit()]
            self.fields[many].initial = keys
            if keys:
                del self.fields[one]

    def clean(self) -> dict[str, Any]:
        """Turn what was ticked and what was picked into `cadres` and `areas`."""
        given = dict(self.cleaned_data)
        for many, one, name in (("can_bo", "cadre", "cadres"), ("khu", "area", "areas")):
            picked = given.pop(one, None)
            given[name] = [picked] if picked else list(given.pop(many, None) or ())
            given.pop(many, None)
        return given

    @property
    def chosen_cadres(self) -> QuerySet[Cadre]:
        """Return the cadres that were ticked in a list."""
        return cadres_of(self.user, Ability.ASSIGN).filter(pk__in=self.fields["can_bo"].initial)

    @property
    def chosen_areas(self) -> QuerySet[ResidentialArea]:
        """Return the areas that were ticked in a list."""
        return areas_of(self.user, Ability.ASSIGN).filter(pk__in=self.fields["khu"].initial)


class AssignmentEditForm(PortalModelForm):
    """The terms of a stored assignment; who and where stay."""

    substitute = CadrePick(label=_("Người dự thay"), required=False)

    class Meta:
        model = Assignment
        fields = (
            "decision",
            "valid_from",
            "valid_to",
            "visits_per_quarter",
            "substitute",
            "note",
        )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cadres = with_present(cadres_of(user, Ability.ASSIGN), self.instance.substitute_id)
        offer(self, decision=Decision.objects.visible_to(user), substitute=cadres)
        name_empty_choice(self, decision=_("Chưa có quyết định"))


class HandOverForm(_OwnVillageMixin, PortalForm):
    """Which areas of a cadre go to whom from when."""

    to = CadrePick(label=_("Người nhận"))
    on = DayField(
        label=_("Nhận từ ngày"), help_text=_("Phân công cũ kết thúc vào ngày liền trước.")
    )
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("Theo quyết định"),
        required=False,
        empty_label=_("Giữ quyết định cũ"),
    )
    visits_per_quarter = forms.IntegerField(
        label=_("Số lần dự mỗi quý"),
        required=False,
        min_value=0,
        help_text=_("Để trống để giữ như từng phân công cũ."),
    )
    assignments = forms.ModelMultipleChoiceField(
        Assignment.objects.none(),
        label=_("Khu dân cư bàn giao"),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)

    field_order = ("assignments", "to", "on")

    own_village_confirmed = forms.BooleanField(
        label=_("Vẫn bàn giao về khu dân cư nơi ở"), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, user: User, assignments: QuerySet[Assignment], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        decisions = Decision.objects.visible_to(user)
        offer(self, to=cadres_of(user, Ability.ASSIGN), decision=decisions, assignments=assignments)
        chosen: Any = self.fields["assignments"]
        chosen.label_from_instance = _assignment_label
        chosen.initial = [row.pk for row in assignments]
        self.keep_tick()


def _assignment_label(row: Assignment) -> str:
    return f"{row.area.name}, {row.area.committee.name}"


# --- Filters --------------------------------------------------------------------------------------


class AssignmentFilter(FilterForm):
    """Filters of the list of assignments."""

    q = forms.CharField(label=_("Cán bộ hoặc khu dân cư"))
    co_quan = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan"), empty_label=_("Mọi cơ quan")
    )
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))
    quyet_dinh = forms.ModelChoiceField(
        Decision.objects.none(), label=_("Quyết định"), empty_label=_("Mọi quyết định")
    )
    ngay = DayField(label=_("Vào ngày"))
    moi_ky = forms.BooleanField(label=_("Mọi thời kỳ"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decisions = Decision.objects.visible_to(user)
        offer(self, co_quan=agencies_of(user), xa=communes_of(user), quyet_dinh=decisions)


class GapFilter(FilterForm):
    """Filters of the page of what is missing."""

    q = forms.CharField(label=_("Tên khu dân cư"))
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))
    tat_ca = forms.BooleanField(label=_("Cả khu đã có cán bộ"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, xa=communes_of(user))


class ResponsibleForm(FilterForm):
    """A place and a day."""

    q = forms.CharField(label=_("Khu dân cư hoặc chi bộ"))
    ngay = DayField(label=_("Vào ngày"), help_text=_("Để trống là hôm nay."))
