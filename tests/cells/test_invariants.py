"""Each invariant of units sees the breach it is for, and is silent without one."""

import datetime

import pytest

from cells.invariants import INVARIANTS
from cells.models import (
    CellArea,
    Committee,
    PartyCell,
    Rating,
    RatingGroup,
    RatingStep,
    ResidentialArea,
)
from tests import make

pytestmark = pytest.mark.django_db


def breaches(name: str) -> int:
    (found,) = (invariant for invariant in INVARIANTS if invariant.name == name)
    return len(list(found.broken()))


def a_wrong_path() -> None:
    Committee.objects.filter(pk=make.commune().pk).update(path="7/")


def a_stale_key() -> None:
    ResidentialArea.objects.filter(pk=make.area(name="Hòa Thọ").pk).update(search_key="hoa tho 2")


def a_stale_order() -> None:
    PartyCell.objects.filter(pk=make.cell().pk).update(sort_key="")


def a_link_across_communes() -> None:
    CellArea.objects.create(cell=make.cell(), area=make.area())


def a_meeting_before_the_cell() -> None:
    cell = make.cell(valid_from=datetime.date(2026, 5, 1))
    make.meeting(cell=cell, held_on=datetime.date(2026, 4, 30))


def a_meeting_held_on_another_day_than_called() -> None:
    planned = make.planned_meeting(planned_on=datetime.date(2026, 5, 3))
    make.meeting(cell=planned.cell, held_on=datetime.date(2026, 5, 4), planned=planned)


def a_meeting_held_by_another_cell_than_called() -> None:
    planned = make.planned_meeting(planned_on=datetime.date(2026, 5, 3))
    make.meeting(held_on=datetime.date(2026, 5, 3), planned=planned)


def a_version_told_ahead() -> None:
    make.planned_meeting(told_version=2)


def a_rating_ahead_of_its_steps() -> None:
    rating = make.rating(cell=make.cell(), year=2025)
    Rating.objects.filter(pk=rating.pk).update(stage="self", level=None)


def a_gap_in_the_steps() -> None:
    rating = make.rating(cell=make.cell(), year=2025)
    level = make.level("HTTNV", 2025)
    RatingStep.objects.create(rating=rating, number=3, stage="decision", level=level)
    Rating.objects.filter(pk=rating.pk).update(level=level)


def a_counter_that_was_moved_by_hand() -> None:
    commune = make.commune()
    make.rating(cell=make.cell(committee=commune), year=2025)
    make.rating_round(committee=commune, year=2025)
    RatingGroup.objects.update(good=2)


def a_group_of_another_year() -> None:
    commune = make.commune()
    make.cell(committee=commune)
    make.rating_round(committee=commune, year=2025)
    Rating.objects.update(year=2024)


@pytest.mark.parametrize(
    ("name", "breach"),
    [
        ("committee_paths", a_wrong_path),
        ("unit_keys", a_stale_key),
        ("unit_keys", a_stale_order),
        ("links_within_commune", a_link_across_communes),
        ("meetings_within_life", a_meeting_before_the_cell),
        ("held_as_called", a_meeting_held_on_another_day_than_called),
        ("held_as_called", a_meeting_held_by_another_cell_than_called),
        ("told_what_is", a_version_told_ahead),
        ("ratings_follow_steps", a_rating_ahead_of_its_steps),
        ("group_counters", a_counter_that_was_moved_by_hand),
        ("groups_of_the_year", a_group_of_another_year),
        ("steps_are_numbered", a_gap_in_the_steps),
    ],
)
def test_a_breach_is_seen_once(name, breach):
    make.meeting(cell=make.cell())
    assert breaches(name) == 0
    breach()
    assert breaches(name) == 1


def test_a_sound_world_breaks_nothing():
    cell = make.cell()
    make.meeting(cell=cell)
    make.rating(cell=cell, year=2025)
    assert {invariant.name: breaches(invariant.name) for invariant in INVARIANTS} == {
        invariant.name: 0 for invariant in INVARIANTS
    }
