"""Requests for help in the community of `wish_cast`, and neighbours who may answer them."""

from typing import Any

from tests.cast import District, add_account
from zhuchao.access.scope import Scope
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.actions.steps import take_part
from zhuchao.matters.answers import Answers
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.taking_part import Newcomer

NAME, PHONE, HOME = "孙秀英", "13911112222", "春风社区荷塘里3幢201室"
SECRETS = (NAME, PHONE, HOME, "荷塘里", "秀英", "腰伤")
"""What nobody but the desk and the accepted helper may read."""
STORY = "孙秀英腰伤了，荷塘里3幢201的米搬不上楼"
PUBLIC = "想请人帮忙把米搬上楼"
HELPERS = (("aunt", "C11"), ("uncle", "C11"), ("stranger", "C21"))


def add_helpers(made: District) -> None:
    """Two verified neighbours of 春风社区 and one of another street."""
    for name, where in HELPERS:
        made.accounts[name] = add_account(made, name, "helper", where)


def request_help(district: District, **changes: Any) -> Raised:
    """A request that 春风社区's worker takes down for a neighbour."""
    given: dict[str, Any] = {
        "text": STORY,
        "summary": PUBLIC,
        "category": "carry",
        "division": "C11",
        "contact": {"name": NAME, "phone": PHONE, "address": HOME},
        "payload": {"when": "today", "who": "adult"},
        "channel": "proxy",
    }
    return raise_matter(district.scope("worker"), Draft(kind="help", **{**given, **changes}))


def offer(scope: Scope, matter: Matter, word: str = "") -> Participant:
    """Offer, as a helper."""
    more = {"word": word} if word else {}
    return take_part(
        scope, matter.pk, "offer", Answers(more=more), Newcomer(account=scope.account_id)
    )
