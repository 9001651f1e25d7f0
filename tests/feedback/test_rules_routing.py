"""Where a matter goes, over every table of routes that can be."""

from dataclasses import dataclass
from itertools import chain, combinations, product

import pytest

from feedback.rules.routing import choose

HERE, THERE = 1, 2
ROAD, WATER = 10, 20


@dataclass(frozen=True)
class Line:
    """A route; its agency is named for what it says, so that the chosen one is known."""

    committee_id: int | None
    category_id: int | None
    agency_id: int | None = None


KEYS = [*product((HERE, THERE, None), (ROAD, WATER, None))]
TABLES = [*chain.from_iterable(combinations(KEYS, n) for n in range(len(KEYS) + 1))]


def said(keys, committee, category):
    """Return which line holds, found by asking for each in turn; the rule says it another way."""
    for wanted in ((committee, category), (committee, None), (None, category), (None, None)):
        if wanted in keys:
            return wanted
    return None


def test_the_line_that_says_most_holds_in_all_tables_and_for_all_matters():
    assert len(TABLES) == 512
    for keys in TABLES:
        lines = [Line(*key) for key in keys]
        for committee, category in product((HERE, THERE, 3), (ROAD, WATER, 30)):
            found = choose(lines, committee_id=committee, category_id=category)
            expected = said(keys, committee, category)
            assert (found and (found.committee_id, found.category_id)) == expected


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_lines_does_not_matter(turned):
    for keys in TABLES:
        lines = [Line(*key) for key in keys]
        ordered = lines[::-1] if turned else lines
        found = choose(ordered, committee_id=HERE, category_id=ROAD)
        assert found == choose(sorted(lines, key=str), committee_id=HERE, category_id=ROAD)


def test_a_commune_can_keep_what_all_others_pass_to_an_agency():
    lines = [Line(None, ROAD, agency_id=7), Line(HERE, ROAD, agency_id=None)]
    assert choose(lines, committee_id=THERE, category_id=ROAD).agency_id == 7
    assert choose(lines, committee_id=HERE, category_id=ROAD).agency_id is None


def test_without_lines_nothing_is_chosen():
    assert choose([], committee_id=HERE, category_id=ROAD) is None
