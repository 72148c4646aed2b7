"""The national division codes (provinces, cities, areas, streets, villages) as published in CSV."""

import csv
import gzip
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

LEVELS = (
    ("provinces.csv", "province", ""),
    ("cities.csv", "city", "provinceCode"),
    ("areas.csv", "district", "cityCode"),
    ("streets.csv", "street", "areaCode"),
    ("villages.csv", "community", "streetCode"),
)
"""File, our kind, and its column with the code of the level above."""


@dataclass(frozen=True)
class National:
    """A row of the national lists."""

    code: str
    name: str
    kind: str
    parent: str


def subtree(folder: Path, roots: Collection[str]) -> list[National]:
    """The rows at or below these codes, from above to below (domain.md §9, division codes).

    Raises FileNotFoundError naming the list that is absent, and KeyError for a list that lacks a
    column.
    """
    wanted = tuple(roots)
    found: list[National] = []
    for file, kind, above in LEVELS:
        for row in _rows(folder / file):
            # Published codes nest by prefix, whatever the kind of their last level.
            if row["code"].startswith(wanted):
                found.append(National(row["code"], row["name"], kind, row[above] if above else ""))
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    packed = path.with_name(path.name + ".gz")
    if packed.exists():
        with gzip.open(packed, "rt", encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(handle)
    else:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield from csv.DictReader(handle)
