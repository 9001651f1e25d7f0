"""Filters and tags of every page: dates and numbers as offices write them, the small marks.

Marks are tags that build their few characters in Python, because lists print twenty of each; what
is larger is an include under `templates/components/`.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.db import models
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, ngettext

register = template.Library()

MINUS = "\N{MINUS SIGN}"
Number = int | float | Decimal

WEEKDAYS = [
    gettext_lazy("T2"),
    gettext_lazy("T3"),
    gettext_lazy("T4"),
    gettext_lazy("T5"),
    gettext_lazy("T6"),
    gettext_lazy("T7"),
    gettext_lazy("CN"),
]
LONG_WEEKDAYS = [
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ Nhật"),
]
# The outline that belongs to each kind of status (ui.md, "Semantic marks").
STATUS_ICONS = {
    "good": "good",
    "info": "info",
    "warn": "warn",
    "bad": "bad",
    "wait": "wait",
    "aid": "help",
}
_RUNGS = (("1", "11", "4"), ("5", "7.8", "7.2"), ("9", "4.6", "10.4"), ("13", "1.4", "13.6"))


# --- Dates ----------------------------------------------------------------------------------------


def _local_day(value: datetime.date | datetime.datetime) -> datetime.date:
    """Return the day of `value`; an instant counts in the portal's time zone."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def day(value: datetime.date | None) -> str:
    """Return a date as 03/01/2020; empty for None."""
    if not value:
        return ""
    on = _local_day(value)
    return f"{on.day:02}/{on.month:02}/{on.year:04}"


@register.filter
def weekday_day(value: datetime.date | None) -> str:
    """Return a date for tables, with its weekday and without its year: T6 03/01."""
    if not value:
        return ""
    on = _local_day(value)
    return f"{WEEKDAYS[on.weekday()]} {on.day:02}/{on.month:02}"


@register.filter
def long_day(value: datetime.date | None) -> str:
    """Return a date for running text: Thứ Sáu, 03/01/2020."""
    if not value:
        return ""
    return f"{LONG_WEEKDAYS[_local_day(value).weekday()]}, {day(value)}"


@register.filter
def document_day(value: datetime.date | None) -> str:
    """Return a date as Party papers write it: ngày 05 tháng 02 năm 2026, ngày 10 tháng 9 năm 2026.

    Days below 10 and the months 1 and 2 have two digits (HD 05-HD/VPTW 27/5/2026).
    """
    if not value:
        return ""
    on = _local_day(value)
    month = f"{on.month:02}" if on.month <= 2 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


@register.filter(name="time")
def clock_time(value: datetime.time | datetime.datetime | None) -> str:
    """Return a time of day as 19:00; an instant counts in the portal's time zone."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour:02}:{value.minute:02}"


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Return an instant as 19:00 03/01/2020."""
    return f"{clock_time(value)} {day(value)}" if value else ""


@register.filter
def days_away(value: datetime.date | None) -> str:
    """Return how far a day is from today: hôm nay, còn 3 ngày, 12 ngày trước."""
    if not value:
        return ""
    distance = (_local_day(value) - timezone.localdate()).days
    if distance == 0:
        return gettext("hôm nay")
    if distance > 0:
        return ngettext("còn %(n)d ngày", "còn %(n)d ngày", distance) % {"n": distance}
    return ngettext("%(n)d ngày trước", "%(n)d ngày trước", -distance) % {"n": -distance}


# --- Numbers --------------------------------------------------------------------------------------


def _formatted(value: Number, places: int) -> str:
    """Return `value` rounded half up, in the grouping of the language, with a true minus sign."""
    exact = value
    if not isinstance(value, int) or places:
        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    thousands, point = (formats.get_format(f"{n}_SEPARATOR") for n in ("THOUSAND", "DECIMAL"))
    whole, _point, rest = f"{abs(exact):,}".partition(".")
    text = whole.replace(",", str(thousands)) + (f"{point}{rest}" if rest else "")
    return f"{MINUS}{text}" if exact < 0 else text


@register.filter
def number(value: Number | None) -> str:
    """Return a whole number as 1.366; empty for None."""
    return "" if value is None or value == "" else _formatted(value, 0)


@register.filter
def decimal(value: Number | None, places: int = 2) -> str:
    """Return a number with `places` decimals as 86,94; empty for None."""
    return "" if value is None or value == "" else _formatted(value, places)


@register.filter
def signed(value: Number | None, places: int = 1) -> str:
    """Return a difference with its sign: +12,9, and a minus sign as long as the plus."""
    if value is None or value == "":
        return ""
    text = _formatted(value, places)
    is_zero = not any(sign in "123456789" for sign in text)
    return text if text.startswith(MINUS) or is_zero else f"+{text}"


@register.filter
def percent_of(part: Number | None, whole: Number | None) -> str:
    """Return part / whole as 74%; a dash when there is nothing to divide by."""
    if part is None or not whole:
        return "–"
    return f"{_formatted(Decimal(str(part)) * 100 / Decimal(str(whole)), 0)}%"


# --- Marks ----------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "icon") -> SafeString:
    """Return the drawing `name` of icons.svg, hidden from screen readers."""
    return _icon(name, css)


# The same few drawings stand forty times on a page; where the sprite lies is fixed at start.
@lru_cache(maxsize=512)
def _icon(name: str, css: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def status(kind: str, text: str, shape: str = "") -> SafeString:
    """Return a mark of state: kind good, info, warn, bad, wait or aid; its outline; its words.

    `shape` replaces the outline (half, message, arrow-right, pulse).
    """
    return format_html(
        '<span class="status is-{}">{}{}</span>', kind, icon(shape or STATUS_ICONS[kind]), text
    )


@register.simple_tag
def status_plain(kind: str, text: str, shape: str = "") -> SafeString:
    """Return a mark of state without its tint, for dense rows."""
    return format_html(
        '<span class="status status-plain is-{}">{}{}</span>',
        kind,
        icon(shape or STATUS_ICONS[kind]),
        text,
    )


@register.simple_tag
def layer(rank: int, text: str = "") -> SafeString:
    """Return the mark of a priority class: 1, 2, 3, or 0 for none; its words follow the numeral."""
    words = text or (gettext("Lớp %(n)d") % {"n": rank} if rank else gettext("Ngoài ba lớp"))
    return format_html(
        '<span class="layer layer-{}"><b aria-hidden="true">{}</b>{}</span>',
        rank,
        rank or "–",
        words,
    )


@register.simple_tag
def ladder(level: int | None, text: str = "") -> SafeString:
    """Return four rising bars, `level` (0-4) of them filled, and the name of the rating."""
    filled = level or 0
    bars = mark_safe(  # noqa: S308 -- constants only
        "".join(
            f'<rect{" class=" + chr(34) + "on" + chr(34) if rung < filled else ""} x="{x}" y="{y}"'
            f' width="3" height="{height}" rx=".6"/>'
            for rung, (x, y, height) in enumerate(_RUNGS)
        )
    )
    return format_html(
        '<span class="ladder ladder-{}"><svg viewBox="0 0 17 16" aria-hidden="true">{}</svg>{}</span>',
        filled,
        bars,
        text,
    )


@register.simple_tag
def bar(part: Number | None, whole: Number | None, kind: str = "fg") -> SafeString:
    """Return a bar filled to part / whole, without words: print the figures beside it.

    `kind`: fg (the subject), lo (needs attention), alt (comparison).
    """
    share = float(part or 0) / float(whole) if whole else 0.0
    return format_html(
        '<svg class="bar" aria-hidden="true"><rect class="bg" width="100%" height="100%"/>'
        '<rect class="{}" width="{}%" height="100%"/></svg>',
        kind,
        f"{100 * min(max(share, 0.0), 1.0):.2f}",
    )


# --- Addresses ------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_string_with(context: RequestContext, **changes: Any) -> str:
    """Return this page's query string with `changes`; None or "" drops a parameter.

    Any other change than of the page goes back to the first page.
    """
    query = context["request"].GET.copy()
    if "trang" not in changes:
        query.pop("trang", None)
    for name, value in changes.items():
        if value in {None, ""}:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def trail_link(context: RequestContext, thing: models.Model) -> SafeString:
    """Return the link to who changed `thing`, for those who may read the trail; else nothing."""
    user = context.get("user")
    if user is None or not user.is_authenticated or "read_trail" not in user.abilities:
        return SafeString("")
    try:
        address = reverse("accounts:trail_detail", args=[thing._meta.label_lower, thing.pk])
    except NoReverseMatch:
        return SafeString("")
    return format_html('<a class="sub" href="{}">{}</a>', address, gettext("Lịch sử thay đổi"))
