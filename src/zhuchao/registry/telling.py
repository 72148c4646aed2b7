"""What the journal holds of organisations and ties: a version of their span with each change."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from zhuchao.journal.writing import Fact
from zhuchao.places.models import Division, Site
from zhuchao.registry.kinds import UNIT_SECTORS
from zhuchao.registry.models import Organisation, Person, Tie

End = Person | Organisation | Division | Site
REACHING = frozenset({"instructor", "reaches", "liaison"})
"""Ties by which a unit is reached without an organisation of its own (工作覆盖: P16)."""


TIE_VERBS = tuple(
    f"{topic}.{verb}"
    for topic in ("tie", "own", "joint", "reach")
    for verb in ("made", "changed", "ended")
)
"""Every verb a tie is told by."""
ORGANISATION_VERBS = tuple(f"organisation.{v}" for v in ("founded", "changed", "loaded", "closed"))


def path_of(end: End) -> str:
    """The division path an end of a tie lies in; "" for a person, who lies nowhere."""
    if isinstance(end, Division):
        return str(end.path)
    if isinstance(end, Organisation | Site):
        return str(end.division.path)
    return ""


def organisation_fact(organisation: Organisation, verb: str) -> Fact:
    """The fact of a change ("founded", "changed", "closed", "loaded"): what is believed now."""
    kind = organisation.kind
    return Fact(
        f"organisation.{verb}",
        ("organisation", organisation.pk),
        str(organisation.division.path),
        organisation=organisation.pk,
        headcount=organisation.headcount,
        facets={
            "kind": kind,
            "sector": UNIT_SECTORS.get(kind, ""),
            "trade": organisation.trade,
            "operating": organisation.operating,
            "members_known": organisation.members_known,
        },
        span=f"organisation:{organisation.pk}",
        valid_from=organisation.valid_from,
        valid_to=organisation.valid_to,
    )


def tie_fact(tie: Tie, verb: str) -> Fact:
    """The fact of a tie "made", "changed" or "ended": the tie as it is believed now.

    A tie that covers a unit is told as "own.…" or "joint.…", one that reaches it as "reach.…",
    with the unit as its organisation: the coverage of a day is read from an index of the spans.
    """
    topic = _topic(tie)
    who = (
        ("person", tie.who_person_id)
        if tie.who_person_id
        else ("organisation", tie.who_organisation_id)
    )
    target = tie.whom_organisation or tie.whom_division or tie.whom_site or tie.whom_person
    return Fact(
        f"{topic}.{verb}",
        (who[0], who[1] or 0),
        path_of(target) if target else "",
        organisation=tie.whom_organisation_id or tie.who_organisation_id,
        facets={"kind": tie.kind, **_whom(tie), **tie.terms},
        span=f"tie:{tie.pk}",
        valid_from=tie.valid_from,
        valid_to=tie.valid_to,
    )


def _topic(tie: Tie) -> str:
    if tie.kind == "covers":
        return "own" if tie.terms.get("form") == "own" else "joint"
    return "reach" if tie.kind in REACHING else "tie"


def withdrawn(fact: Fact, since: date) -> Fact:
    """A span version that holds on no day: the thing never was."""
    return replace(fact, valid_from=since, valid_to=since - timedelta(days=1))


def _whom(tie: Tie) -> dict[str, Any]:
    ends = ("person", "organisation", "division", "site")
    found = {f"whom_{end}": getattr(tie, f"whom_{end}_id") for end in ends}
    return {name: number for name, number in found.items() if number}
