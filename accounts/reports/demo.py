"""The accounts that the demo lets anybody open, one for each role."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import User
from accounts.rules import Role

__all__ = ["demo_accounts", "demo_username"]


def demo_username(role: Role) -> str:
    """Return the username of the demo's account of `role`: demo-cell-secretary."""
    return f"demo-{role.value.replace('_', '-')}"


def demo_accounts() -> QuerySet[User]:
    """Return the open demo accounts, in the order of the table of roles."""
    order = [When(username=demo_username(r), then=Value(n)) for n, r in enumerate(Role)]
    names = [demo_username(role) for role in Role]
    rows = User.objects.filter(username__in=names, is_active=True)
    return rows.order_by(Case(*order, default=Value(99), output_field=IntegerField()))
