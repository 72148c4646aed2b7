"""How Party organisations are set up by number: limits as data, and what they advise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhuchao.rules.dated import add_months


@dataclass(frozen=True)
class Limits:
    """One version of the limits (domain.md §3, P17 and P18). They advise; people decide."""

    version: str
    label: str
    basis: str
    confirmed: bool
    in_force_from: date
    in_force_to: date | None
    branch_members: int
    joint_units: int
    most_members: int
    committee_members: int
    general_branch_members: int
    party_committee_members: int
    mismatch_members: int
    term_years: int
    community_term_years: int
    instructor_units: int


Reason = Literal["should_build", "few_members", "no_members", "members_unknown"]
REASONS: dict[Reason, str] = {
    "should_build": "有三名以上正式党员，应建未建",
    "few_members": "党员不足三名，可以联合组建",
    "no_members": "没有党员，先派指导员",
    "members_unknown": "党员人数不清楚，先摸排",
}
"""Why a unit is not covered, and the way that is proposed (应建尽建)."""


def reason_of(limits: Limits, members: int | None) -> Reason:
    """Why a unit without an organisation has none, by the formal members known there."""
    if members is None:
        return "members_unknown"
    if members == 0:
        return "no_members"
    return "should_build" if members >= limits.branch_members else "few_members"


Advice = Literal[
    "needs_branch",
    "needs_committee",
    "needs_general_branch",
    "needs_party_committee",
    "structure_mismatch",
    "too_many_units",
    "election_overdue",
]
ADVICE: dict[Advice, str] = {
    "needs_branch": "正式党员满三名，应单独成立支部",
    "needs_committee": "正式党员满七名，应设支部委员会",
    "needs_general_branch": "党员超过五十名，一般设党总支",
    "needs_party_committee": "党员超过一百名，一般设党委",
    "structure_mismatch": "党委人数偏少，是否调整由上级党委研究决定",
    "too_many_units": "联合支部覆盖的单位超过五个",
    "election_overdue": "任期已满，应当换届",
}


@dataclass(frozen=True)
class Body:
    """A Party organisation as the advice looks at it."""

    kind: str
    members: int
    units: int = 0
    has_committee: bool = False
    elected_on: date | None = None
    in_community: bool = False


def advice(limits: Limits, body: Body, on: date) -> Iterator[Advice]:
    """What the limits advise for an organisation on a day; never done by itself."""
    branch = body.kind in ("branch", "joint_branch")
    if branch and body.members > limits.party_committee_members:
        yield "needs_party_committee"
    elif branch and body.members > limits.general_branch_members:
        yield "needs_general_branch"
    elif branch and body.members >= limits.committee_members and not body.has_committee:
        yield "needs_committee"
    if body.kind == "party_committee" and body.members < limits.mismatch_members:
        yield "structure_mismatch"
    if body.kind == "joint_branch" and body.units > limits.joint_units:
        yield "too_many_units"
    if body.elected_on and add_months(body.elected_on, 12 * _term(limits, body)) <= on:
        yield "election_overdue"


def _term(limits: Limits, body: Body) -> int:
    return limits.community_term_years if body.in_community else limits.term_years
