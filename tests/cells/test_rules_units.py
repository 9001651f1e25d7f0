"""Where committees may stand in the tree."""

import pytest

from cells.rules.units import is_below, is_within, path_of


@pytest.mark.parametrize(
    ("level", "above", "fits"),
    [
        ("district", "city", True),
        ("commune", "district", True),
        ("commune", "city", True),  # since 2025-07-01
        ("district", "district", False),
        ("district", "commune", False),
        ("city", "district", False),
        ("commune", "commune", False),
    ],
)
def test_a_committee_stands_under_a_higher_level(level, above, fits):
    assert is_below(level, above) is fits


def test_a_path_lists_the_keys_from_the_top():
    assert path_of(4, "") == "4/"
    assert path_of(17, "1/4/") == "1/4/17/"


@pytest.mark.parametrize(
    ("path", "outer", "inside"),
    [("1/4/17/", "1/4/", True), ("1/4/", "1/4/", True), ("1/41/", "1/4/", False)],
)
def test_a_subtree_is_a_prefix(path, outer, inside):
    assert is_within(path, outer) is inside
