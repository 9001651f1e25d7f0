"""Every address: what a stranger, a wrong role, the right role outside and inside its reach get."""

import pkgutil
from importlib import import_module

import pytest
from django.test import Client
from django.urls import reverse

from tests import access
from tests.access.rows import Row
from tests.access.world import World
from tests.addresses import all_addresses

MODULES = [import_module(f"tests.access.{m.name}") for m in pkgutil.iter_modules(access.__path__)]
ROWS: list[Row] = [row for module in MODULES for row in getattr(module, "ROWS", ())]
ADDRESSES = {address.name: address for address in all_addresses()}


def test_every_address_has_a_name():
    assert [address.route for address in all_addresses() if not address.name] == []


def test_every_address_has_a_row():
    missing = set(ADDRESSES) - {row.name for row in ROWS}
    assert not missing, f"Add rows to tests/access/<app>.py for: {sorted(missing)}"


def test_every_row_has_an_address():
    assert {row.name for row in ROWS} - set(ADDRESSES) == set()


def test_only_addresses_for_everybody_have_no_wrong_role():
    """A row may say "no wrong role" only where the gate asks for no ability."""
    silent = {row.name for row in ROWS} - {row.name for row in ROWS if row.wrong is not None}
    asking = {name for name in silent if isinstance(ADDRESSES[name].gate, tuple)}
    assert asking == set()


@pytest.mark.django_db
@pytest.mark.parametrize("row", [pytest.param(row, id=str(row)) for row in ROWS])
def test_everybody_gets_the_answer_of_the_table(row: Row):
    world = World()
    url = reverse(row.name, kwargs=_kwargs(row, world)) + row.query
    # The insider comes last: what a refused request must not change is still there for them.
    people = {
        "stranger": (row.stranger, None),
        "wrong": (row.wrong, row.wrong_role and world.insider(row.wrong_role)),
        "outside": (row.outside, world.outsider(row.role)),
        "inside": (row.inside, world.insider(row.role)),
    }
    data = row.data(world) if callable(row.data) else row.data
    wanted = {who: status for who, (status, _) in people.items() if status is not None}
    given = {}
    for who in wanted:
        client, person = Client(), people[who][1]
        if person:
            client.force_login(person)
        answer = getattr(client, row.method)(url, data)
        if answer.streaming:  # read to its end, a download lets go of its file
            list(answer)
        given[who] = answer.status_code
    assert given == wanted, url


def _kwargs(row: Row, world: World) -> dict[str, object]:
    named = {name: world.value(wanted) for name, wanted in row.args.items()}
    for parameter in ADDRESSES[row.name].parameters:
        thing = parameter.removesuffix("_id")
        if parameter not in named and thing != parameter:
            named[parameter] = getattr(world, thing).pk
    return named
