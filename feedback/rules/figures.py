"""What counts as on time, and what as solved: THE definitions, next to their arithmetic.

Matters merged into another are counted once, there; those moved to the sealed channel never.

* Judged: it is settled whether the answer was in time.  Answered; or owed past its due day, unless
  the clock is paused; or answered late once, whatever came after.
* On time: judged, not owed past its due day now, and every one of its answers came in time.  A
  matter that was opened again is on time only if the second answer was in time too.
* Answered: answered at least once, also when it was opened again since.
* Solved: answered, and the sender's last word is yes.  Silence is unconfirmed, never solved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

__all__ = ["Tally"]


@dataclass(frozen=True)
class Tally:
    """How many matters of one group stand where; tallies of parts add up to that of the whole.

    `received` is the base of all.  `judged` is the denominator of `on_time`, `answered` that of
    `solved`, `waiting`, `silent` and `not_solved`, which add up to it.  `waiting` senders may still
    say; `silent` ones let their time pass.  `left`: passed on to another place or refused, with a
    reason, without an answer of ours being owed any more.
    """

    received: int = 0
    in_hand: int = 0
    overdue: int = 0
    paused: int = 0
    left: int = 0
    judged: int = 0
    on_time: int = 0
    answered: int = 0
    solved: int = 0
    waiting: int = 0
    silent: int = 0
    reopened: int = 0

    def __add__(self, other: Self) -> Self:
        mine, others = vars(self), vars(other)
        return type(self)(**{name: number + others[name] for name, number in mine.items()})

    @classmethod
    def of(cls, parts: Iterable[Self]) -> Self:
        """Return the tally of the whole."""
        return sum(parts, cls())

    @property
    def unconfirmed(self) -> int:
        """Return how many senders have said nothing: waiting and silent."""
        return self.waiting + self.silent

    @property
    def not_solved(self) -> int:
        """Return how many senders said last that it is not solved, or only in part."""
        return self.answered - self.solved - self.unconfirmed

    @property
    def on_time_share(self) -> float | None:
        """Return on time / judged; None while nothing is judged."""
        return self.on_time / self.judged if self.judged else None

    @property
    def solved_share(self) -> float | None:
        """Return solved / answered; None while nothing is answered."""
        return self.solved / self.answered if self.answered else None
