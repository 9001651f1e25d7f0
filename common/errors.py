"""The error that a person should read."""

__all__ = ["RuleBroken"]


class RuleBroken(Exception):  # noqa: N818 -- reads as the sentence it carries
    """An action refused: `message` says, in the user's language, what would be right.

    `field` names the form field it belongs to; empty means the act as a whole.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
