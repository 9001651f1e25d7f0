"""What the tests of flash reports stand on: a commune with its people, a cadre who reports."""

import uuid

from django.urls import reverse
from django.utils import timezone

from feedback.actions.flash import send_flash
from tests import make

TEXT = "Sáng nay khoảng ba mươi hộ tụ tập ở nhà văn hóa vì giá đền bù."


class Stage:
    def __init__(self, client) -> None:
        self.client = client
        self.district = make.district(name="Huyện ủy Hòa Vang")
        self.commune = make.commune(parent=self.district, name="Xã Hòa Khương")
        self.area = make.area(commune=self.commune, name="Phú Sơn 3")
        self.cell = make.cell(area=self.area, name="Chi bộ thôn Phú Sơn 3")
        self.agency = make.agency(committee=self.district)
        self.cadre = make.cadre(agency=self.agency, full_name="Nguyễn Văn Bình")
        make.assignment(cadre=self.cadre, area=self.area)
        self.reporter = make.cadre_user(self.cadre)
        self.officer = make.commune_officer(self.commune)
        self.staff = make.district_officer(self.district)
        self.member = make.board_member()
        self.substitute = make.board_member()
        self.charge = make.charge(
            member=self.member, substitute=self.substitute, committee=self.commune
        )

    @property
    def place(self) -> str:
        return f"{self.commune.pk}-{self.area.pk}-{self.cell.pk}"

    def report(self, **changes):
        """Send a report; return it."""
        sent = {
            "client_uuid": uuid.uuid4(),
            "reporter": self.reporter,
            "committee": self.commune,
            "area": self.area,
            "cell": self.cell,
            "kind": "land",
            "text": TEXT,
            "written_at": timezone.now(),
        }
        report, _is_new = send_flash(**(sent | changes))
        return report

    def away(self, person):
        """Record that `person` is away today."""
        row = make.cadre(agency=self.agency, user=person)
        make.absence(cadre=row)

    def form(self, **changes):
        """Return what the page's form posts."""
        sent = {"place": self.place, "kind": "land", "text": TEXT, "client_uuid": str(uuid.uuid4())}
        return sent | changes

    def get(self, name, *args, by, **query):
        self.client.force_login(by)
        return self.client.get(reverse(f"feedback:{name}", args=args), query)

    def post(self, name, *args, by, **data):
        self.client.force_login(by)
        return self.client.post(reverse(f"feedback:{name}", args=args), data)
