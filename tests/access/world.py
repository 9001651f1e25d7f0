"""The small world that the access table is asked in: one of everything, near, and its like, far."""

import datetime
from functools import cached_property
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import Role
from assignments.models import (
    Absence,
    Agency,
    AreaCharge,
    Assignment,
    Attendance,
    Cadre,
    Decision,
    HelpAction,
    HelpPartner,
    HelpRegistration,
    HelpReview,
)
from cells.actions.objections import object_to_rating
from cells.models import (
    BodyStrength,
    CellDiscipline,
    Committee,
    Meeting,
    PartyCell,
    PlannedMeeting,
    Rating,
    RatingGroup,
    RatingObjection,
    RatingRound,
    ResidentialArea,
    VillageBody,
)
from common import files
from common.models import AuditEntry, Delivery, ImportRun, Notice, SpecialDay
from emulation.models import RollUp, YearScore
from tests import make
from tests.access.world_feedback import PeopleSide
from tests.access.world_remarks import SealedSide

__all__ = ["World"]


class World(PeopleSide, SealedSide):
    """Things are made when they are first asked for.

    The things without "far" in their name are those that rows name; `insider` of a role reaches
    them, `outsider` of the same role reaches only the far ones.
    """

    # --- Units ---

    @cached_property
    def district(self) -> Committee:
        return make.district(name="Hòa Gần")

    @cached_property
    def far_district(self) -> Committee:
        return make.district(name="Hòa Xa")

    @cached_property
    def commune(self) -> Committee:
        return make.commune(parent=self.district)

    @cached_property
    def committee(self) -> Committee:
        return self.commune

    @cached_property
    def far_commune(self) -> Committee:
        return make.commune(parent=self.district)

    @cached_property
    def area(self) -> ResidentialArea:
        return make.area(commune=self.commune)

    @cached_property
    def far_area(self) -> ResidentialArea:
        return make.area(commune=self.far_commune)

    @cached_property
    def cell(self) -> PartyCell:
        return make.cell(area=self.area)

    @cached_property
    def far_cell(self) -> PartyCell:
        return make.cell(area=self.far_area)

    @cached_property
    def body(self) -> VillageBody:
        return make.body(area=self.area)

    @cached_property
    def strength(self) -> BodyStrength:
        return make.strength(body=self.body)

    @cached_property
    def cell_discipline(self) -> CellDiscipline:
        return make.discipline(cell=self.cell)

    @cached_property
    def meeting(self) -> Meeting:
        return make.meeting(cell=self.cell)

    @cached_property
    def meeting_with_minutes(self) -> Meeting:
        paper = ContentFile(b"%PDF-1.7", name="bien-ban.pdf")
        held_on = timezone.localdate() - datetime.timedelta(days=40)
        return make.meeting(cell=self.cell, held_on=held_on, minutes=files.store(paper, by=None))

    @cached_property
    def planned_meeting(self) -> PlannedMeeting:
        return make.planned_meeting(cell=self.cell)

    @cached_property
    def rating(self) -> Rating:
        return make.rating(cell=self.cell, year=timezone.localdate().year - 1)

    @cached_property
    def published_round(self) -> RatingRound:
        """Return last year's round of the near commune, with the near rating."""
        return make.published_round(committee=self.commune, year=self.rating.year)

    @cached_property
    def objection(self) -> RatingObjection:
        self.published_round  # noqa: B018 -- made when first asked for
        self.rating.refresh_from_db()
        by = self.insider(Role.CELL_SECRETARY)
        return object_to_rating(rating=self.rating, text="Đề nghị xem lại.", by=by)

    @cached_property
    def rating_round(self) -> RatingRound:
        """Return this year's round of the near district."""
        assert self.cell.pk
        return make.rating_round(committee=self.district, year=timezone.localdate().year)

    @cached_property
    def rating_group(self) -> RatingGroup:
        return self.rating_round.groups.get(committee=self.commune)

    @cached_property
    def round_rating(self) -> Rating:
        return self.rating_group.ratings.get(cell=self.cell)

    # --- People and assignments ---

    @cached_property
    def agency(self) -> Agency:
        return make.agency(committee=self.district)

    @cached_property
    def far_agency(self) -> Agency:
        return make.agency(committee=self.district)

    @cached_property
    def cadre(self) -> Cadre:
        return make.cadre(agency=self.agency)

    @cached_property
    def far_cadre(self) -> Cadre:
        return make.cadre(agency=self.far_agency)

    @cached_property
    def decision(self) -> Decision:
        return make.decision(committee=self.district)

    @cached_property
    def assignment(self) -> Assignment:
        return make.assignment(
            cadre=self.cadre,
            area=self.cell.areas.get(),
            decision=self.decision,
            valid_from=datetime.date(2024, 1, 1),
        )

    @cached_property
    def far_assignment(self) -> Assignment:
        return make.assignment(
            cadre=self.far_cadre,
            area=self.far_cell.areas.get(),
            valid_from=datetime.date(2024, 1, 1),
        )

    @cached_property
    def charge(self) -> AreaCharge:
        self.insider(Role.BOARD_MEMBER)
        return AreaCharge.objects.get(committee=self.commune)

    @cached_property
    def absence(self) -> Absence:
        today = timezone.localdate()
        return Absence.objects.create(cadre=self.cadre, starts_on=today, ends_on=today)

    @cached_property
    def attendance(self) -> Attendance:
        return make.attendance(assignment=self.assignment, cell=self.cell)

    @cached_property
    def registration(self) -> HelpRegistration:
        return make.help_registration(cell=self.cell, agency=self.agency)

    @cached_property
    def help_action(self) -> HelpAction:
        return make.help_action(registration=self.registration)

    @cached_property
    def help_partner(self) -> HelpPartner:
        agency = make.agency(committee=self.district)
        return HelpPartner.objects.create(registration=self.registration, agency=agency)

    @cached_property
    def help_review(self) -> HelpReview:
        row = self.registration
        return HelpReview.objects.create(
            registration=row,
            year=row.starts_on.year,
            quarter=1,
            attended_on=row.starts_on,
            leader_name="Lê Văn Năm",
            text="Họp đông hơn",
            by=row.registered_by,
        )

    @cached_property
    def score(self) -> YearScore:
        """Return the near cadre's score of last year."""
        return make.score(assignment=self.assignment, year=timezone.localdate().year - 1)

    @cached_property
    def roll_up(self) -> RollUp:
        return RollUp.objects.create(year=timezone.localdate().year)

    # --- The portal's own ---

    @cached_property
    def account(self) -> User:
        """Return somebody else's account, with a role of the near commune."""
        return make.commune_officer(self.commune)

    @property
    def user(self) -> User:
        return self.account

    @cached_property
    def grant(self) -> RoleGrant:
        return self.account.grants.get()

    @cached_property
    def session(self) -> UserSession:
        """Return another sign-in of the near district officer."""
        by = self.insider(Role.DISTRICT_OFFICER)
        return UserSession.objects.create(user=by, ip="127.0.0.1", session_key="khac" * 8)

    @cached_property
    def special_day(self) -> SpecialDay:
        return SpecialDay.objects.create(day=datetime.date(2028, 1, 4), name="Nghỉ thử")

    @cached_property
    def notice(self) -> Notice:
        """Return a notice to the near district officer."""
        to = self.insider(Role.DISTRICT_OFFICER)
        return Notice.objects.create(key="thu", kind="test", to=to, title="Thử", body="Thử")

    @cached_property
    def delivery(self) -> Delivery:
        return Delivery.objects.create(
            notice=self.notice, channel="email", state="failed", next_try_at=timezone.now()
        )

    @cached_property
    def import_run(self) -> ImportRun:
        by = self.insider(Role.DISTRICT_OFFICER)
        return ImportRun.objects.create(
            kind="cells", file_name="thu.xlsx", file_sha256="0" * 64, by=by
        )

    @cached_property
    def audit_entry(self) -> AuditEntry:
        return AuditEntry.objects.create(
            act="edit_cell",
            thing_type="cells.partycell",
            thing_id=str(self.cell.pk),
            thing_label=str(self.cell),
        )

    # --- The four people ---

    @cached_property
    def _people(self) -> dict[tuple[Role, bool], User]:
        return {}

    def insider(self, role: Role) -> User:
        """Return who holds `role` and reaches the near things."""
        return self._person(role, is_near=True)

    def outsider(self, role: Role) -> User:
        """Return who holds `role` and reaches only the far things."""
        return self._person(role, is_near=False)

    def _person(self, role: Role, *, is_near: bool) -> User:
        if (role, is_near) not in self._people:
            made = _INSIDERS[role](self) if is_near else _OUTSIDERS[role](self)
            self._people[role, is_near] = made
        return self._people[role, is_near]

    def value(self, wanted: Any) -> Any:
        """Return what `wanted` of a row's args stands for."""
        if callable(wanted):
            return wanted(self)
        if isinstance(wanted, str) and hasattr(World, wanted):
            return getattr(self, wanted).pk
        return wanted


def _cadre_of(assignment: Assignment) -> User:
    return make.cadre_user(assignment.cadre)


_INSIDERS = {
    Role.DISTRICT_OFFICER: lambda w: make.district_officer(w.district),
    Role.INSPECTOR: lambda w: make.inspector(w.district),
    Role.COMMUNE_OFFICER: lambda w: make.commune_officer(w.commune),
    Role.CELL_SECRETARY: lambda w: make.cell_secretary(w.cell),
    Role.AGENCY_OFFICER: lambda w: make.agency_officer(w.assignment.cadre.agency),
    Role.CADRE: lambda w: _cadre_of(w.assignment),
    Role.BOARD_MEMBER: lambda w: make.board_member(w.commune),
    Role.OPERATOR: lambda w: make.operator(),
}
_OUTSIDERS = {
    Role.DISTRICT_OFFICER: lambda w: make.district_officer(w.far_district),
    Role.INSPECTOR: lambda w: make.inspector(w.far_district),
    Role.COMMUNE_OFFICER: lambda w: make.commune_officer(w.far_commune),
    Role.CELL_SECRETARY: lambda w: make.cell_secretary(w.far_cell),
    Role.AGENCY_OFFICER: lambda w: make.agency_officer(w.far_assignment.cadre.agency),
    Role.CADRE: lambda w: _cadre_of(w.far_assignment),
    Role.BOARD_MEMBER: lambda w: make.board_member(w.far_commune),
    Role.OPERATOR: lambda w: make.operator(),
}
