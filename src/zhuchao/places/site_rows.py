"""A row of sites.csv as an unsaved site."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhuchao.places.datum import from_gcj02
from zhuchao.places.models import UNKNOWN_HOURS, Division, Site
from zhuchao.places.sheets import Line
from zhuchao.places.site_kinds import BY_KIND, DATUMS, EQUIPMENT, LEVELS, STATUSES
from zhuchao.places.tree import Node
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import HoursError, read_hours

GCJ02 = "GCJ02"
SITE_COLUMNS = (
    ("code", "name", "kind", "division"),
    ("level", "address", "lon", "lat", "datum", "status", "hours", "equipment", "capacity",
     "opened_on"),
)  # fmt: skip
"""The columns a table of sites needs, and those it may have."""
MOST_SEATS = 10_000
CODE = re.compile(r"[0-9A-Za-z_-]{1,40}")
RESERVED = ("new", "checks")
"""Words that stand in addresses where a code could."""


def sound_code(code: str) -> bool:
    """Whether a code can stand in an address."""
    return bool(CODE.fullmatch(code)) and code not in RESERVED


def read_site(line: Line, code: str, tree: Mapping[str, Node]) -> Site:
    """The site of a row, its division standing in only by its code; faults are noted in the row.

    Coordinates may be GCJ-02, as maps sold in China give them; they are kept as CGCS2000.
    """
    if not sound_code(code):
        line.wrong("code", _("只能用字母、数字、-、_，最多 40 个"))
    kind = line.one_of("kind", BY_KIND)
    lon, lat, datum = _position(line)
    status = line.one_of("status", dict(STATUSES)) if line.text("status") else "open"
    if status == "closed":
        line.wrong("status", _("撤销要在工作台上写明原因，不能载入"))
    capacity = line.number("capacity", 1, MOST_SEATS)
    return Site(
        code=code,
        name=line.needed("name", 80),
        kind=kind,
        level=_level(line, kind),
        division=Division(code=line.one_of("division", tree)),
        address=line.text("address", 120),
        lon=lon,
        lat=lat,
        datum=datum,
        status=status,
        hours=_hours(line),
        equipment=_equipment(line),
        capacity=None if capacity is None else int(capacity),
        opened_on=line.day("opened_on"),
    )


def _level(line: Line, kind: str) -> str:
    wanted = kind in BY_KIND and BY_KIND[kind].levels
    if not wanted and line.text("level"):
        line.wrong("level", _("这一类不分级"))
    return line.one_of("level", dict(LEVELS)) if wanted and line.text("level") else ""


def _position(line: Line) -> tuple[float | None, float | None, str]:
    datum = line.text("datum") or DATUMS[0][0]
    lon, lat = line.number("lon", -180, 180), line.number("lat", -90, 90)
    if datum not in (*dict(DATUMS), GCJ02):
        line.one_of("datum", (*dict(DATUMS), GCJ02))
    if (lon is None) != (lat is None):
        line.wrong("lon", _("经度和纬度要一起给出"))
    if lon is None or lat is None:
        return None, None, DATUMS[0][0]
    if datum == GCJ02:
        x, y = from_gcj02(lon, lat)
        return round(x, 6), round(y, 6), DATUMS[0][0]
    return lon, lat, datum


def _hours(line: Line) -> str:
    words = line.text("hours")
    if not words:
        return UNKNOWN_HOURS
    try:
        return as_text(read_hours(words))
    except HoursError as error:
        line.wrong(
            "hours", _("读到“%(part)s”：%(why)s") % {"part": error.part, "why": _(error.why)}
        )
        return UNKNOWN_HOURS


def _equipment(line: Line) -> list[str]:
    given = {word.strip() for word in line.text("equipment").split("|") if word.strip()}
    known = {label: code for code, label in EQUIPMENT} | {code: code for code, _l in EQUIPMENT}
    for word in sorted(given - set(known)):
        line.wrong("equipment", _("没有“%(found)s”") % {"found": word})
    found = {known[word] for word in given & set(known)}
    return [code for code, _label in EQUIPMENT if code in found]
