"""The codes on cards: short, random, and of the signs that are told apart on a creased print."""

import secrets

from zhuchao.journal.clock import now
from zhuchao.matters.models import CardBatch, Matter
from zhuchao.matters.receipts import ALPHABET

SIGNS = 8


def new_code() -> str:
    """A code such as K7M3QP4H. It opens nothing that is not public."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))


def card_of(matter: Matter) -> CardBatch:
    """The code under which a wish is public: made when it is first published, then kept."""
    found = CardBatch.objects.filter(matter=matter).first()
    return found or CardBatch.objects.create(code=new_code(), matter=matter, made_at=now())
