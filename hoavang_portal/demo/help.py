"""Help registrations of the demo: that of the article, one closed last year, several running."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from accounts.models import User
from assignments.models import (
    Agency,
    Attendance,
    Cadre,
    HelpAction,
    HelpAgreement,
    HelpIndicator,
    HelpPartner,
    HelpRegistration,
    HelpReview,
)
from assignments.reports.help_figures import figures_of
from assignments.rules import help as rules
from cells.models import Meeting, PartyCell, Rating
from common.months import Quarter
from hoavang_portal.demo.names import person
from hoavang_portal.demo.ratings import open_year
from hoavang_portal.demo.units import HELP_BEGAN, HELPED_VILLAGE

__all__ = ["load_help"]

Status, Outcome, Party = (
    HelpRegistration.Status,
    HelpRegistration.Outcome,
    HelpAgreement.Party,
)
# As the source article tells it.
STORY_WHY = (
    "Năm 2016 chi bộ không đạt trong sạch, vững mạnh. Hệ thống chính trị ở thôn hoạt động chưa "
    "hiệu quả, chưa phối hợp trong việc triển khai nhiệm vụ; các hội, đoàn thể chưa tập hợp được "
    "nhiều hội viên, đoàn viên; tính tiên phong, gương mẫu của đảng viên chưa được phát huy tốt."
)
STORY_NOTE = (
    "Hệ thống chính trị ở thôn hoạt động hiệu quả hơn, có sự phối hợp. Tỷ lệ đảng viên dự sinh "
    "hoạt trên 95%, sinh hoạt chuyên đề hằng tháng được bảo đảm, phân công đảng viên thực hiện "
    "nghị quyết cụ thể. Chi bộ được xếp loại trong sạch, vững mạnh."
)
STORY_ACTIONS = (
    ("Làm việc với Ban Thường vụ Đảng ủy xã, Mặt trận, các đoàn thể xã về kế hoạch giúp đỡ", 15),
    ("Làm việc với cấp ủy chi bộ và quân dân chính thôn", 30),
    ("Hướng dẫn chi bộ xây dựng quy chế phối hợp với Ban nhân dân thôn", 75),
    ("Lập kế hoạch sinh hoạt chuyên đề hằng tháng", 90),
    ("Củng cố các chi hội, phân công đảng viên phụ trách nhóm hộ", 200),
    ("Hướng dẫn ra nghị quyết sát thực tế, phân công đảng viên thực hiện", 320),
    ("Sơ kết một năm giúp đỡ với Đảng ủy xã", 400),
)
STORY_REVIEWS = (
    "Cấp ủy chưa phân công rõ việc; đảng viên dự họp còn ít. Đã góp ý cách chuẩn bị nội dung.",
    "Đã có sinh hoạt chuyên đề hằng tháng; cần đôn đốc đảng viên vắng.",
    "Đảng viên dự họp khá hơn; các chi hội bắt đầu có kế hoạch riêng.",
    "Phối hợp giữa chi bộ và Ban nhân dân thôn chặt hơn; nghị quyết cụ thể hơn.",
    "Đảng viên dự họp đều, nhiều đồng chí phát biểu.",
    "Hội viên các chi hội dự sinh hoạt đông hơn; giữ nền nếp chuyên đề.",
    "Nghị quyết được phân công từng đảng viên, có kiểm điểm hằng tháng.",
    "Nền nếp sinh hoạt tốt, trên 95% đảng viên dự. Đề nghị kết thúc việc giúp đỡ.",
)
WHYS = (
    "Đảng viên dự sinh hoạt chưa đều, nghị quyết chưa phân công cụ thể.",
    "Nội dung sinh hoạt còn chung chung; ít sinh hoạt chuyên đề.",
    "Phối hợp giữa chi bộ, Ban nhân dân thôn và các hội còn lỏng.",
)
ACTIONS = (
    "Làm việc với Ban Thường vụ Đảng ủy xã, Mặt trận và đoàn thể xã về kế hoạch",
    "Hướng dẫn chi ủy chuẩn bị nội dung và dự thảo nghị quyết",
    "Lập kế hoạch sinh hoạt chuyên đề trong năm",
    "Củng cố chi hội Nông dân, chi hội Phụ nữ",
    "Rà soát việc phân công đảng viên phụ trách hộ",
    "Sơ kết việc giúp đỡ với chi bộ và Đảng ủy xã",
)
REVIEWS = (
    "Chi bộ họp đúng lịch; nội dung cần sát việc của thôn hơn.",
    "Đảng viên phát biểu nhiều hơn; đã phân công việc có hạn.",
    "Có tiến bộ về nền nếp, còn chậm trong việc sau nghị quyết.",
)
RESULT = "Đã làm, có biên bản làm việc."
NOTE = "Chi bộ đã đạt trong sạch, vững mạnh; Đảng ủy xã tiếp tục theo dõi."
ALL_PARTIES = (Party.COMMITTEE, Party.CELL, Party.FRONT, Party.FARMERS, Party.WOMEN, Party.YOUTH)
# Of the running registrations: in which commune, and how many actions are late.
RUNNING = (("Hòa Nhơn", 1), ("Hòa Nhơn", 0), ("Hòa Ninh", 2), ("Hòa Khương", 0), ("Hòa Tiến", 1))
LATE_DAYS, NEW_DAYS, MISSING_REVIEW = 16, 18, 2


@dataclass
class _Help:
    """One registration with its parts, before it is stored."""

    row: HelpRegistration
    parts: list[Any] = field(default_factory=list)

    def add(self, part: Any) -> None:
        """Take in a part that names the registration."""
        part.registration = self.row
        self.parts.append(part)


def load_help(cells: list[PartyCell], users: dict[str, User], today: datetime.date) -> None:
    """Store the registrations with baseline, plan, agreements and reviews of the leaders."""
    desk = _Desk(cells, users, today)
    helps = [desk.of_the_story(), *desk.closed(), *desk.running()]
    HelpRegistration.objects.bulk_create(each.row for each in helps)
    models: tuple[Any, ...] = (HelpPartner, HelpAgreement, HelpAction, HelpReview)
    for model in models:
        parts = [part for each in helps for part in each.parts if isinstance(part, model)]
        for part in parts:
            part.registration = part.registration  # the key is known now
        model.objects.bulk_create(parts)
    HelpIndicator.objects.bulk_create(each for one in helps for each in _baseline(one.row))


def _baseline(row: HelpRegistration) -> Iterator[HelpIndicator]:
    """Yield the figures of the cell in the year before the help."""
    figures = figures_of([row.cell_id], *rules.baseline_period(row.starts_on))[row.cell_id]
    for each in rules.INDICATORS:
        found = figures.of(each.code)
        yield HelpIndicator(
            registration=row,
            code=each.code,
            value=found.value,
            sample=found.sample,
            words=found.words[:120],
        )


class _Desk:
    """Where registrations are written."""

    def __init__(
        self, cells: list[PartyCell], users: dict[str, User], today: datetime.date
    ) -> None:
        cadres = list(Cadre.objects.select_related("agency").order_by("pk"))
        self.cells, self.users, self.today = cells, users, today
        self.year = open_year(today)
        self.random = Random(today.year)  # noqa: S311 -- invented data
        self.officers = next(c for c in cadres if c.user_id == users["cadre"].pk).agency
        self.helper = cadres[0]
        self.leaders: dict[int, Cadre] = {}
        for cadre in cadres:
            if cadre.is_leader:
                self.leaders.setdefault(cadre.agency_id, cadre)
        self.agencies = [
            agency
            for agency in Agency.objects.order_by("pk")
            if agency.pk not in {self.officers.pk, self.helper.agency_id}
        ]

    def of_the_story(self) -> _Help:
        """Return the help that the source article tells of."""
        cell = next(c for c in self.cells if c.name.endswith(HELPED_VILLAGE))
        one = self._begun(cell, self.helper.agency, HELP_BEGAN, datetime.date(2018, 12, 31))
        one.row.why, one.row.because_of_year = STORY_WHY, 2016
        self._close(one, datetime.date(2019, 1, 15), STORY_NOTE)
        self._agree(one, ALL_PARTIES)
        for text, days in STORY_ACTIONS:
            due_on = HELP_BEGAN + datetime.timedelta(days=days)
            self._act(one, text, due_on, done_on=due_on - datetime.timedelta(days=5))
        visits = Attendance.objects.counted().filter(cell=cell, cadre=self.helper)
        quarters = rules.quarters_between(Quarter(2017, 1), Quarter(2018, 4))
        for quarter, text in zip(quarters, STORY_REVIEWS, strict=True):
            if visit := visits.during(quarter).first():
                self._review(one, quarter, text, attended_on=visit.attended_on, attendance=visit)
        return one

    def closed(self) -> list[_Help]:
        """Return the help of a cell that fell short two years ago and came out well."""
        year = self.year - 1
        short = set(self._rated(year - 1, is_clean=False))
        better = [c for c in self.cells if c.pk in short & set(self._rated(year, is_clean=True))]
        found = []
        for cell in better[:1]:
            begun, ended = datetime.date(year, 2, 10), datetime.date(year, 12, 31)
            one = self._begun(cell, self.officers, begun, ended)
            one.row.because_of_year = year - 1
            self._close(one, datetime.date(year + 1, 1, 12), NOTE)
            self._agree(one, ALL_PARTIES[:4])
            self._plan(one, late=0)
            self._review_quarters(one, missing=0)
            found.append(one)
        return found

    def running(self) -> list[_Help]:
        """Return the helps of this year, the newest still being agreed upon."""
        short = set(self._rated(self.year - 1, is_clean=False))
        ends_on = max(datetime.date(self.year, 12, 31), self.today + datetime.timedelta(days=40))
        taken: set[int] = set()
        found = []
        for number, (commune, late) in enumerate(RUNNING):
            cell = next(
                c
                for c in self.cells
                if c.pk in short - taken
                and c.committee.name == commune
                and not c.name.endswith(HELPED_VILLAGE)
            )
            taken.add(cell.pk)
            is_new = number == len(RUNNING) - 1
            begun = datetime.date(self.year, 2, 10 + number)
            if is_new:
                begun = self.today - datetime.timedelta(days=NEW_DAYS)
            agency = self.officers if number < 2 else self.agencies[number * 3]
            one = self._begun(cell, agency, begun, ends_on)
            one.row.because_of_year = self.year - 1
            one.add(HelpPartner(agency=self.agencies[number * 3 + 1], part="Củng cố đoàn thể"))
            self._agree(one, ALL_PARTIES[:1] if is_new else ALL_PARTIES[: 3 + number])
            if not is_new:
                self._plan(one, late=late)
                self._review_quarters(one, missing=number == MISSING_REVIEW)
            found.append(one)
        return found

    def _rated(self, year: int, *, is_clean: bool) -> list[int]:
        village = Rating.objects.filter(
            year=year, level__is_clean_strong=is_clean, cell__kind=PartyCell.Kind.VILLAGE
        )
        return list(village.order_by("cell").values_list("cell", flat=True))

    def _begun(
        self, cell: PartyCell, agency: Agency, begun: datetime.date, ends_on: datetime.date
    ) -> _Help:
        is_own = agency == self.officers
        return _Help(
            HelpRegistration(
                cell=cell,
                agency=agency,
                why=self.random.choice(WHYS),
                starts_on=begun,
                ends_on=ends_on,
                registered_by=self.users["agency_officer" if is_own else "district_officer"],
            )
        )

    @staticmethod
    def _close(one: _Help, closed_on: datetime.date, note: str) -> None:
        one.row.status, one.row.outcome = Status.CLOSED, Outcome.REACHED
        one.row.closed_on, one.row.closing_note = closed_on, note

    def _agree(self, one: _Help, parties: tuple[str, ...]) -> None:
        for number, party in enumerate(parties):
            agreed_on = one.row.starts_on + datetime.timedelta(days=4 + 3 * number)
            one.add(
                HelpAgreement(
                    party=party,
                    agreed_on=min(agreed_on, self.today),
                    by_name=person(self.random)[0],
                    recorded_by=self.users["commune_officer"],
                )
            )
        if one.row.status == Status.REGISTERED and rules.has_plan_agreed(parties):
            one.row.status = Status.AGREED

    def _plan(self, one: _Help, *, late: int) -> None:
        """Write the plan: what is due by now is done, but for `late` actions."""
        span = (one.row.ends_on - one.row.starts_on).days
        for number, text in enumerate(ACTIONS):
            due_on = one.row.starts_on + datetime.timedelta(days=span * (number + 1) // 7)
            is_due = due_on < self.today
            self._act(one, text, due_on, done_on=due_on if is_due else None)
        due_on = self.today - datetime.timedelta(days=LATE_DAYS)
        for number in range(late):
            text = ("Giúp chi bộ xây dựng quy chế làm việc", "Dự họp chi ủy tháng trước")[number]
            self._act(one, text, due_on - datetime.timedelta(days=7 * number), done_on=None)

    def _act(
        self, one: _Help, text: str, due_on: datetime.date, *, done_on: datetime.date | None
    ) -> None:
        is_checked = done_on is not None and (self.today - done_on).days > 30
        one.add(
            HelpAction(
                text=text,
                owner_name=self.leaders[one.row.agency_id].full_name,
                due_on=due_on,
                done_on=done_on,
                result=RESULT if done_on else "",
                checked_on=done_on if is_checked else None,
                checked_by=self.users["district_officer"] if is_checked else None,
            )
        )

    def _review_quarters(self, one: _Help, *, missing: int) -> None:
        """Write the leader's review of each quarter that is over, but for the last `missing`."""
        until = min(one.row.ends_on, self.today)
        quarters = rules.quarters_between(
            Quarter.containing(one.row.starts_on), Quarter.containing(until)
        )
        over = [quarter for quarter in quarters if quarter.last_day < self.today]
        held = Meeting.objects.filter(cell=one.row.cell, held_on__gte=one.row.starts_on)
        for number, quarter in enumerate(over[: len(over) - missing]):
            in_time = held.filter(held_on__range=(quarter.first_day, quarter.last_day))
            if meeting := in_time.order_by("-held_on").first():
                text = REVIEWS[number % len(REVIEWS)]
                self._review(one, quarter, text, attended_on=meeting.held_on)

    def _review(self, one: _Help, quarter: Quarter, text: str, **seen: Any) -> None:
        """Write a review; `seen`: attended_on, attendance."""
        one.add(
            HelpReview(
                year=quarter.year,
                quarter=quarter.quarter,
                leader_name=self.leaders[one.row.agency_id].full_name,
                text=text,
                by=self.users["district_officer"],
                **seen,
            )
        )
