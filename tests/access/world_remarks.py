"""The sealed side of the small world: envelopes, their readers, openings, a question."""

from functools import cached_property
from typing import Any

from accounts.models import User
from accounts.rules import Role
from feedback.actions.remarks_course import ask_subject
from feedback.actions.remarks_opening import ask_opening, read_opened
from feedback.models import ConductRemark, RemarkOpening, RemarkReader, RemarkReply
from tests import make, make_feedback

__all__ = ["SealedSide"]


class SealedSide:
    """Part of `World`: who reads and oversees near envelopes is named when one is asked for."""

    commune: Any
    far_commune: Any
    district: Any
    insider: Any
    outsider: Any

    @cached_property
    def remark_reader(self) -> RemarkReader:
        """Name the near inspector for the near commune, the far one for another place."""
        far = self.outsider(Role.INSPECTOR)
        make_feedback.reader(user=far, committee=self.far_commune)
        near, named_by = self.insider(Role.INSPECTOR), self.insider(Role.DISTRICT_OFFICER)
        return make_feedback.reader(user=near, committee=self.commune, named_by=named_by)

    @cached_property
    def remark_oversight(self) -> RemarkReader:
        far = self.outsider(Role.BOARD_MEMBER)
        make_feedback.oversight(user=far, committee=self.far_commune)
        near = self.insider(Role.BOARD_MEMBER)
        return make_feedback.oversight(user=near, committee=self.commune)

    @cached_property
    def second_reader(self) -> User:
        other = make.inspector(self.district)
        make_feedback.reader(user=other, committee=self.commune)
        return other

    @cached_property
    def remark(self) -> ConductRemark:
        assert self.remark_reader.pk
        assert self.remark_oversight.pk
        return make_feedback.remark(committee=self.commune)

    @cached_property
    def opening(self) -> RemarkOpening:
        """Return the near inspector's own opening, which lasts."""
        return ask_opening(
            remark=self.remark,
            what="text",
            reason="Xem theo phân công",
            by=self.insider(Role.INSPECTOR),
        )

    @cached_property
    def waiting_opening(self) -> RemarkOpening:
        """Return another reader's request, which waits for the near inspector."""
        assert self.remark_reader.pk
        return ask_opening(
            remark=make_feedback.denunciation(committee=self.commune),
            what="text",
            reason="Xem theo phân công",
            by=self.second_reader,
        )

    @cached_property
    def read_remark(self) -> ConductRemark:
        """Return the near envelope, read by the near inspector."""
        read_opened(opening=self.opening, by=self.insider(Role.INSPECTOR))
        self.remark.refresh_from_db()
        return self.remark

    @cached_property
    def remark_reply(self) -> RemarkReply:
        """Return a question asked of the near cadre."""
        return ask_subject(
            remark=self.read_remark,
            subject=self.insider(Role.CADRE),
            question="Đồng chí về thôn mấy lần?",
            by=self.insider(Role.INSPECTOR),
        )
