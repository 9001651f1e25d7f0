"""Addresses of rows are those of `{% url %}`, whatever stands around the portal's own."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from common.templatetags.addresses import address

PAGES = ["cells:cell_detail", "assignments:assignment_end", "assignments:attendance_detail"]


@pytest.mark.parametrize("name", PAGES)
def test_the_address_of_a_row_is_that_of_its_page(name):
    for key in (1, 40_000, "7"):
        assert address(key, name) == reverse(name, args=[key])


def test_a_portal_under_a_path_keeps_it():
    try:
        set_script_prefix("/cong/")
        assert address(7, "cells:cell_detail") == reverse("cells:cell_detail", args=[7])
        assert address(7, "cells:cell_detail").startswith("/cong/")
    finally:
        set_script_prefix("/")


def test_a_page_that_does_not_exist_is_an_error():
    with pytest.raises(NoReverseMatch):
        address(7, "cells:no_such_page")
