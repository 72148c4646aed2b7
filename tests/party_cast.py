"""Party organisations of 示例区, their desk and secretaries, and a member who looks for them."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.cast import District, add_account, add_offices, found_district
from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter
from zhuchao.places.memory import changed
from zhuchao.registry.models import Organisation

NAME, PHONE, HOME = "欧阳归雁", "13855667788", "某县远山镇云上村党支部"
SECRETS = (NAME, PHONE, HOME, "归雁", "远山镇")
"""What nobody reads who did not open it for a purpose."""
OFFICES = (
    ("gongwei", "区两新工委", "party_committee", "D"),
    ("freight", "货运二队流动党支部", "floating_branch", "D"),
    ("home", "夏荷社区党支部", "branch", "C12"),
    ("plain", "春风网点党支部", "branch", "C11"),
    ("platform", "飞燕平台（虚构）", "platform", "D"),
)
PEOPLE = (
    ("party", "party_desk", "D"),
    ("party2", "party_desk", "S2"),
    ("secretary", "secretary", "freight"),
    ("driver2", "member_driver", "freight"),
    ("home", "secretary", "home"),
    ("plain", "secretary", "plain"),
    ("boss", "staff", "platform"),
)


def found_party() -> District:
    """示例区 with party organisations, a platform, and who acts for them."""
    made = found_district()
    add_offices(made, OFFICES)
    Organisation.objects.update(valid_from=date(2015, 1, 1))
    changed()
    for name, role, where in PEOPLE:
        made.accounts[name] = add_account(made, name, role, where)
    return made


def came(**changes: Any) -> Raised:
    """A member says who he is on his phone, having read and agreed."""
    said: dict[str, Any] = {
        "text": HOME,
        "division": "C11",
        "contact": {"name": NAME, "phone": PHONE},
        "payload": {"trade": "freight", "found": "self"},
    }
    scope = replace(PUBLIC, system=True)
    return raise_matter(scope, Draft(kind="reunion", **{**said, **changes}))


def was_found(scope: Scope, **changes: Any) -> Raised:
    """Somebody of a branch found a member on a visit, or his home branch wrote."""
    said: dict[str, Any] = {
        "text": "走访货场时遇到",
        "division": "C11",
        "channel": "proxy",
        "contact": {"name": "歐陽 归雁", "phone": "+86 138-5566-7788"},
        "payload": {"trade": "freight", "found": "visit"},
    }
    return raise_matter(scope, Draft(kind="reunion", **{**said, **changes}))


def apply_to_join(
    district: District, day: date, *, who: str = "plain", unit: str = "", **changes: Any
) -> Matter:
    """An application is taken down, with its first step."""
    payload = {
        "group": "riders",
        "branch": district.office("plain"),
        "adult": True,
        **({"unit": district.office(unit)} if unit else {}),
    }
    said: dict[str, Any] = {
        "text": "递交入党申请书",
        "division": "C11",
        "contact": {"name": NAME, "phone": PHONE},
        "payload": payload,
    }
    scope = district.scope(who)
    matter = raise_matter(scope, Draft(kind="admission", **{**said, **changes})).matter
    return done(scope, matter, "apply", day)


def done(scope: Scope, matter: Matter, step: str, day: date, **more: Any) -> Matter:
    """Record a step of an admission on its day, as the version just seen."""
    matter.refresh_from_db()
    answers = Answers(more={"done_on": day, **NEEDED.get(step, {}), **more})
    return take_step(scope, matter.pk, step, answers, version=matter.version)


BALLOT = {"due": 9, "present": 8, "yes": 8, "outcome": "passed"}
DECIDED = {"outcome": "passed"}
NEEDED: dict[str, dict[str, Any]] = {
    **dict.fromkeys(
        ("activist", "candidate", "review", "check", "pre_review", "approve", "approve_full"),
        DECIDED,
    ),
    "contacts": {"people": 2},
    "sponsors": {"people": 2},
    "train": {"days": 3},
    "vote": BALLOT,
    "vote_full": BALLOT,
    "extend": {"due": 9, "present": 8, "yes": 8},
}
