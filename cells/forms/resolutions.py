"""Forms of resolutions: one with several tasks, what becomes of a task, filters of the lists."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.actions.resolutions import TaskFacts, too_early
from cells.models import Committee, Meeting, PartyCell, Resolution, ResolutionTask
from common.filters import FilterForm
from common.forms import DayField, PortalForm, PortalModelForm, ReasonField
from common.templatetags.portal import day

__all__ = [
    "CarryForm",
    "DoneForm",
    "ResolutionFilter",
    "ResolutionForm",
    "TaskFilter",
    "TaskForm",
]

ROWS_AT_FIRST = 4
ROWS_AT_MOST = 40
MEETINGS_OFFERED = 24
YEARS_OFFERED = 5


class _MeetingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # none at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{day(obj.held_on)}, {obj.get_kind_display()}"


class ResolutionForm(PortalModelForm):
    """A resolution, and rows for its tasks; rows left empty are ignored."""

    meeting = _MeetingChoice(
        Meeting.objects.none(),
        label=_("Của kỳ sinh hoạt"),
        required=False,
        empty_label=_("Không gắn với kỳ nào"),
    )

    class Meta:
        model = Resolution
        fields = ("number", "adopted_on", "title", "meeting")
        help_texts = {"number": _("Ví dụ 03-NQ/CB."), "adopted_on": _("Ví dụ 03/10/2026.")}

    def __init__(self, *args: Any, cell: PartyCell, rows: int, **kwargs: Any) -> None:
        self.rows = max(0, min(rows, ROWS_AT_MOST))
        super().__init__(*args, **kwargs)
        newest = cell.meetings.order_by("-held_on").values("pk")[:MEETINGS_OFFERED]
        wanted = Q(pk__in=list(newest.values_list("pk", flat=True)))
        self.choose_from("meeting", cell.meetings.filter(wanted | Q(pk=self.instance.meeting_id)))

    def _dress(self, row: models.Model | None) -> None:
        """Add the rows of tasks first, so that they get their look like every field."""
        for number in range(self.rows):
            names = {"row": number + 1}
            text = forms.CharField(label=_("Việc %(row)s") % names, max_length=300)
            member = forms.CharField(label=_("Người được giao"), max_length=120)
            due = DayField(label=_("Hạn"))
            fields = {"text": text, "member": member, "due": due}
            for name, field in fields.items():
                field.required = False
                self.fields[f"{name}_{number}"] = field
        super()._dress(row)

    @property
    def facts(self) -> list[BoundField]:
        """Return the fields of the resolution itself."""
        return [self[name] for name in self.Meta.fields]

    @property
    def task_rows(self) -> list[dict[str, BoundField]]:
        """Return the fields of each row."""
        return [
            {name: self[f"{name}_{row}"] for name in ("text", "member", "due")}
            for row in range(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse rows that are half empty, and days before the resolution, each at its field."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for row in range(self.rows):
            self._check_row(row, {n: data.get(f"{n}_{row}") for n in ("text", "member", "due")})
        return data

    def _check_row(self, row: int, filled: dict[str, Any]) -> None:
        if not any(filled.values()) or self.has_error(f"due_{row}"):
            return
        for name, value in filled.items():
            if not value:
                self.add_error(f"{name}_{row}", _("Ghi đủ việc, người được giao và hạn."))
        adopted_on = self.cleaned_data.get("adopted_on")
        sentence = too_early(filled["due"], adopted_on) if filled["due"] and adopted_on else ""
        if sentence:
            self.add_error(f"due_{row}", sentence)

    def perform(self, action: Callable[..., Any], **fixed: Any) -> bool:
        """Run `action` with the filled rows as `tasks`."""

        def record(**typed: Any) -> Any:
            tasks: list[TaskFacts] = []
            for row in range(self.rows):
                text, member, due = (typed.pop(f"{n}_{row}") for n in ("text", "member", "due"))
                if text:
                    tasks.append({"row": row, "text": text, "member_name": member, "due_on": due})
            return action(tasks=tasks, **typed)

        return super().perform(record, **fixed)


class TaskForm(PortalModelForm):
    """The words of a task, and who does it."""

    class Meta:
        model = ResolutionTask
        fields = ("text", "member_name")


class DoneForm(PortalModelForm):
    """When a task was done, and what came of it."""

    done_on = DayField(label=_("Xong ngày"), help_text=_("Ví dụ 03/10/2026."))

    class Meta:
        model = ResolutionTask
        fields = ("done_on", "result")


class CarryForm(PortalForm):
    """A later day, and why."""

    carried_to = DayField(
        label=_("Chuyển hạn đến"), help_text=_("Hạn đầu vẫn giữ để tính đúng hạn.")
    )
    carried_reason = ReasonField(label=_("Lý do chuyển hạn"), max_length=300)


class _Filter(FilterForm):
    """Filters by name of the cell and by commune."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "xa" in self.fields:
            self.choose_from("xa", Committee.objects.visible_to(user).communes())


def _commune_field() -> "forms.ModelChoiceField[Committee]":
    return forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))


class ResolutionFilter(_Filter):
    """Which resolutions."""

    q = forms.CharField(label=_("Tên chi bộ"))
    xa = _commune_field()
    nam = forms.TypedChoiceField(label=_("Năm"), coerce=int, empty_value=None)
    loc = forms.ChoiceField(
        label=_("Tình trạng"), choices=[("", _("Tất cả")), ("qua-han", _("có việc quá hạn"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        years = range(this_year, this_year - YEARS_OFFERED, -1)
        field: Any = self.fields["nam"]
        field.choices = [("", _("Mọi năm")), *((year, str(year)) for year in years)]


class TaskFilter(_Filter):
    """Which tasks; those overdue without a choice."""

    q = forms.CharField(label=_("Tên chi bộ"))
    xa = _commune_field()
    loc = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("quá hạn")),
            ("dang-lam", _("chưa xong")),
            ("xong", _("đã xong")),
            ("tat-ca", _("tất cả")),
        ],
    )
