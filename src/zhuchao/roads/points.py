"""Sites, candidates and demand from a table: id, lon, lat and what else each has."""

from dataclasses import dataclass

import numpy as np

from zhuchao.roads.earth import Bools, Floats
from zhuchao.roads.hours import NoHours, read_hours
from zhuchao.roads.sheet import Sheet

COLUMNS = ("id", "lon", "lat", "weight", "hours", "cost")
HEAVIEST = 1e12

NO_HOURS = "应为 08:00-20:00、22:00-06:00 或 24h：%(given)s"
WORDING = (NO_HOURS,)


@dataclass(frozen=True)
class Points:
    """Places in degrees, with a name, a weight and the hours at which they are open.

    `hours` has a row of 24 for each; where `known` is false the table does not say and the row is
    false throughout.
    """

    ids: tuple[str, ...]
    lon: Floats
    lat: Floats
    weight: Floats
    hours: Bools
    known: Bools
    timed: bool
    """Whether the table tells of hours at all."""
    cost: Floats | None = None
    """What each would cost, where that was asked for."""

    def open_at(self, hour: int | None, *, unknown: bool = False) -> Bools:
        """Which are open at a full hour; `unknown` is what unknown hours count as.

        All are where no hour is asked for, or the table has no column of hours.
        """
        if hour is None or not self.timed:
            return np.ones(len(self.ids), dtype=bool)
        return np.where(self.known, self.hours[:, hour], unknown)


def read_points(sheet: Sheet, *, named: bool = True, priced: bool = False) -> Points:
    """The points of a table; `weight` is 1 and `hours` unknown where there is no such column.

    Without `named` points need no id and are numbered; `priced` ones need a cost.
    Raises Unusable or BadRows.
    """
    count = len(sheet.rows)
    ids = sheet.unique("id") if named or "id" in sheet else list(map(str, range(1, count + 1)))
    lon = sheet.numbers("lon", least=-180, most=180)
    lat = sheet.numbers("lat", least=-90, most=90)
    weight = (
        sheet.numbers("weight", least=0, most=HEAVIEST) if "weight" in sheet else np.ones(count)
    )
    hours, known = _hours(sheet, count)
    cost = sheet.numbers("cost", least=0, most=HEAVIEST) if priced else None
    sheet.close()
    return Points(tuple(ids), lon, lat, weight, hours, known, "hours" in sheet, cost)


def _hours(sheet: Sheet, count: int) -> tuple[Bools, Bools]:
    hours, known = np.zeros((count, 24), dtype=bool), np.zeros(count, dtype=bool)
    wrong = np.zeros(count, dtype=bool)
    for row, cell in enumerate(sheet.texts("hours") if "hours" in sheet else ()):
        try:
            found = read_hours(cell)
        except NoHours:
            wrong[row] = True
        else:
            known[row] = found is not None
            hours[row] = False if found is None else found
    if wrong.any():
        sheet.blame(wrong, "hours", NO_HOURS)
    return hours, known
