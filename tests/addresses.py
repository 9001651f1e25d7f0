"""Every address of the portal, for the tests that walk over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

__all__ = ["Address", "all_addresses"]


@dataclass(frozen=True)
class Address:
    """One address: its name with namespace (empty without), its view, its parameters."""

    name: str
    route: str
    view: Any
    parameters: tuple[str, ...]

    @property
    def gate(self) -> Any:
        """Return what guards the view: "public", "signed_in", abilities, or None."""
        return getattr(self.view, "gate", None)


def all_addresses() -> list[Address]:
    """Return every address the portal answers, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str, route: str) -> Iterator[Address]:
    for pattern in patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, here)
        else:
            name = f"{space}{pattern.name}" if pattern.name else ""
            yield Address(name, here, pattern.callback, _parameters(pattern))


def _parameters(pattern: URLPattern) -> tuple[str, ...]:
    return (*pattern.pattern.converters, *getattr(pattern.pattern.regex, "groupindex", {}))
