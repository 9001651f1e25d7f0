"""What a sender types with their code: the code itself, the verdict, a message."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.open_forms import OpenForm
from feedback.actions.messages import LONGEST_MESSAGE
from feedback.actions.verdicts import LONGEST_NOTE
from feedback.models import Answer
from feedback.rules.codes import parse_code

__all__ = ["CodeForm", "MessageForm", "VerdictForm"]


class CodeForm(OpenForm):
    """The code of a matter; its check signs tell a slip of the finger from an unknown code."""

    code = forms.CharField(
        label=gettext_lazy("Mã theo dõi"),
        max_length=60,
        help_text=gettext_lazy(
            "18 chữ và số, in trên phiếu. Không phân biệt chữ hoa, chữ thường; "
            "gạch nối gõ hay không đều được."
        ),
        widget=forms.TextInput(
            attrs={
                "class": "form-control in-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the 18 signs, or say that one of them was mistyped."""
        code = parse_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(
                _("Mã gõ thiếu, thừa hoặc nhầm chữ nào đó. So lại từng nhóm bốn chữ với phiếu.")
            )
        return code


class VerdictForm(OpenForm):
    """Was it solved?"""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Việc này với ông, bà đã xong chưa?"),
        widget=forms.RadioSelect,
        choices=[
            (Answer.Verdict.YES, gettext_lazy("Đã xong")),
            (Answer.Verdict.PARTLY, gettext_lazy("Mới xong một phần")),
            (Answer.Verdict.NO, gettext_lazy("Chưa xong")),
        ],
    )
    note = forms.CharField(
        label=gettext_lazy("Còn gì chưa xong, hoặc ý kiến thêm"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Drop the key: the act is the same however often it is sent."""
        typed = super().clean()
        typed.pop("sent_key", None)
        return typed


class MessageForm(OpenForm):
    """A message to whoever has the matter in hand."""

    text = forms.CharField(
        label=gettext_lazy("Nhắn cho nơi xử lý"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Không cần ghi tên. Nơi xử lý trả lời ngay ở trang này."),
    )
