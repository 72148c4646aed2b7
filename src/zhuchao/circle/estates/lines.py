"""Buildings and corners as people paste them, one on a line; faults are told by line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhuchao.circle.estates.plan import Building, Point

LINE = re.compile(
    r"(?P<name>\S.*?)"
    r"(?:[\s,，:：]+(?P<lon>-?\d{1,3}\.\d+)\s*[,，\s]\s*(?P<lat>-?\d{1,2}\.\d+))?"
    r"(?:[\s,，]+(?P<units>\d{1,3})\s*单元)?"
    r"(?:[\s,，]+(?P<floors>\d{1,3})\s*层)?"
    r"(?:[\s,，]+(?P<lift>有电梯|没有电梯|无电梯))?"
)
POINT = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,2}(?:\.\d+)?)")


@dataclass
class Read:
    """What was read, and what could not be: where and why."""

    buildings: list[Building] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


def read_lines(text: str) -> Read:
    """One building a line, such as 1号楼 117.01138,31.55484 3单元 18层 有电梯.

    What is not known is left out.

    >>> one = read_lines("1号楼 117.1,31.6 18层 无电梯").buildings[0]
    >>> one.name, one.at, one.units, one.floors, one.lift
    ('1号楼', (117.1, 31.6), None, 18, 'no')
    """
    found = Read()
    for number, line in enumerate(text.splitlines(), 1):
        match = LINE.fullmatch(line.strip())
        if match is None:
            continue
        if re.search(r"\d\.\d|单元|层$|电梯", match["name"]):
            where = _("第 %(n)s 行") % {"n": number}
            found.faults.append((where, _("应写作：%(line)s") % {"line": EXAMPLE}))
            continue
        found.buildings.append(_of_line(match))
    return found


EXAMPLE = "1号楼 117.01138,31.55484 3单元 18层 有电梯"


def _of_line(match: re.Match[str]) -> Building:
    lift = {None: "unknown", "有电梯": "yes"}.get(match["lift"], "no")
    return Building(
        match["name"].strip(),
        (float(match["lon"]), float(match["lat"])) if match["lon"] else None,
        int(match["units"]) if match["units"] else None,
        int(match["floors"]) if match["floors"] else None,
        lift,
    )


def as_lines(buildings: Sequence[Building]) -> str:
    """Buildings as `read_lines` reads them."""
    return "\n".join(" ".join(_parts(one)) for one in buildings)


def _parts(one: Building) -> Iterator[str]:
    yield one.name
    if one.at:
        yield as_point(one.at)
    if one.units:
        yield f"{one.units}单元"
    if one.floors:
        yield f"{one.floors}层"
    if one.lift != "unknown":
        yield "有电梯" if one.lift == "yes" else "没有电梯"


def as_point(at: Point) -> str:
    """A position as people paste it: longitude, latitude."""
    return f"{at[0]:.6f},{at[1]:.6f}"


def read_points(text: str) -> tuple[list[Point], list[tuple[str, str]]]:
    """A position on each line; the faults name the line."""
    points, faults = [], []
    for number, line in enumerate(text.splitlines(), 1):
        match = POINT.fullmatch(line.strip())
        if match:
            points.append((float(match[1]), float(match[2])))
        elif line.strip():
            where = _("第 %(n)s 行") % {"n": number}
            faults.append((where, _("应写作：%(line)s") % {"line": "117.01138,31.55484"}))
    return points, faults
