"""Long lists, twenty rows a page; the page number stands in the address beside the filters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

__all__ = ["PAGE_PARAMETER", "RowsPage", "paginate"]

PAGE_PARAMETER = "trang"
ROWS_A_PAGE = 20
Row = TypeVar("Row")


@dataclass(frozen=True)
class RowsPage(Generic[Row]):
    """One page of a list: iterate it for the rows; `components/paging.html` prints the rest."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int
    first_row: int
    last_row: int
    query: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_alone(self) -> bool:
        """Say whether everything fits on this one page."""
        return self.pages == 1

    @property
    def previous(self) -> str:
        """Return the address of the page before, empty on the first."""
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """Return the address of the page after, empty on the last."""
        return self.address(self.number + 1) if self.number < self.pages else ""

    @property
    def window(self) -> list[tuple[int | None, str]]:
        """Return (number, address) of the first, last and neighbouring pages; None for a gap."""
        near = range(self.number - 2, self.number + 3)
        wanted = sorted({1, self.pages, *(n for n in near if 1 <= n <= self.pages)})
        entries: list[tuple[int | None, str]] = []
        for before, page in zip([0, *wanted], wanted, strict=False):
            if page > before + 1:
                entries.append((None, ""))
            entries.append((page, self.address(page)))
        return entries

    def address(self, page: int) -> str:
        """Return the query string of another page of the same filtered list."""
        parts = [self.query, f"{PAGE_PARAMETER}={page}" if page > 1 else ""]
        return "?" + "&".join(part for part in parts if part)


def paginate(
    request: HttpRequest, queryset: QuerySet[Any, Row] | Sequence[Row], per_page: int = ROWS_A_PAGE
) -> RowsPage[Row]:
    """Return the page of the ordered `queryset`, or list, that the address asks for: two queries.

    Not a number means the first page; a number out of range, the nearest page.
    """
    paginator = Paginator(queryset, per_page)
    page = paginator.page(_nearest(request.GET.get(PAGE_PARAMETER, ""), paginator.num_pages))
    query = request.GET.copy()
    query.pop(PAGE_PARAMETER, None)
    return RowsPage(
        rows=list(page.object_list),
        number=page.number,
        pages=paginator.num_pages,
        total=paginator.count,
        first_row=page.start_index(),
        last_row=page.end_index(),
        query=query.urlencode(),
    )


def _nearest(text: str, pages: int) -> int:
    """Return the page number in `text`, kept within 1 to `pages`."""
    try:
        asked = int(text)
    except ValueError:
        return 1
    return min(max(asked, 1), pages)
