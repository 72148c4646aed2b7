"""Coverage in the words and pictures of the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.places.atlas import atlas
from zhuchao.registry.coverage.queries import Day, Filters
from zhuchao.registry.kinds import ORGANISATION_KINDS
from zhuchao.registry.trades import LABELS
from zhuchao.rules.coverage import Coverage, change


def per_cent(rate: Fraction | None) -> str:
    """A rate with one decimal; a dash without a base."""
    return "—" if rate is None else f"{float(rate) * 100:.1f}%"


@dataclass(frozen=True)
class Figure:
    """One rate with what it is made of, its definition, and how it changed."""

    label: str
    rate: str
    count: int
    base: int
    which: str
    """The list of the units behind it."""
    meaning: str
    changed: str


def figures(now: Coverage, before: Coverage) -> list[Figure]:
    """The three rates."""
    rows = (
        (
            _("组织覆盖率"),
            "organisation_rate",
            now.covered,
            "covered",
            _("单独组建或纳入联合组织的单位 ÷ 在营单位"),
        ),
        (
            _("工作覆盖率"),
            "work_rate",
            now.reached,
            "reached",
            _("组织覆盖的，加上指导员、联络员、工会或共青团联系的单位 ÷ 在营单位"),
        ),
        (_("单独组建率"), "own_rate", now.own, "own", _("有自己党组织的单位 ÷ 在营单位")),
    )
    return [
        Figure(
            label=label,
            rate=per_cent(getattr(now, name)),
            count=count,
            base=now.base,
            which=which,
            meaning=meaning,
            changed=changed(getattr(before, name), getattr(now, name)),
        )
        for label, name, count, which, meaning in rows
    ]


def changed(before: Fraction | None, after: Fraction | None) -> str:
    """A change by both names: percentage points, and relative per cent."""
    found = change(before, after)
    if found.points is None:
        return _("没有可比的数")
    points = _("%(n)s 个百分点") % {"n": f"{float(found.points):+.1f}"}
    if found.relative is None:
        return points
    relative = _("相对 %(n)s%%") % {"n": f"{float(found.relative):+.1f}"}
    return f"{points}（{relative}）"


def groups(found: Mapping[str, Coverage], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Groups as lines of a table with a bar, the least covered first."""
    rows = [
        {
            "name": names.get(key) or key or _("没有写"),
            "rate": per_cent(one.organisation_rate),
            "work": per_cent(one.work_rate),
            "width": round(float(one.organisation_rate or 0) * 100),
            "covered": one.covered,
            "reached": one.reached,
            "base": one.base,
        }
        for key, one in found.items()
        if one.base
    ]
    return sorted(rows, key=lambda r: (r["width"], str(r["name"])))


def by_street(found: Day, f: Filters) -> list[dict[str, Any]]:
    """The groups by the division right below the one that is looked at."""
    areas = atlas()
    depth = len((f.path or areas.whole or "/").strip("/").split("/")) + 1

    def key(path: str) -> str:
        return "/" + "/".join(path.strip("/").split("/")[:depth]) + "/"

    names = {a.path: a.name for a in areas.areas}
    return groups(found.by(f, lambda u: key(u.path)), names)


def by_trade(found: Day, f: Filters) -> list[dict[str, Any]]:
    """The groups by trade."""
    return groups(found.by(f, lambda u: u.trade), {c: _(label) for c, label in LABELS.items()})


def kind_label(kind: str) -> str:
    """What a kind of organisation is called."""
    return _(dict(ORGANISATION_KINDS).get(kind, kind))


WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM = 640, 180, 40, 24, 12, 28


def line_svg(series: Sequence[tuple[date, Coverage]]) -> dict[str, Any]:
    """Points of the two lines over the months, as the template of the picture draws them."""
    step = (WIDE - LEFT - RIGHT) / max(len(series) - 1, 1)
    tall = HIGH - TOP - BOTTOM

    def points(name: str) -> str:
        known = [(n, getattr(one, name)) for n, (_day, one) in enumerate(series)]
        return " ".join(
            f"{LEFT + n * step:.1f},{TOP + (1 - float(rate)) * tall:.1f}"
            for n, rate in known
            if rate is not None
        )

    return {
        "width": WIDE,
        "height": HIGH,
        "left": LEFT,
        "right": WIDE - RIGHT,
        "organisation": points("organisation_rate"),
        "work": points("work_rate"),
        "grid": [{"y": TOP + (1 - n / 4) * tall, "label": f"{n * 25}%"} for n in range(5)],
        "labels": [
            {"x": LEFT + n * step, "text": f"{day:%y-%m}"}
            for n, (day, _one) in enumerate(series)
            if n % 3 == 0
        ],
        "base_y": HIGH - 8,
        "rows": [
            {
                "day": day,
                "organisation": per_cent(one.organisation_rate),
                "work": per_cent(one.work_rate),
            }
            for day, one in series
        ],
    }
