"""Addresses of the rows of a list."""

from functools import lru_cache

from django import template
from django.urls import get_script_prefix, reverse

register = template.Library()

# Stands for the key of a row; no other number of an address looks like it.
_ANY_KEY = 987_654_321_012_345


@register.filter
def address(key: int | str, name: str) -> str:
    """Return the address of the page `name` of the row `key`, as `{% url name key %}` does.

    The pattern is looked up once and not once a row: a list prints some eighty of them.
    """
    before, after = _around(name, get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache
def _around(name: str, _prefix: str) -> tuple[str, str]:
    """Return what stands before and after the key in the addresses of the page `name`."""
    before, _key, after = reverse(name, args=[_ANY_KEY]).partition(str(_ANY_KEY))
    return before, after
