"""Keys in addresses: what can be no key is no key, however long."""

import pytest

from cells.views.reach import key_in


@pytest.mark.parametrize(
    ("text", "key"),
    [("17", 17), ("9" * 18, int("9" * 18)), ("9" * 19, None), ("9" * 400, None), ("-1", None)],
)
def test_only_what_fits_a_key_is_one(text, key):
    assert key_in(text) == key
