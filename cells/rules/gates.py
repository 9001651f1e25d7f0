"""Facts that speak against a level of the yearly rating, and how good it may be in spite of them.

QĐ 366-QĐ/TW Điều 11: from 90 points excellent, from 70 good, from 50 fulfilled; nobody disciplined
in a collective that is rated excellent.  Taking the average of the meetings' scores for those
points is LOCAL POLICY, and the sentences say so.  A gate is overridden with a reason only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

__all__ = ["LEAST_POINTS", "Gate", "against", "discipline_gate", "score_gate"]

# Rank of cells.models.RatingLevel -> the least points for it.
LEAST_POINTS = {4: 90, 3: 70, 2: 50}


@dataclass(frozen=True)
class Gate:
    """One fact: its code, the best rank it allows, and the sentence that tells it."""

    code: str
    highest: int
    sentence: str

    def as_stored(self) -> dict[str, str]:
        """Return what a step keeps of a gate that it overrode."""
        return {"code": self.code, "sentence": self.sentence}


def discipline_gate(year: int, decisions: Sequence[str]) -> Gate | None:
    """Return the gate of the disciplinary decisions of the year, told as `decisions`."""
    if not decisions:
        return None
    sentence = _("Năm %(year)d có kỷ luật (%(what)s): không xếp mức cao nhất.")
    return Gate("discipline", 3, sentence % {"year": year, "what": "; ".join(decisions)})


def score_gate(year: int, average: float | None, scorer: str) -> Gate | None:
    """Return the gate of the average score of the year's meetings; None from 90 points on.

    `scorer` tells in words whose scores they are.
    """
    if average is None or average >= LEAST_POINTS[4]:
        return None
    highest = next((rank for rank, least in LEAST_POINTS.items() if average >= least), 1)
    sentence = _(
        "Điểm sinh hoạt bình quân năm %(year)d là %(average)s (%(scorer)s), dưới %(least)d: "
        "%(verdict)s (ngưỡng của QĐ 366, Điều 11; lấy điểm sinh hoạt là thiết đặt của địa phương)."
    )
    values = {
        "year": year,
        "average": number_format(average, 1),
        "scorer": scorer,
        "least": LEAST_POINTS[highest + 1],
        "verdict": _verdict(highest),
    }
    return Gate("score", highest, sentence % values)


def against(gates: Iterable[Gate], rank: int) -> list[Gate]:
    """Return those of `gates` that speak against a level of `rank`."""
    return [gate for gate in gates if rank > gate.highest]


def _verdict(highest: int) -> str:
    if highest == 3:
        return _("không xếp mức cao nhất")
    if highest == 2:
        return _("không xếp từ Hoàn thành tốt trở lên")
    return _("xếp mức thấp nhất")
