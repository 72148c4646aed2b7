"""Sites and standards of a district's folder: every fault told, the desk's own word kept."""

from datetime import date
from pathlib import Path

import pytest

from tests.cast import JOB
from tests.registry.conftest import FILES, Folder
from tests.registry.conftest import folder as folder
from zhuchao.journal.models import Entry, Span
from zhuchao.marks.loading import STANDARDS
from zhuchao.marks.standards import shipped, shipped_source, standards
from zhuchao.places.models import Site
from zhuchao.registry.district import SHIPPED, Report, load_district
from zhuchao.registry.site_actions import change_site
from zhuchao.rules.hours_data import as_data, from_text

pytestmark = pytest.mark.django_db
HEAD = "code,name,kind,division,level,status,hours,equipment,capacity,opened_on,lon,lat,datum\n"
ROW = "yz,驿站,station,C11,street,open,8:00-20:00,饮水|table,8,2025-03-01,116.41024,39.9164,GCJ02\n"
SOURCE = shipped_source("nine_haves").replace("default-1", "2027").replace("九个有", "十个有")


def told(report: Report) -> list[tuple[str, int, str]]:
    """Where the faults are."""
    return [(f.file, f.row, f.column) for f in report.faults]


def load(path: Path, *, dry_run: bool = False) -> Report:
    """Load a folder with its standards."""
    return load_district(JOB, path, parts=[STANDARDS], dry_run=dry_run)


def test_a_row_becomes_a_site_with_all_that_is_known(folder: Folder) -> None:
    assert load(folder(sites__csv=HEAD + ROW)).faults == ()
    made = Site.objects.get()
    assert (made.level, made.status, made.capacity) == ("street", "open", 8)
    assert (made.equipment, made.opened_on) == (["table", "water"], date(2025, 3, 1))
    assert as_data(from_text(made.hours))["week"][0] == ["08:00-20:00"]
    assert made.lon == pytest.approx(116.404, abs=2e-5)
    assert made.datum == "CGCS2000"
    assert not made.facts.exists()
    span = Span.objects.get(id=f"site:{made.pk}")
    assert (span.verb, span.valid_from) == ("site.loaded", date(2025, 3, 1))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (ROW.replace("yz,", "new,"), "code"),
        (ROW.replace("yz,", "a b,"), "code"),
        (ROW.replace("station,", "palace,").replace("street", ""), "kind"),
        (ROW.replace("station,", "merchant,"), "level"),
        (ROW.replace("street,open", "village,open"), "level"),
        (ROW.replace("open,", "closed,"), "status"),
        (ROW.replace("8:00-20:00", "八点开门"), "hours"),
        (ROW.replace("饮水", "钢琴"), "equipment"),
        (ROW.replace(",8,", ",0,"), "capacity"),
        (ROW.replace("2025-03-01", "2025/3/1"), "opened_on"),
        (ROW.replace("39.9164", ""), "lon"),
        (ROW.replace("GCJ02", "BD09"), "datum"),
    ],
)
def test_a_row_that_is_wrong_is_told_by_its_cell(folder: Folder, row: str, column: str) -> None:
    assert told(load(folder(sites__csv=HEAD + row))) == [("sites.csv", 2, column)]
    assert not Site.objects.exists()


def test_another_load_changes_what_nobody_touched(folder: Folder) -> None:
    load(folder(sites__csv=HEAD + ROW))
    load(folder(sites__csv=HEAD + ROW.replace("8:00-20:00", "9:00-17:00")))
    made = Site.objects.get()
    assert as_data(from_text(made.hours))["week"][0] == ["09:00-17:00"]
    assert made.version == 2


def test_what_the_desk_wrote_since_stands(folder: Folder) -> None:
    load(folder(sites__csv=HEAD + ROW))
    made = Site.objects.get()
    change_site(JOB, made.pk, {"capacity": 30}, version=1)
    report = load(folder(sites__csv=HEAD + ROW.replace("驿站", "旧名")))
    assert report.counts["sites"] == {"created": 0, "changed": 0, "same": 1}
    made.refresh_from_db()
    assert (made.name, made.capacity) == ("驿站", 30)


def test_a_districts_own_standard_goes_before_the_shipped_one(folder: Folder) -> None:
    path = folder()
    (path / "standards").mkdir()
    (path / "standards" / "nine.toml").write_text(SOURCE, "utf-8")
    assert load(path).counts["standards"] == {"created": 1, "changed": 0, "same": 0}
    assert standards()["nine_haves"].version == "2027"
    assert "十个有" in standards()["nine_haves"].label
    assert load(path).counts["standards"] == {"created": 0, "changed": 0, "same": 1}
    assert Entry.objects.get(verb="standard.loaded").facets == {
        "key": "nine_haves",
        "version": "2027",
    }


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (SOURCE.replace("months = 12", "months = 0"), "months"),
        (SOURCE.replace("friendly_park", "palace"), "kinds"),
        ("key = ", "Invalid value (at end of document)"),
    ],
)
def test_a_standard_that_is_wrong_stops_the_load(folder: Folder, text: str, column: str) -> None:
    path = folder()
    (path / "standards").mkdir()
    (path / "standards" / "nine.toml").write_text(text, "utf-8")
    assert told(load(path)) == [("standards/nine.toml", 0, column)]
    assert not Site.objects.exists()


def test_a_version_is_never_changed_and_never_twice(folder: Folder) -> None:
    path = folder()
    (path / "standards").mkdir()
    file = path / "standards" / "nine.toml"
    file.write_text(SOURCE, "utf-8")
    load(path)
    file.write_text(SOURCE.replace("parking", "bay"), "utf-8")
    assert told(load(path)) == [("standards/nine_haves", 0, "version")]
    file.write_text(SOURCE, "utf-8")
    (path / "standards" / "other.toml").write_text(SOURCE, "utf-8")
    assert told(load(path)) == [("standards/other.toml", 0, "version")]
    (path / "standards" / "other.toml").write_bytes(b"\xff\xfe")
    assert told(load(path)) == [("standards/other.toml", 0, "")]


def test_without_its_part_the_folder_still_loads(folder: Folder) -> None:
    assert "standards" not in load_district(JOB, folder()).counts
    assert FILES["sites.csv"]


def test_the_shipped_standards_are_sound_and_say_that_they_are_defaults() -> None:
    assert set(shipped()) == {"nine_haves", "station_six", "warm_merchant", "dispute_desk"}
    assert len(shipped()["nine_haves"].items) == 9
    assert len(shipped()["station_six"].items) == 6
    assert not any(one.confirmed for one in shipped().values())
    assert not list((SHIPPED / "demo").glob("standards/*"))
