"""What the tests of attendance pages stand on: one cadre, one cell, and who looks after them."""

import datetime
import json
import uuid

from django.urls import reverse

from assignments.actions.attendance import log_attendance
from tests import make

DAY = datetime.date(2026, 11, 10)
NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)


class Stage:
    def __init__(self, client) -> None:
        self.client = client
        self.district = make.district()
        self.commune = make.commune(parent=self.district)
        self.area = make.area(commune=self.commune)
        self.cell = make.cell(area=self.area, meeting_day=10)
        self.cadre = make.cadre(agency=make.agency(committee=self.district))
        self.assignment = make.assignment(cadre=self.cadre, area=self.area)
        self.user = make.cadre_user(self.cadre)
        self.officer = make.district_officer(self.district)
        self.secretary = make.cell_secretary(self.cell)

    def log(self, **changes):
        sent = {"cadre": self.cadre, "cell": self.cell, "attended_on": DAY, "by": self.user}
        return log_attendance(**{**sent, "guidance": "Hướng dẫn quy trình.", **changes})

    def get(self, name, *args, by, **query):
        self.client.force_login(by)
        return self.client.get(reverse(f"assignments:{name}", args=args), query)

    def post(self, name, *args, by, htmx=False, **data):
        self.client.force_login(by)
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(reverse(f"assignments:{name}", args=args), data, headers=headers)

    def send(self, **changes):
        """Send one visit as a program does."""
        body = {"cell": self.cell.pk, "attended_on": DAY.isoformat(), "guidance": "Quy trình."}
        body |= {"client_uuid": str(uuid.uuid4()), **changes}
        self.client.force_login(self.user)
        url = reverse("assignments:attendance_send")
        return self.client.post(url, json.dumps(body), content_type="application/json")

    def marks(self, *marks, htmx=True, version=None):
        page = self.get("attendance_grid", by=self.officer, quy="2026-4")
        row = page.context["rows"][0]
        data = {f"m{number}": mark for number, mark in enumerate(marks)}
        data |= {"quy": "2026-4", "version": version or row.version}
        return self.post(
            "attendance_grid_row", self.assignment.pk, by=self.officer, htmx=htmx, **data
        )
