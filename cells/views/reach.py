"""Finding the unit a page is about: not reached is 404, read but not acted on is 403."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import PartyCell

__all__ = ["acted_on", "cell_acted_on", "key_in"]

LONGEST_KEY: Final = 18
"""Digits: more do not fit into a key of the database, which then refuses the whole query."""


def acted_on(rows: Any, user: User, ability: Ability, pk: int) -> Any:
    """Return the row `pk` of `rows` (with visible_to and acted_on_by) that `user` may change.

    Http404 when the person does not reach it, PermissionDenied when they only read it.
    """
    row = get_object_or_404(rows.visible_to(user), pk=pk)
    if not rows.acted_on_by(user, ability).filter(pk=pk).exists():
        sentence = _("Đồng chí xem được %(name)s nhưng không phụ trách nơi này.")
        raise PermissionDenied(sentence % {"name": row})
    return row


def cell_acted_on(user: User, ability: Ability, cell_id: int) -> PartyCell:
    """Return the cell, if `user` may use `ability` on it."""
    cell: PartyCell = acted_on(PartyCell.objects, user, ability, cell_id)
    return cell


def key_in(text: str) -> int | None:
    """Return the key of a row as an address names it; None for what can be no key."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None
