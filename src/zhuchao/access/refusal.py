"""A refusal is a value with a reason; one middleware makes a page, fragment or problem of it."""

from typing import Literal

Code = Literal[
    "forbidden", "second_factor", "not_found", "stale", "conflict", "invalid", "too_many"
]

STATUS: dict[Code, int] = {
    "forbidden": 403,
    "second_factor": 403,
    "not_found": 404,
    "stale": 409,
    "conflict": 409,
    "invalid": 422,
    "too_many": 429,
}


class Refused(Exception):
    """An action was not done, and nothing was written.

    `message` is for the person, in the words of the screen; `field` names the answer at fault;
    `fields` carries several at once (field → message).
    """

    def __init__(
        self, code: Code, message: str, field: str = "", fields: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.fields = dict(fields or ({field: message} if field else {}))

    @property
    def status(self) -> int:
        """The HTTP status that says the same."""
        return STATUS[self.code]
