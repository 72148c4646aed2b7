"""Instructors in the words and pictures of the screen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.places.atlas import atlas
from zhuchao.registry.instructors.codes import DID
from zhuchao.registry.instructors.mapping import room_by_street
from zhuchao.registry.instructors.queries import Instructor, Load, load_by
from zhuchao.registry.models import Guidance, Organisation
from zhuchao.registry.trades import LABELS
from zhuchao.registry.unit_map import street_of

SOON_DAYS = 30
Codes = tuple[tuple[str, str], ...]


def line(one: Instructor, day: date, most: int) -> dict[str, Any]:
    """An instructor as a line of the list; `most`: units the limit allows."""
    return {
        "one": one,
        "tone": "waiting" if one.load >= most else "good" if one.load else "quiet",
        "width": min(100, round(one.load / most * 100)),
        "postings": [
            {"tie": tie, "soon": bool(tie.valid_to and (tie.valid_to - day).days <= SOON_DAYS)}
            for tie in one.postings
        ],
    }


def by_street(units: list[Organisation], rows: list[Instructor], most: int) -> list[dict[str, Any]]:
    """The load by street (the second level of the district), and the room its own pool has."""
    names = {a.path: a.name for a in atlas().areas}
    streets = {u.pk: street_of(str(u.division.path)) for u in units}
    room = room_by_street(rows, most)
    found = load_by(streets, rows)
    lines = _lines(found, names)
    return [{**line, "room": room.get(path, 0)} for line, path in zip(lines, found, strict=True)]


def by_trade(units: list[Organisation], rows: list[Instructor]) -> list[dict[str, Any]]:
    """The load by trade."""
    names = {code: _(label) for code, label in LABELS.items()}
    return _lines(load_by({u.pk: u.trade for u in units}, rows), names)


def _lines(found: Mapping[str, Load], names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": names.get(key) or key or _("没有写"),
            "load": load,
            "width": round(load.posted / load.units * 100),
        }
        for key, load in found.items()
    ]


def visit_line(row: Guidance, did: Codes = DID) -> dict[str, Any]:
    """A visit as a line of the record; `did`: what is done on such a visit, by code."""
    known = dict(did)
    done = "、".join(_(known.get(code, code)) for code in row.did)
    return {"number": row.pk, "on": row.on, "did": done, "remark": row.remark}
