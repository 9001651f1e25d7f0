"""The first page of each role: what to do now, four figures, the cells to worry about, and how far
the quarter has come, commune by commune."""

from hoavang_portal.home.overview import overview_of
from hoavang_portal.home.shown import overview_shown
from hoavang_portal.home.todos import todos_of

__all__ = ["overview_of", "overview_shown", "todos_of"]
