"""Units and Party organisations of the cast, with the ties that cover or reach them."""

from datetime import date
from typing import Any

from tests.cast import JOB, District
from zhuchao.places.memory import changed
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisation_actions import found_organisation
from zhuchao.registry.tie_actions import cover

SINCE = date(2019, 1, 1)


def unit(district: District, name: str, where: str = "C11", **more: Any) -> Organisation:
    """A unit that operates, in 春风社区 unless said otherwise."""
    said: dict[str, Any] = {"kind": "enterprise", "operating": "yes", "trade": "courier", **more}
    since = said.pop("since", SINCE)
    row = Organisation(name=name, division=district.divisions[where], **said)
    made = found_organisation(JOB, row, since=since)
    district.offices[name] = made
    changed()
    return made


def branch(district: District, name: str, where: str = "C11", kind: str = "branch") -> Organisation:
    """A branch."""
    return unit(district, name, where, kind=kind, operating="unknown", trade="")


def covers(who: Organisation, whom: Organisation, form: str = "own", **days: Any) -> Any:
    """A branch covers a unit."""
    return cover(
        JOB, "covers", who, whom, since=days.pop("since", SINCE), terms={"form": form}, **days
    )
