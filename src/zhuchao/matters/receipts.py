"""Receipt numbers people can read out on the phone, and the query codes that go with them."""

import hmac
import re
import secrets

from zhuchao.journal.clock import local_day, now
from zhuchao.journal.keys import keyring

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O 1 I L: they are told apart neither by ear nor on a creased slip."""
SIGNS = 6


def new_receipt() -> str:
    """A receipt number such as 261122-K7M3QP: the local day and six random signs."""
    number = secrets.randbelow(len(ALPHABET) ** SIGNS)
    return f"{local_day(now()):%y%m%d}-{_signs(number)}"


def _signs(number: int) -> str:
    signs = []
    for _ in range(SIGNS):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)


def query_code(receipt: str) -> str:
    """The six signs that open a receipt: derived by the key file, so no table holds them."""
    digest = hmac.digest(keyring().derived("query code"), receipt.encode(), "sha256")
    return _signs(int.from_bytes(digest[:8], "big"))


def code_fits(receipt: str, code: str) -> bool:
    """Whether a typed code opens a receipt; spaces and case do not matter."""
    typed = re.sub(r"\s", "", code).upper()
    return hmac.compare_digest(query_code(receipt).encode(), typed.encode())


def tidy_receipt(typed: str) -> str:
    """A receipt number as stored, from how somebody typed it.

    >>> tidy_receipt(" 261122 k7m3qp")
    '261122-K7M3QP'
    """
    plain = re.sub(r"[\s\-—_]", "", typed).upper()
    return f"{plain[:6]}-{plain[6:]}"
