"""One row of the access table: an address, and the answer that each of four people gets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.rules import Role

__all__ = ["Row"]


@dataclass(frozen=True)
class Row:
    """Expected status codes of one address; None says that there is no such case.

    `stranger` is not signed in, `wrong` holds `wrong_role`, `outside` and `inside` hold `role`;
    `inside` reaches the thing asked for, `outside` reaches only its like elsewhere.

    `args` fills the address: a name of a thing of `World` stands for its key ("cell"), a function
    is asked with the world, anything else is taken as it is.  Parameters called `cell_id` and the
    like are filled without being named.  `data` is what is posted, or a function of the world.
    """

    name: str
    stranger: int
    wrong: int | None
    outside: int | None
    inside: int
    role: Role = Role.DISTRICT_OFFICER
    wrong_role: Role = Role.OPERATOR
    method: str = "get"
    args: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    data: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.role}{self.query}"
