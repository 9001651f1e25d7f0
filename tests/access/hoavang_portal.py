"""Pages of the frame."""

from tests.access.rows import Row

#        name, stranger, wrong role, outside reach, inside reach
ROWS = [
    Row("menu_page", 302, None, None, 200),
    Row("help", 200, None, None, 200),
    Row("health", 200, None, 200, 200),
    Row("search", 302, 403, 200, 200, query="?q=hoa"),
    Row("home", 302, None, 200, 200),
    Row("theme_set", 302, None, None, 302, method="post"),
    Row("language_set", 302, None, None, 302, method="post"),
]
