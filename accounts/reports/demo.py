"""The accounts that the demo lets anybody open, one for each role and a second inspector."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import User
from accounts.rules import Role

__all__ = ["demo_accounts", "demo_roles", "demo_username"]

SECOND_INSPECTOR = "demo-inspector-2"
"""What two readers open together needs two of them."""


def demo_username(role: Role) -> str:
    """Return the username of the demo's account of `role`: demo-cell-secretary."""
    return f"demo-{role.value.replace('_', '-')}"


def demo_roles() -> dict[str, Role]:
    """Return the role of each demo account by username, in the order of the table of roles."""
    return {**{demo_username(role): role for role in Role}, SECOND_INSPECTOR: Role.INSPECTOR}


def demo_accounts() -> QuerySet[User]:
    """Return the open demo accounts, in the order of `demo_roles`."""
    names = list(demo_roles())
    order = [When(username=name, then=Value(place)) for place, name in enumerate(names)]
    rows = User.objects.filter(username__in=names, is_active=True)
    return rows.order_by(Case(*order, default=Value(99), output_field=IntegerField()))
