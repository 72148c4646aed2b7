"""A district's folder, written small, that tests then break."""

from collections.abc import Callable
from pathlib import Path

import pytest

FILES = {
    "district.toml": 'name = "示例区"\nroot = "D"\n',
    "divisions.csv": (
        "code,name,kind,parent,lon,lat\n"
        "S1,柳林街道,street,D,117.1,31.5\n"
        "C11,春风社区,community,S1,,\n"
        "Z,经济开发区,zone,D,,\n"
    ),
    "organisations.csv": (
        "code,name,kind,division,phone\nintake,区受理中心,intake,D,12345\nroads,城管局,department,D,\n"
    ),
    "categories.csv": (
        "kind,code,name,parent,keywords,urgency\n"
        "appeal,city,城乡建设,,,\n"
        "appeal,road,道路,city,路面|坑,timely\n"
    ),
    "duties.csv": (
        "item,kind,category,division,position,organisation,basis,valid_from\n"
        "受理,,,D,intake,intake,,2020-01-01\n"
        "道路,appeal,road,D,lead,roads,清单,2020-01-01\n"
    ),
    "sites.csv": "code,name,kind,division,address\nyz,驿站,station,C11,春风路 1 号\n",
    "holidays.csv": "day,working,name,basis,completes_year\n2027-01-01,否,元旦,示例,是\n",
}

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes the folder, some of its files replaced (dots in names as double underscores)."""

    def write(**files: str) -> Path:
        wanted = FILES | {name.replace("__", "."): text for name, text in files.items()}
        for name, text in wanted.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return write
