"""What a sender agrees to when they leave a way to reach them, and what they leave.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: consent is given knowing the kind of data, the purpose,
who sees it and one's rights, by an act of one's own; NĐ 356/2025/NĐ-CP: requests are answered
within 2 working days.
"""

import json
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

__all__ = ["CONSENT_VERSION", "CONSENT_WORDS", "PURPOSES", "REQUEST_DAYS", "Asked", "Contact"]

REQUEST_DAYS: Final = 2
"""Working days within which a request about personal data is answered (NĐ 356/2025/NĐ-CP)."""

CONSENT_VERSION: Final = "2026-11"
"""The texts below under a name; whoever changes a text gives it a new one."""

PURPOSES: Final = (
    _("Tên, số điện thoại, e-mail chỉ dùng để hỏi thêm và báo kết quả về chính phản ánh này."),
    _("Chỉ người xử lý phản ánh xem được; mỗi lần xem phải ghi lý do và được ghi lại."),
    _(
        "Ông, bà có quyền xem, sửa, xóa dữ liệu hoặc rút lại đồng ý bất cứ lúc nào "
        "bằng mã theo dõi; huyện trả lời trong 2 ngày làm việc."
    ),
)
"""What the form says above the box that nobody has ticked yet."""

CONSENT_WORDS: Final = _("Tôi đồng ý để huyện giữ và dùng thông tin liên lạc này như trên.")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a sender.  What it holds is not shown when the object itself is printed."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)

    def __str__(self) -> str:
        return "Contact()"

    def as_text(self) -> str:
        """Return the contact as the text that is sealed."""
        values = {"name": self.name, "phone": self.phone, "email": self.email}
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Contact":
        """Return the contact of an opened seal (`as_text`)."""
        values = json.loads(text)
        return cls(name=values["name"], phone=values["phone"], email=values["email"])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sender adds to a request about their data: words, and a new contact to take over."""

    text: str = field(default="", repr=False)
    contact: Contact = field(default_factory=Contact, repr=False)

    def as_text(self) -> str:
        """Return it as the text that is sealed; empty when nothing was added."""
        if not (self.text or self.contact):
            return ""
        return json.dumps({"text": self.text, "contact": self.contact.as_text()})

    @classmethod
    def from_text(cls, text: str) -> "Asked":
        """Return what an opened seal says (`as_text`)."""
        if not text:
            return cls()
        values = json.loads(text)
        return cls(text=values["text"], contact=Contact.from_text(values["contact"]))
