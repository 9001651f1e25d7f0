"""What guards a page: one line above each view.

Every view carries exactly one gate; `tests/test_gates.py` walks the addresses and fails for a view
without.  Not signed in → the sign-in page; signed in but not allowed → 403 with who can help.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability, grantors_of

__all__ = ["PortalRequest", "needs", "public", "requires", "signed_in"]

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class PortalRequest(HttpRequest):
    """A request of somebody signed in."""

    user: User


def needs(*abilities: Ability) -> str:
    """Return the sentence of a refusal: what the page needs, and who can give it."""
    who = _(" hoặc ").join(str(role.label) for role in grantors_of(abilities))
    return _("Trang này cần quyền: %(what)s. Người cấp được quyền này: %(who)s.") % {
        "what": ", ".join(str(ability.label) for ability in abilities),
        "who": who,
    }


def requires(*abilities: Ability) -> Callable[[View], View]:
    """Let in who holds at least one of `abilities`; refuse everybody else with 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.abilities.intersection(abilities):
                raise PermissionDenied(needs(*abilities))
            return view(request, *args, **kwargs)

        guarded.gate = abilities  # type: ignore[attr-defined]
        return cast(View, guarded)

    return guard


def signed_in(view: View) -> View:
    """Let in everybody who is signed in."""
    view.gate = "signed_in"  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Let in everybody, signed in or not."""
    view.gate = "public"  # type: ignore[attr-defined]
    return login_not_required(view)
