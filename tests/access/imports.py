"""Pages that read workbooks in."""

from tests.access.rows import Row

#        name, stranger, wrong role, outside reach, inside reach
ROWS = [
    Row("import_list", 302, 403, 200, 200),
    Row("import_new", 302, 403, 200, 200),
    Row("import_templates", 302, 403, 200, 200),
    Row("import_template", 302, 403, 200, 200, args={"code": lambda _world: "cells"}),
    Row("import_detail", 302, 403, 404, 200),
    Row("import_progress", 302, 403, 404, 200),
    Row("import_write", 302, 403, 404, 200),
    Row("import_write", 302, 403, 404, 302, method="post"),
    Row("import_recheck", 302, 403, 404, 302, method="post"),
    Row("import_drop", 302, 403, 404, 200),
    Row("import_drop", 302, 403, 404, 302, method="post"),
]
