"""A file of points as staff bring it: read whole or refused with every bad cell named."""

from collections import Counter
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.base import File
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.circle.reach.kinds import CANDIDATES, DEMAND, TRIPS
from zhuchao.roads.earth import Floats
from zhuchao.roads.points import HEAVIEST, read_points
from zhuchao.roads.sheet import Sheet
from zhuchao.roads.unusable import BadRows, Unusable
from zhuchao.text.tables import Unreadable, read_table

Rows = list[list[int | str]]
MOST_ROWS = 50_000
SHOWN = 12
COARSE = 1000
"""Points are kept to a thousandth of a degree, about 100 m: enough for reach, too coarse to tell a
door."""
FINE = 1_000_000
HUNDREDTHS = 100
WHENEVER = -1
NO_COST = -1
WANTED = ("id", "lon", "lat", "weight", "hour", "to_lon", "to_lat", "cost")


def read_upload(file: "File[bytes]", kind: str) -> tuple[Rows, int]:
    """The rows as `PointFile` keeps them, and how many the file had.

    Raises Refused("invalid") at the field "file", naming row and column of every bad cell.
    """
    suffix = Path(file.name or "").suffix.lower()
    with NamedTemporaryFile(suffix=suffix) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            sheet = _sheet(Path(copy.name), file.name or "")
            return READERS[kind](sheet), len(sheet.rows)
        except BadRows as bad:
            raise Refused("invalid", _faults(bad), "file") from bad
        except (Unusable, Unreadable) as error:
            raise Refused("invalid", _(error.words) % {"given": error.given}, "file") from error


def _sheet(path: Path, name: str) -> Sheet:
    table = read_table(path)
    if len(table.rows) > MOST_ROWS:
        raise Refused("invalid", _("最多 %(most)s 行") % {"most": MOST_ROWS}, "file")
    columns = {
        column: [row[column] for _number, row in table.rows]
        for column in WANTED
        if column in table.columns
    }
    return Sheet(name, columns, [number for number, _row in table.rows])


def _faults(bad: BadRows) -> str:
    lines = [
        _("第 %(row)s 行 %(column)s 列：%(why)s")
        % {"row": one.row, "column": one.column, "why": _(one.words) % {"given": one.given}}
        for one in bad.faults[:SHOWN]
    ]
    if (more := len(bad.faults) - SHOWN) > 0:
        lines.append(_("另有 %(more)s 处") % {"more": more})
    return "；".join(lines)


def _demand(sheet: Sheet) -> Rows:
    """Squares with the weight and the number of rows that fell into each, hour by hour."""
    hours = (
        sheet.numbers("hour", least=0, most=23, empty=WHENEVER).astype(int).tolist()
        if "hour" in sheet
        else [WHENEVER] * len(sheet.rows)
    )
    read = read_points(sheet, named=False)
    weight, count = Counter[tuple[int, int, int]](), Counter[tuple[int, int, int]]()
    where = zip(_whole(read.lon, COARSE), _whole(read.lat, COARSE), hours, strict=True)
    for cell, load in zip(where, _whole(read.weight, HUNDREDTHS), strict=True):
        weight[cell] += load
        count[cell] += 1
    return [[*cell, weight[cell], count[cell]] for cell in sorted(count)]


def _trips(sheet: Sheet) -> Rows:
    """Both ends as squares; the weight of trips between the same two squares together."""
    ends = {name: sheet.numbers(f"to_{name}", least=-most, most=most) for name, most in SPANS}
    read = read_points(sheet, named=False)
    columns = (read.lon, read.lat, ends["lon"], ends["lat"])
    weight = Counter[tuple[int, ...]]()
    squares = zip(*(_whole(column, COARSE) for column in columns), strict=True)
    for trip, load in zip(squares, _whole(read.weight, HUNDREDTHS), strict=True):
        weight[trip] += load
    return [[*trip, weight[trip]] for trip in sorted(weight)]


SPANS = (("lon", 180), ("lat", 90))


def _candidates(sheet: Sheet) -> Rows:
    costs = (
        sheet.numbers("cost", least=0, most=HEAVIEST, empty=NO_COST)
        if "cost" in sheet
        else [NO_COST] * len(sheet.rows)
    )
    read = read_points(sheet)
    columns = (read.ids, _whole(read.lon, FINE), _whole(read.lat, FINE), costs)
    return [
        [name[:60], lon, lat, NO_COST if cost < 0 else round(HUNDREDTHS * cost)]
        for name, lon, lat, cost in zip(*columns, strict=True)
    ]


def _whole(values: Floats, unit: int) -> list[int]:
    return [round(unit * one) for one in values.tolist()]


READERS = {DEMAND: _demand, TRIPS: _trips, CANDIDATES: _candidates}
