"""Text that the database holds and cannot read: sealed under keys that live in the environment.

SEAL_KEYS lists Fernet keys, the newest first: it seals, all of them open.  A key is taken out of
the list when nothing sealed under it is left.  What is sealed is short text of people; a file is
not sealed.
"""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["SealBrokenError", "seal", "unseal"]


class SealBrokenError(Exception):
    """What should be sealed text is not, or its key is gone.  Carries no text."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """Return `text` sealed under the newest key; two seals of one text differ."""
    return _box(tuple(settings.SEAL_KEYS)).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Return what was sealed.

    :raises SealBrokenError: if it was changed, or none of the keys opens it.
    """
    try:
        return _box(tuple(settings.SEAL_KEYS)).decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeEncodeError):
        # Not chained: the traceback of the cause would show what was tried.
        raise SealBrokenError from None
