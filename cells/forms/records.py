"""Forms of what is recorded once a year or by decision: strength of bodies, discipline in cells."""

from django.utils.translation import gettext_lazy as _

from cells.models import BodyStrength, CellDiscipline
from common.forms import PortalModelForm

__all__ = ["DisciplineForm", "StrengthForm"]


class StrengthForm(PortalModelForm):
    """How strong a body was in a year, and why."""

    class Meta:
        model = BodyStrength
        fields = ("year", "strength", "reason")
        help_texts = {
            "year": _("Ví dụ 2026."),
            "reason": _("Một câu: việc làm được, hoặc chỗ yếu. Không ghi tên người."),
        }


class DisciplineForm(PortalModelForm):
    """A disciplinary decision; whom it concerns is not stored."""

    class Meta:
        model = CellDiscipline
        fields = ("decided_on", "form", "number", "note")
        help_texts = {
            "decided_on": _("Ngày trên quyết định: tính vào xếp loại của năm đó."),
            "number": _("Ví dụ 15-QĐ/ĐU."),
            "note": _("Cổng không lưu tên người bị kỷ luật: đừng ghi tên ở đây."),
        }
