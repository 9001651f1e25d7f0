"""A small sum that the sender's device does while a form is filled in: floods become dear.

ALTCHA's sums (PBKDF2), signed here and checked here; nothing is asked from outside.  A device
without JavaScript or without a secure address solves none: `common/open_forms.py` says what then.
"""

import base64
import binascii
import json
import secrets
import time
from typing import Final

import altcha
from django.core.cache import cache
from django.utils.crypto import salted_hmac

__all__ = ["COST", "GOOD_FOR_SECONDS", "challenge", "is_solved"]

COST: Final = 2_000
FEWEST, MOST = 40, 90
"""Rounds of one trial, and how many trials a sum takes: 0.1 s on a desk, about 1 s on an old phone.

The number of trials is drawn here, so that nobody waits long by bad luck.
"""
GOOD_FOR_SECONDS: Final = 2 * 3600
_LONGEST_PAYLOAD: Final = 4_000


def challenge() -> str:
    """Return a new signed sum as JSON, for `data-challenge` of the form."""
    made = altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        counter=FEWEST + secrets.randbelow(MOST - FEWEST + 1),
        expires_at=int(time.time()) + GOOD_FOR_SECONDS,
        hmac_secret=_secret(),
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def is_solved(payload: str, *, used_for: str) -> bool:
    """Say whether `payload` is the answer to a sum of ours, and use it up for one thing.

    The library takes one payload as often as it comes.  Here it counts for one page alone, which
    may be sent twice by a double tap; `used_for` names that page.
    """
    if not payload or len(payload) > _LONGEST_PAYLOAD:
        return False
    try:
        if not altcha.verify_solution(payload, _secret()).verified:
            return False
        nonce = json.loads(base64.b64decode(payload))["challenge"]["parameters"]["nonce"]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError):
        return False
    slot = f"proof-of-work:{nonce}"
    is_first = cache.add(slot, used_for, timeout=GOOD_FOR_SECONDS + 60)
    return is_first or cache.get(slot) == used_for


def _secret() -> bytes:
    """Return the key of the signatures, of no use for anything else."""
    return salted_hmac("common.proof_of_work", "challenge", algorithm="sha256").digest()
