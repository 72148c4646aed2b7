"""Visits and findings in the words of the screen."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuchao.gatherings.codes import FOLLOW_UPS, MODES, STATES, TOPICS
from zhuchao.gatherings.figures import Counts
from zhuchao.gatherings.models import Finding, Gathering
from zhuchao.places.atlas import atlas
from zhuchao.registry.unit_map import street_of

MONTHS = range(1, 13)
HIGH = 60
"""The height of the chart of months."""


def state_of(visit: Gathering, day: date) -> str:
    """What became of a visit, as one of codes.STATES, seen on a day."""
    if visit.taken_back_at:
        return "taken_back"
    if visit.called_off_at:
        return "called_off"
    if visit.held_at:
        return "reported" if visit.reported_at else "held"
    if visit.begins > day:
        return "planned"
    return "due" if visit.ends < day else "under_way"


def _said(codes: tuple[tuple[str, str, str], ...], code: str) -> tuple[str, str]:
    return next((tone, _(label)) for name, label, tone in codes if name == code)


def visit_line(visit: Gathering, day: date) -> dict[str, Any]:
    """A visit as a line of the list and the head of its page."""
    tone, label = _said(STATES, state_of(visit, day))
    return {
        "visit": visit,
        "whom": visit.unit.name if visit.unit else visit.division.name,
        "place": atlas().full_name(str(visit.division_path)),
        "mode": _(dict(MODES)[visit.mode]),
        "length": days_of(visit.days),
        "tone": tone,
        "state": label,
    }


def days_of(days: int) -> str:
    """So many days."""
    return ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days}


def times(n: int) -> str:
    """So many visits."""
    return ngettext("%(n)s 次", "%(n)s 次", n) % {"n": n}


def finding_line(row: Finding, day: date) -> dict[str, Any]:
    """A finding as a line."""
    state = row.state(day)
    tone, label = _said(FOLLOW_UPS, state)
    return {
        "row": row,
        "topic": _(dict(TOPICS)[row.topic]),
        "tone": tone,
        "state": label,
        "open": state in ("noted", "open", "late"),
    }


def month_bars(counts: Counts, year: int) -> list[dict[str, Any]]:
    """The visits of each month as a bar of a chart, 0 to HIGH, with the words of its link."""
    most = max(counts.by_month.values(), default=0)
    bars = []
    for month in MONTHS:
        n = counts.by_month.get(month, 0)
        tall = n / most * HIGH if n else 0
        words = _("%(year)s 年 %(month)s 月 %(n)s") % {"year": year, "month": month, "n": times(n)}
        bars.append(
            {
                "month": month,
                "n": n,
                "tall": f"{tall:.1f}",
                "top": f"{HIGH - tall:.1f}",
                "words": words,
            }
        )
    return bars


def mode_bars(counts: Counts) -> list[dict[str, Any]]:
    """The visits by how they were made, with the width of a bar in per cent."""
    most = max(counts.by_mode.values(), default=1)
    return [
        {"code": code, "label": _(label), "words": times(n), "width": round(n / most * 100)}
        for code, label in MODES
        if (n := counts.by_mode.get(code, 0))
    ]


def street_words(counts: Counts, paths: dict[int, str]) -> dict[str, str]:
    """How often the units of each street were visited; `paths`: the id of a unit → its path."""
    found: dict[str, int] = {}
    for unit, n in counts.by_unit.items():
        if unit in paths:
            street = street_of(paths[unit])
            found[street] = found.get(street, 0) + n
    return {path: _("走访 %(n)s") % {"n": times(n)} for path, n in found.items()}
