"""Pages for everybody.  Without a code on the device, the parts of a matter are not found."""

from tests.access.rows import Row

#        name, stranger, wrong role, outside reach, inside reach
ROWS = [
    Row("feedback:send", 200, None, 200, 200),
    Row("feedback:send", 200, None, 200, 200, method="post"),
    Row("feedback:follow", 200, None, 200, 200),
    Row("feedback:follow", 200, None, 200, 200, method="post"),
    Row("feedback:slip", 302, None, 302, 302),
    Row("feedback:follow_close", 302, None, 302, 302, method="post"),
    Row("feedback:verdict_give", 404, None, 404, 404, method="post"),
    Row("feedback:message_send", 404, None, 404, 404, method="post"),
    Row("feedback:photo", 404, None, 404, 404, args={"photo_id": 1}),
]
