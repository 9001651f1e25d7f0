"""Builders of the people's side; as in `tests.make`, every argument is optional."""

import secrets
from typing import Any

from feedback.actions.sending import Sent, send_feedback
from feedback.models import Category, Feedback, UrgencyClass
from tests import make

__all__ = ["category", "feedback", "sent", "urgency"]


def category(code: str = "water") -> Category:
    """Return one of the kinds that the migration wrote."""
    return Category.objects.get(code=code)


def urgency(code: str = "checkable") -> UrgencyClass:
    """Return one of the classes that the migration wrote."""
    return UrgencyClass.objects.get(code=code)


def sent(**fields: Any) -> Sent:
    """Send a matter as the public page does, and return it with its code."""
    if "committee" not in fields:
        area = fields.get("area")
        fields["committee"] = area.committee if area else make.commune()
    fields.setdefault("sent_key", secrets.token_hex(16))
    fields.setdefault("category", category())
    fields.setdefault("text", "Mương thoát nước bị lấp, nước tràn vào sân ba hộ")
    return send_feedback(**fields)


def feedback(**fields: Any) -> Feedback:
    """Return a stored matter; columns that sending does not take are set afterwards."""
    taken = {"sent_key", "committee", "area", "place", "category", "text", "photos", "contact"}
    taken |= {"consent_version", "channel", "urgency", "by"}
    row = sent(**{name: value for name, value in fields.items() if name in taken}).feedback
    later = {name: value for name, value in fields.items() if name not in taken}
    if later:
        Feedback.objects.filter(pk=row.pk).update(**later)
        row.refresh_from_db()
    return row
