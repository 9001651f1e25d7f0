"""What people do with their own account, and what the sign-in library reports of it."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.models import User
from common import audit

__all__ = ["change_own_password", "end_own_session", "record_own_act"]


@transaction.atomic
def change_own_password(*, by: User, password: str) -> None:
    """Store the new password of `by`, who need not change it any more."""
    by.set_password(password)
    by.must_change_password = False
    by.version += 1
    by.save(update_fields=["password", "must_change_password", "version"])
    audit.record("change_password", by, by=by)


@transaction.atomic
def end_own_session(*, session: UserSession, by: User) -> None:
    """Sign `by` out where `session` was opened."""
    audit.record("end_session", by, by=by, after={"ip": session.ip})
    session.end()


def record_own_act(*, act: str, by: User) -> None:
    """Write into the trail what `by` did on a page of the sign-in library."""
    audit.record(act, by, by=by)
