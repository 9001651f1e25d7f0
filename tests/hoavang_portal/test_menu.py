"""Everybody sees the menu that their abilities open, and nothing else."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.rules import ABILITIES, Ability, Role, abilities_of
from hoavang_portal.menu import BOTTOM_BARS, GROUPS, HOME, MORE, Menu, open_groups
from tests import make

ITEMS = [item for group in GROUPS for item in group.items]
MOST_IN_SIDE = 14


def _urls(abilities, *, with_rare=True):
    groups = open_groups(frozenset(abilities), with_rare=with_rare)
    return {item.url_name for group in groups for item in group.items}


@pytest.mark.parametrize("item", [*ITEMS, HOME, MORE], ids=lambda item: item.url_name)
def test_every_item_leads_somewhere(item):
    assert reverse(item.url_name)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_just_the_items_it_may_open(role):
    abilities = abilities_of([role])
    expected = {i.url_name for i in ITEMS if not i.needs or abilities.intersection(i.needs)}
    assert _urls(abilities) == expected


@pytest.mark.parametrize("role", list(Role))
def test_the_side_navigation_stays_short(role):
    assert len(_urls(abilities_of([role]), with_rare=False)) <= MOST_IN_SIDE


def test_who_may_do_nothing_sees_only_what_everybody_sees():
    assert _urls([]) == {item.url_name for item in ITEMS if not item.needs}


@pytest.mark.parametrize("role", list(Role))
def test_the_bottom_bar_has_at_most_five_items_the_role_may_open(role):
    bar = BOTTOM_BARS[role]
    assert len(bar) <= 5
    assert all(item.is_open_to(abilities_of([role])) for item in bar)


def test_no_ability_is_named_that_does_not_exist():
    assert {need for item in ITEMS for need in item.needs} <= set(Ability) == set(ABILITIES)


@pytest.fixture
def cell_address():
    return reverse("cells:cell_list")


@pytest.mark.django_db
def test_the_page_belongs_to_the_item_whose_address_begins_it(cell_address):
    staff = make.district_officer(make.district())
    side = Menu(staff, f"{cell_address}7/").side
    assert side.count('aria-current="page"') == 1
    assert f'href="{cell_address}" aria-current="page"' in side


@pytest.mark.django_db
def test_the_menu_says_who_is_signed_in():
    staff = make.district_officer(make.district())
    staff.full_name = "Lê Thị Hồng Hạnh"
    menu = Menu(staff, "/")
    assert menu.initials == "HH"
    assert menu.roles == "cán bộ Ban Tổ chức"


@pytest.mark.django_db
def test_the_first_role_decides_the_bottom_bar():
    cadre = make.cadre_user(make.cadre())
    bar = Menu(cadre, "/").bottom
    assert "Hôm nay" in bar
    assert 'class="main-act"' in bar
    make.grant(user=cadre, role=Role.DISTRICT_OFFICER, committee=make.district())
    assert "Trang chính" in Menu(User.objects.get(pk=cadre.pk), "/").bottom
