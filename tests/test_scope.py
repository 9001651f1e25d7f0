"""The rule of scope: which things of the small world each role reaches, near and far.

The table says what a holder of the role sees of the near things.  Who holds the same role elsewhere
sees none of them.
"""

import pytest

from accounts.rules import Role
from tests.access.world import World

pytestmark = pytest.mark.django_db

UNITS = {"commune", "area", "cell", "meeting", "planned_meeting", "rating"}
PEOPLE = {"agency", "cadre", "assignment", "absence", "attendance", "decision"}
EVERYTHING = {"district", *UNITS, *PEOPLE, "charge"}
THINGS = sorted(EVERYTHING)

SEES = {
    Role.DISTRICT_OFFICER: EVERYTHING,
    Role.INSPECTOR: EVERYTHING,
    Role.BOARD_MEMBER: {*UNITS, "cadre", "assignment", "attendance", "decision", "charge"},
    Role.COMMUNE_OFFICER: {*UNITS, "cadre", "assignment", "attendance", "decision", "charge"},
    Role.CELL_SECRETARY: {*UNITS, "cadre", "assignment", "attendance", "decision", "charge"},
    Role.AGENCY_OFFICER: {*UNITS, *PEOPLE, "charge"},
    Role.CADRE: {*UNITS, *PEOPLE, "charge"},
    Role.OPERATOR: set(),
}


def seen(world: World, person) -> set[str]:
    """Return the names of the near things that `person` sees."""
    things = {name: getattr(world, name) for name in THINGS}
    return {
        name
        for name, thing in things.items()
        if type(thing)._default_manager.visible_to(person).filter(pk=thing.pk).exists()
    }


@pytest.fixture
def world():
    world = World()
    for name in THINGS:
        getattr(world, name)
    return world


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_its_part_of_the_near_things(world, role):
    assert seen(world, world.insider(role)) == SEES[role]


@pytest.mark.parametrize("role", list(Role))
def test_a_role_elsewhere_sees_nothing_of_them(world, role):
    assert seen(world, world.outsider(role)) == set()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_that_ended_sees_nothing(world, role):
    person = world.insider(role)
    person.grants.update(valid_to="2020-01-01")
    assert seen(world, type(person).objects.get(pk=person.pk)) == set()


def test_two_roles_see_what_each_of_them_sees(world):
    """A secretary who is also sent out as a cadre sees their cell and where they are sent."""
    secretary = world.insider(Role.CELL_SECRETARY)
    cadre = world.far_assignment.cadre
    cadre.user = secretary
    cadre.save()
    secretary.grants.create(role=Role.CADRE)
    both = type(secretary).objects.get(pk=secretary.pk)
    cells = type(world.cell).objects.visible_to(both)
    assert set(cells) == {world.cell, world.far_cell}
