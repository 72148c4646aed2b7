"""The six digits that prove a phone: derived by the key file, so that no table holds them."""

import hmac
from uuid import UUID

from zhuchao.journal.keys import keyring

DIGITS = 6


def one_time_code(number: UUID) -> str:
    """The code of a check, by its random number."""
    digest = hmac.digest(keyring().derived("phone code"), number.bytes, "sha256")
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def fits(number: UUID, typed: str) -> bool:
    """Whether somebody typed the code of a check; spaces do not matter."""
    given = "".join(typed.split())
    return hmac.compare_digest(one_time_code(number).encode(), given.encode())
