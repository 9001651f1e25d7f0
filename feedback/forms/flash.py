"""Forms of flash reports: three taps, some words, photos; directions; the filters of the lists."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import Committee
from common.filters import FilterForm
from common.forms import PortalForm
from common.photos import PhotosField
from feedback.models import FlashReport
from feedback.reports.flash import communes_of
from feedback.reports.flash_places import FlashPlace
from feedback.rules.flash import LONGEST_TEXT

__all__ = ["FlashFilter", "FlashForm", "TrendFilter", "WordsForm"]

# So many choices at most are cards to tap; more are a list to open.
CARDS_AT_MOST = 7


class _WrittenAt(forms.CharField):
    """The instant at which a phone kept the report, in ISO form with its zone."""

    def to_python(self, value: Any) -> datetime.datetime | None:  # type: ignore[override]
        """Return the instant; None for nothing, and for what is no instant with a zone."""
        try:
            read = parse_datetime(str(value or ""))
        except ValueError:
            return None
        return read if read and timezone.is_aware(read) else None


class FlashForm(PortalForm):
    """One report as the phone sends it, from the page or by a program."""

    is_clash = False

    place = forms.ChoiceField(label=_("Ở đâu"))
    kind = forms.ChoiceField(
        label=_("Việc gì"),
        choices=FlashReport.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    text = forms.CharField(
        label=_("Có chuyện gì"),
        help_text=_("Một, hai câu: việc gì, từ lúc nào, bao nhiêu người. Không ghi tin mật."),
        widget=forms.Textarea(attrs={"rows": 3}),
        # The action counts: the limit is said with the length.
        max_length=10 * LONGEST_TEXT,
    )
    photos = PhotosField(required=False)
    client_uuid = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "invalid": _("Mã bản ghi phải là một UUID."),
            "required": _("Thiếu mã bản ghi."),
        },
    )
    written_at = _WrittenAt(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Sequence[FlashPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {place.value: place for place in places}
        field: Any = self.fields["place"]
        named = [(value, place.label) for value, place in self._places.items()]
        if len(named) <= CARDS_AT_MOST:
            field.widget = forms.RadioSelect(attrs={"class": "form-check-input"})
            field.choices = named
        else:
            field.choices = [("", _("Chọn nơi có việc")), *named]
        field.error_messages["invalid_choice"] = _(
            "Nơi này không còn, hoặc không thuộc phạm vi của đồng chí. Chọn lại nơi có việc."
        )

    def clean(self) -> dict[str, Any]:
        """Put what the place names in its stead; the page's own report is written when sent."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if place := self._places.get(data.pop("place", "")):
            data |= {"committee": place.committee, "area": place.area, "cell": place.cell}
        data["written_at"] = data.get("written_at") or timezone.now()
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """Show what is wrong with the hidden mark of the report above the form.

        The next sending carries a new mark: it says that this is another report after all.
        """
        if field != "client_uuid":
            super().add_error(field, error)
            return
        super().add_error(None, error)
        self.is_clash = isinstance(error, str)
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was posted
        data[self.add_prefix("client_uuid")] = str(uuid.uuid4())
        self.data = data


class WordsForm(PortalForm):
    """A direction, news, or what came of it."""

    words = forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].help_text = hint


def _kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Loại việc"), choices=[("", _("Tất cả")), *FlashReport.Kind.choices]
    )


def _commune_field() -> "forms.ModelChoiceField[Committee]":
    return forms.ModelChoiceField(
        Committee.objects.none(), label=_("Xã, phường"), empty_label=_("Tất cả")
    )


class FlashFilter(FilterForm):
    """Filters of the list."""

    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("Tất cả")),
            ("open", _("chưa kết thúc")),
            *FlashReport.Status.choices,
        ],
    )
    loai = _kind_field()
    xa = _commune_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", communes_of(user))


class TrendFilter(FilterForm):
    """Filters of the months."""

    loai = _kind_field()
    xa = _commune_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", communes_of(user))
