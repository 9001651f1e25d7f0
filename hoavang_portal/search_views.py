"""The search of the whole portal: by name, tones and spelling do not matter."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.gates import PortalRequest, requires
from accounts.models import User
from accounts.rules import Ability
from assignments.models import Cadre
from cells.models import Committee, PartyCell, ResidentialArea
from common.search import matching
from common.vietnamese import normalise

__all__ = ["search"]

FOUND_SHOWN = 10
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is searched: where its pages are, what says where it belongs."""

    key: str
    space: str
    title: str | Promise
    place: str


KINDS = (
    Kind("cell", "cells", pgettext_lazy("danh sách", "Chi bộ"), "committee"),
    Kind("area", "cells", pgettext_lazy("danh sách", "Khu dân cư"), "committee"),
    Kind("commune", "cells", _("Xã, đảng bộ"), "parent"),
    Kind("cadre", "assignments", pgettext_lazy("danh sách", "Cán bộ"), "agency"),
)


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, where it belongs, its page."""

    name: str
    place: str
    href: str


@dataclass(frozen=True)
class Found:
    """What was found of one kind, best match first; `more` is the list of all of them."""

    key: str
    title: str
    hits: list[Hit]
    has_more: bool
    more: str


@requires(Ability.READ_UNITS)
def search(request: PortalRequest) -> HttpResponse:
    """Show the cells, areas, communes and cadres whose name holds every typed word."""
    text = normalise(request.GET.get("q", ""))[:LONGEST_QUERY]
    groups = [group for group in _groups(request.user, text) if group.hits] if text else []
    context = {"q": text, "groups": groups}
    return render(request, "hoavang_portal/search.html", context)


def _groups(user: User, text: str) -> list[Found]:
    rows_of: dict[str, QuerySet[Any]] = {
        "cell": PartyCell.objects.visible_to(user),
        "area": ResidentialArea.objects.visible_to(user),
        "commune": Committee.objects.visible_to(user),
        "cadre": Cadre.objects.visible_to(user),
    }
    return [_found(kind, rows_of[kind.key], text) for kind in KINDS]


def _found(kind: Kind, rows: QuerySet[Any], text: str) -> Found:
    """Return the ten best of `rows`; one more is read to know whether there are more."""
    best = list(matching(rows.select_related(kind.place), text)[: FOUND_SHOWN + 1])
    page = f"{kind.space}:{kind.key}"
    hits = [
        Hit(str(row), str(getattr(row, kind.place) or ""), reverse(f"{page}_detail", args=[row.pk]))
        for row in best[:FOUND_SHOWN]
    ]
    more = f"{reverse(f'{page}_list')}?{urlencode({'q': text})}"
    return Found(kind.key, str(kind.title), hits, len(best) > FOUND_SHOWN, more)
