"""Read the cells offices really type: dates as text, numbers as text, "ngày 04", x for yes.

Each reader takes what the workbook holds (text, number, date, yes/no) and returns a value, or
raises `ValueFault` with a sentence that says what would be right.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final, TypeGuard

from django.utils.translation import gettext as _

from common.legacy_text import looks_legacy
from common.vietnamese import normalise, search_key

__all__ = [
    "ValueFault",
    "choice_parser",
    "parse_bool",
    "parse_day",
    "parse_day_of_month",
    "parse_decimal",
    "parse_int",
    "parse_text",
    "parse_year",
]

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
# Excel counts days from here; a date in a cell formatted as a number arrives as such a count.
_SERIAL_ORIGIN: Final = datetime.date(1899, 12, 30)
_SERIALS: Final = range(3654, 73051)  # 01/01/1910 to 31/12/2099

_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d+)")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?")
_IN_WORDS: Final = re.compile(r"(?:.*\s)?ngay (\d{1,2}) thang (\d{1,2}) nam (\d+)")
_WHOLE: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)")
_WHOLE_WITH_ZEROS: Final = re.compile(r"([+-]?\d+)[.,]0{1,2}")
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_POINT_DECIMAL: Final = re.compile(r"[+-]?\d+\.\d{1,2}")
_DAY_OF_MONTH: Final = re.compile(r"(?:ngay |mung |mong )*(\d{1,2})(?: (?:hang|hng) thang)?")

_YES: Final = frozenset({"x", "co", "dung", "roi", "da", "1", "yes", "true", "v"})
_NO: Final = frozenset({"", "khong", "chua", "0", "no", "false", "sai"})


class ValueFault(ValueError):  # noqa: N818 -- named like the `Fault` it becomes
    """A cell holds something else than its column asks for; `message` says what would be right."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def legacy_message(text: str) -> str:
    """Return the sentence about text in an old encoding, or "" for ordinary text."""
    found = looks_legacy(text)
    if found is None:
        return ""
    name = {
        "TCVN3": _("mã TCVN3 (phông .VnTime)"),
        "VNI": _("mã VNI-Windows (phông VNI-Times)"),
    }[found]
    return _(
        "Ô này gõ theo %(encoding)s. Trong Excel/Word, dùng UniKey → Công cụ chuyển mã "
        "(Ctrl+Shift+F6) để chuyển sang Unicode rồi nhập lại."
    ) % {"encoding": name}


def parse_text(value: object) -> str:
    """Return the cell as normalised text; ValueFault for text in an old encoding."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if message := legacy_message(text):
        raise ValueFault(message)
    return normalise(text)


def parse_day(value: object) -> datetime.date:
    """Return the date of a date cell or of text: dd/mm/yyyy, d.m.yyyy, ISO, "ngày … tháng …"."""
    if isinstance(value, datetime.datetime):
        return _within_years(value.date())
    if isinstance(value, datetime.date):
        return _within_years(value)
    if _is_number(value):
        return _day_of_serial(value)
    year, month, day = _day_parts(str(value))
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        raise _day_fault(_("Không có ngày này trong lịch")) from None
    return _within_years(found)


def parse_int(value: object, *, at_least: int | None = 0, at_most: int | None = None) -> int:
    """Return a whole number: 43, 43.0, "43 ", "1.234" (a thousand); within the bounds given."""
    if isinstance(value, str):
        number = _whole_of_text(value)
    elif _is_number(value) and value == int(value):
        number = int(value)
    else:
        raise ValueFault(_("Ô này phải là số nguyên, ví dụ 43"))
    if at_least is not None and number < at_least:
        raise ValueFault(_("Số phải từ %(bound)s trở lên") % {"bound": at_least})
    if at_most is not None and number > at_most:
        raise ValueFault(_("Số phải không quá %(bound)s") % {"bound": at_most})
    return number


def parse_decimal(value: object) -> Decimal:
    """Return a number: 8.5 as a number cell, "8,5", "1.234,5"; "8.5" as text too."""
    if _is_number(value):
        return Decimal(str(value))
    text = normalise(str(value)).replace(" ", "")
    if _DECIMAL.fullmatch(text) or _WHOLE.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _POINT_DECIMAL.fullmatch(text):
        return Decimal(text)
    raise ValueFault(_("Ô này phải là số, phần thập phân sau dấu phẩy, ví dụ 86,5"))


def parse_year(value: object) -> int:
    """Return a year of four digits: 1975, "1975", "năm 1975"."""
    digits = re.fullmatch(r"(?:nam )?(\d{4})", search_key(parse_text(value)))
    if digits and FIRST_YEAR <= int(digits[1]) <= LAST_YEAR:
        return int(digits[1])
    raise ValueFault(_("Ô này phải là năm đủ bốn chữ số, ví dụ 1975"))


def parse_day_of_month(value: object) -> int:
    """Return a day of the month, 1 to 31: 4, "04", "ngày 04", "mùng 4 hằng tháng"."""
    if not isinstance(value, datetime.date):
        found = _DAY_OF_MONTH.fullmatch(search_key(parse_text(value)))
        if found and 1 <= int(found[1]) <= 31:
            return int(found[1])
    raise ValueFault(_("Ô này phải là ngày trong tháng từ 1 đến 31, ví dụ 4 hoặc “ngày 04”"))


def parse_bool(value: object) -> bool:
    """Return yes for x, có, 1, true; no for không, 0, false and blank."""
    if isinstance(value, bool):
        return value
    key = search_key(parse_text(value))
    if key in _YES:
        return True
    if key in _NO:
        return False
    raise ValueFault(_("Ô này ghi “x” hoặc “có”; để trống hoặc ghi “không” nếu không"))


def choice_parser(choices: Mapping[str, Iterable[str]]) -> Callable[[object], str]:
    """Return a reader of a fixed list: `choices` maps what is stored to what people write.

    The first writing of each is named when a cell holds none of them; case, tones, punctuation
    and spelling variants do not matter.
    """
    names = {code: list(written) for code, written in choices.items()}
    known = {search_key(name): code for code, written in names.items() for name in written}
    shown = ", ".join(f"“{written[0]}”" for written in names.values() if written)

    def parse_choice(value: object) -> str:
        found = known.get(search_key(parse_text(value)))
        if found is None:
            raise ValueFault(_("Ô này phải là một trong: %(choices)s") % {"choices": shown})
        return found

    return parse_choice


# --- Parts ----------------------------------------------------------------------------------------


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole_of_text(text: str) -> int:
    compact = normalise(text).replace(" ", "")
    if zeros := _WHOLE_WITH_ZEROS.fullmatch(compact):
        return int(zeros[1])
    if _WHOLE.fullmatch(compact):
        return int(compact.replace(".", ""))
    raise ValueFault(_("Ô này phải là số nguyên, ví dụ 43 hoặc 1.234"))


def _day_parts(text: str) -> tuple[int, int, int]:
    """Return (year, month, day) as typed; ValueFault when the text is no date."""
    typed = normalise(text)
    if iso := _ISO.fullmatch(typed):
        return int(iso[1]), int(iso[2]), int(iso[3])
    found = _DAY_FIRST.fullmatch(typed) or _IN_WORDS.fullmatch(search_key(typed))
    if found is None:
        raise _day_fault(_("Không đọc được ngày"))
    if len(found[3]) != 4:
        raise _day_fault(_("Năm phải đủ bốn chữ số"))
    return int(found[3]), int(found[2]), int(found[1])


def _day_of_serial(number: float) -> datetime.date:
    if int(number) not in _SERIALS:
        raise _day_fault(_("Ô này là số, không phải ngày"))
    return _SERIAL_ORIGIN + datetime.timedelta(days=int(number))


def _within_years(day: datetime.date) -> datetime.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _day_fault(_("Năm nằm ngoài khoảng có thể có"))
    return day


def _day_fault(what: str) -> ValueFault:
    return ValueFault(
        _("%(what)s; ghi ngày/tháng/năm, ví dụ 01/02/2026") % {"what": what},
    )
