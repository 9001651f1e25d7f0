"""The acts of the top floor in words, for the trail."""

from django.utils.translation import gettext_lazy as _

__all__ = ["ACTS"]

ACTS = {
    "drop_import": _("bỏ lượt nhập bảng tính"),
    "order_import": _("cho ghi bảng tính"),
    "recheck_import": _("cho đọc lại bảng tính"),
    "write_import": _("ghi bảng tính vào cổng"),
}
