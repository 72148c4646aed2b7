"""Loading a district: all faults at once, nothing twice, no authority, and the real lists."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from tests.registry.conftest import FILES, Folder
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, Grant, Scope, system
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.writing import writing
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Division, RuleSet, Site
from zhuchao.places.queries import calendar
from zhuchao.registry.actions import add_person, appoint, assign_duty
from zhuchao.registry.district import SHIPPED, Report, load_blank, load_district
from zhuchao.registry.models import Category, Duty, Organisation, Tie
from zhuchao.registry.routing import desk, route
from zhuchao.rules.flows import FLOWS

JOB = system("test")

pytestmark = pytest.mark.django_db


def told(report: Report) -> list[tuple[str, int, str]]:
    """Where the faults are."""
    return [(f.file, f.row, f.column) for f in report.faults]


def touched(report: Report) -> dict[str, tuple[int, int, int]]:
    """Created, changed and same by table, where there is anything."""
    return {
        name: (c["created"], c["changed"], c["same"])
        for name, c in report.counts.items()
        if any(c.values())
    }


def test_a_folder_becomes_divisions_offices_categories_and_duties(folder: Folder) -> None:
    report = load_district(JOB, folder())
    assert report.faults == ()
    assert touched(report) == {
        "divisions": (4, 0, 0),
        "sites": (1, 0, 0),
        "organisations": (2, 0, 0),
        "categories": (2, 0, 0),
        "duties": (2, 0, 0),
        "holidays": (1, 0, 0),
    }
    assert atlas().full_name(Division.objects.get(code="C11").path) == "柳林街道 · 春风社区"
    assert Site.objects.get().division.code == "C11"
    assert route("appeal", "road", "/D/S1/C11/").lead == Organisation.objects.get(code="roads").pk
    assert not calendar().provisional(date(2027, 1, 1), date(2027, 1, 2))


def test_every_row_is_journaled_with_a_span(folder: Folder) -> None:
    load_district(JOB, folder())
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"division.loaded", "organisation.loaded", "duty.assigned", "district.loaded"} <= verbs
    assert Span.objects.filter(verb="division.loaded").count() == 4


def test_a_second_load_changes_nothing_and_tells_nothing(folder: Folder) -> None:
    load_district(JOB, folder())
    entries = Entry.objects.count()
    report = load_district(JOB, folder())
    assert not report.touched
    assert touched(report)["divisions"] == (0, 0, 4)
    assert Entry.objects.count() == entries


def test_a_later_load_changes_only_what_changed(folder: Folder) -> None:
    load_district(JOB, folder())
    entries = Entry.objects.count()
    report = load_district(
        JOB, folder(organisations__csv=FILES["organisations.csv"].replace("城管局", "城市管理局"))
    )
    assert touched(report)["organisations"] == (0, 1, 1)
    assert Entry.objects.count() == entries + 2  # the office, and that a district was loaded


def test_a_dry_run_counts_and_writes_nothing(folder: Folder) -> None:
    report = load_district(JOB, folder(), dry_run=True)
    assert touched(report)["divisions"] == (4, 0, 0)
    assert not Division.objects.exists()
    assert not Entry.objects.exists()


def test_all_faults_are_told_and_nothing_is_written(folder: Folder) -> None:
    report = load_district(
        JOB,
        folder(
            divisions__csv="code,name,kind,parent,lon\nS1,,street,D,\nC1,春风,village,D,\nX,某处,zone,没有,200\nS1,甲,street,D,\n",
            organisations__csv="code,name,kind,division\nintake,中心,intake,D\nroads,城管局,office,NO\n",
            categories__csv="kind,code,name,parent,urgency\nappeal,road,道路,gone,soon\nrumour,x,举报,,\n",
            duties__csv="item,kind,category,division,position,organisation,valid_from\n受理,,,D,boss,nobody,明天\n",
            sites__csv="code,name,division\ny,驿站,D\n",
        ),
    )
    assert told(report) == [
        ("divisions.csv", 2, "name"),
        ("divisions.csv", 3, "kind"),
        ("divisions.csv", 4, "lon"),
        ("divisions.csv", 4, "lon"),
        ("divisions.csv", 5, "code"),
        ("divisions.csv", 4, "parent"),
        ("organisations.csv", 3, "division"),
        ("categories.csv", 2, "urgency"),
        ("categories.csv", 3, "kind"),
        ("categories.csv", 2, "parent"),
        ("sites.csv", 1, "kind"),
        ("duties.csv", 2, "valid_from"),
        ("duties.csv", 2, "position"),
        ("duties.csv", 2, "organisation"),
    ]
    assert str(report.faults[0]) == "divisions.csv 第 2 行 name 列：不能为空"
    assert not Division.objects.exists()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('name = "区"\n', "root"),
        ('name = "区"\nroot = "D"\ncolour = "red"\n', "colour"),
        ('name = "区"\nroot = "D/E"\n', "root"),
        ('name = "区"\nroot = "D"\n[national]\nfolder = "nowhere"\nroots = ["34"]\n', "national"),
        ('name = "区"\nroot = "D"\n[national]\nfolder = "nowhere"\nroots = []\n', "national.roots"),
    ],
)
def test_a_wrong_head_is_told_by_key(folder: Folder, text: str, column: str) -> None:
    report = load_district(JOB, folder(district__toml=text))
    assert ("district.toml", 0, column) in told(report)


def test_parents_in_a_ring_are_told(folder: Folder) -> None:
    rows = "code,name,kind,parent\nA,甲,street,B\nB,乙,street,A\n"
    report = load_district(JOB, folder(divisions__csv=rows, sites__csv="code,name,kind,division\n"))
    assert [f.why for f in report.faults] == ["上级链条成环，到不了根区划"] * 2


def features(ring: list[list[float]]) -> str:
    """GeoJSON with a boundary of C11."""
    shape = {"type": "Polygon", "coordinates": [ring]}
    return json.dumps({"features": [{"properties": {"code": "C11"}, "geometry": shape}]})


def test_boundaries_give_a_ring_and_a_centre(folder: Folder) -> None:
    ring = [[117.0, 31.0], [117.2, 31.0], [117.2, 31.2], [117.0, 31.2], [117.0, 31.0]]
    load_district(JOB, folder(boundaries__geojson=features(ring)))
    found = atlas().at(117.05, 31.05)
    assert found
    assert (found.code, found.lon, found.lat) == ("C11", 117.1, 31.1)


@pytest.mark.parametrize("ring", [[[117, 31], [117.2, 31], [117.2, 31.2]], [[200, 0]] * 4, []])
def test_a_boundary_that_is_no_ring_is_refused(folder: Folder, ring: list[list[float]]) -> None:
    report = load_district(JOB, folder(boundaries__geojson=features(ring)))
    assert told(report) == [("boundaries.geojson", 1, "geometry")]


def test_rules_are_versions_that_never_change(folder: Folder) -> None:
    source = (files("zhuchao.rules") / "sets" / "appeal.toml").read_text("utf-8")
    mine = source.replace('version = "example-1"', 'version = "区-1"')
    (folder() / "rules").mkdir()
    (folder() / "rules" / "appeal.toml").write_text(mine, "utf-8")
    assert load_district(JOB, folder()).faults == ()
    assert RuleSet.objects.get().version == "区-1"
    (folder() / "rules" / "appeal.toml").write_text(
        mine.replace("amount = 24", "amount = 12"), "utf-8"
    )
    assert "请换 version" in load_district(JOB, folder()).faults[0].why


def test_a_rule_set_without_a_clock_of_its_kind_is_refused(folder: Folder) -> None:
    (folder() / "rules").mkdir()
    (folder() / "rules" / "a.toml").write_text(
        'key = "appeal"\nversion = "1"\nlabel = "x"\nbasis = "x"\nin_force_from = 2026-01-01\n'
        '[clock.accept]\nlabel = "x"\narticle = "x"\nstart = "x"\nstop = "x"\n'
        'amount = 1\nunit = "day"\n',
        "utf-8",
    )
    assert ("rules/a.toml", 0, "clock.answer") in told(load_district(JOB, folder()))


def test_no_load_gives_authority(folder: Folder) -> None:
    load_district(JOB, folder())
    assert not Tie.objects.exists()


def test_only_an_administrator_of_the_whole_district_may_load(folder: Folder) -> None:
    load_district(JOB, folder())
    street = Scope("someone", grants=(Grant("administrator", "/D/S1/"),))
    whole = Scope("someone", grants=(Grant("administrator", "/D/"),))
    with pytest.raises(Refused):
        load_district(street, folder())
    with pytest.raises(Refused):
        load_district(PUBLIC, folder())
    assert not load_district(whole, folder()).touched


def test_a_division_without_matters_may_move_and_takes_its_offices_along(folder: Folder) -> None:
    load_district(JOB, folder())
    person = add_person(JOB, "甲")
    appoint(JOB, "intake", person, Division.objects.get(code="S1"))
    moved = FILES["divisions.csv"].replace("S1,柳林街道,street,D", "S1,柳林街道,street,Z")
    report = load_district(JOB, folder(divisions__csv=moved))
    assert report.faults == ()
    assert Division.objects.get(code="C11").path == "/D/Z/S1/C11/"
    assert Span.objects.get(verb="tie.made").division_path == "/D/Z/S1/"
    assert Span.objects.get(subject_kind="site").division_path == "/D/Z/S1/C11/"


def test_a_division_with_matters_may_not_move(folder: Folder) -> None:
    load_district(JOB, folder())
    raise_matter(PUBLIC, Draft("appeal", "坑", division="C11"))
    moved = FILES["divisions.csv"].replace("S1,柳林街道,street,D", "S1,柳林街道,street,Z")
    report = load_district(JOB, folder(divisions__csv=moved))
    assert ("divisions.csv", 2, "parent") in told(report)
    assert "已有办件" in report.faults[0].why
    assert Division.objects.get(code="S1").path == "/D/S1/"


def test_a_ruling_that_came_after_a_loaded_duty_stands(folder: Folder) -> None:
    load_district(JOB, folder())
    centre = Organisation.objects.get(code="intake")
    with writing("judge") as log:
        row = Duty(
            item="裁定",
            kind="appeal",
            category="road",
            division=Division.objects.get(code="D"),
            position="lead",
            organisation=centre,
            valid_from=date(2026, 1, 1),
        )
        assign_duty(JOB, log, row)
    assert not load_district(JOB, folder()).touched
    assert route("appeal", "road", "/D/").lead == centre.pk


def test_the_blank_district_takes_matters_at_once() -> None:
    load_blank()
    load_blank()
    matter = raise_matter(PUBLIC, Draft("appeal", "路灯不亮")).matter
    assert matter.division_path == "/LOCAL/"
    names = {lab.name for lab in desk().labels if lab.kind == "appeal"}
    assert len(names) == 7
    kinds = {lab.kind for lab in desk().labels}
    assert {"appeal", "hazard"} <= kinds <= set(FLOWS)


def test_a_district_takes_over_from_the_blank_one_with_its_administrator(folder: Folder) -> None:
    load_blank()
    root = Division.objects.get()
    appoint(JOB, "administrator", add_person(JOB, "甲"), root)
    report = load_district(JOB, folder())
    assert report.faults == ()
    root.refresh_from_db()
    assert (root.code, root.name, root.path) == ("D", "示例区", "/D/")
    assert Division.objects.filter(parent=None).count() == 1
    assert Span.objects.get(verb="tie.made").division_path == "/D/"
    assert Organisation.objects.get(code="intake").name == "区受理中心"


def test_the_categories_of_the_blank_district_give_way(folder: Folder) -> None:
    load_blank()
    load_district(JOB, folder())
    assert set(Category.objects.filter(kind="appeal").values_list("code", flat=True)) == {
        "city",
        "road",
    }


def test_another_district_is_refused_once_one_is_loaded(folder: Folder) -> None:
    load_district(JOB, folder())
    report = load_district(
        JOB,
        folder(
            district__toml='name = "另一区"\nroot = "E"\n',
            divisions__csv="code,name,kind,parent\n",
            sites__csv="code,name,kind,division\n",
            organisations__csv="code,name,kind,division\n",
            duties__csv="item,kind,category,division,position,organisation,valid_from\n",
        ),
    )
    assert "不在文件里" in report.faults[0].why


def test_the_demo_district_tiles_its_plane() -> None:
    assert load_district(JOB, SHIPPED / "demo").faults == ()
    communities = [a for a in atlas().areas if a.kind == "community"]
    assert len(communities) == 22
    for area in communities:
        assert area.lon is not None
        assert area.lat is not None
        found = atlas().at(area.lon, area.lat)
        assert found
        assert found.path.startswith(area.path)
    assert atlas().by_code["ZC0501"].path == "/ZC/ZKQ/ZC0501/"


def national(shared: Path, root: str, roots: str, own: str = "") -> dict[str, str]:
    """A folder that takes its divisions from the national lists."""
    lists = f'[national]\nfolder = "{shared}/data/divisions"\nroots = {roots}\n'
    head = f'name = "测试区"\nroot = "{root}"\n{lists}'
    return {
        "district__toml": head,
        "divisions__csv": "code,name,kind,parent\n" + own,
        "organisations__csv": f"code,name,kind,division\nintake,中心,intake,{root}\n",
        "duties__csv": (
            "item,kind,category,division,position,organisation,valid_from\n"
            f"受理,,,{root},intake,intake,2020-01-01\n"
        ),
        "sites__csv": "code,name,kind,division\n",
        "categories__csv": "kind,code,name\n",
    }


def test_chaohu_comes_from_the_national_lists(folder: Folder, shared_data: Path) -> None:
    report = load_district(JOB, folder(**national(shared_data, "340181", '["340181"]')))
    assert report.faults == ()
    streets = (shared_data / "data/divisions/chaohu_streets.csv").read_text("utf-8").splitlines()
    communities = (
        (shared_data / "data/divisions/chaohu_communities.csv").read_text("utf-8").splitlines()
    )
    assert Division.objects.filter(kind="street").count() == len(streets) - 1
    assert Division.objects.filter(kind="community").count() == len(communities) - 1
    assert Division.objects.get(code="340181001001").path == "/340181/340181001/340181001001/"


def test_a_zone_without_code_takes_a_town_out_of_its_county(
    folder: Folder, shared_data: Path
) -> None:
    own = "AKQ,安顺经济技术开发区,zone,5204\n520402101,,,AKQ\n"
    report = load_district(JOB, folder(**national(shared_data, "5204", '["5204"]', own)))
    assert report.faults == ()
    town = Division.objects.get(code="520402101")
    assert (town.name, town.kind, town.path) == ("幺铺镇", "street", "/5204/AKQ/520402101/")
    assert town.official
    assert not Division.objects.get(code="AKQ").official
    assert Division.objects.get(code="520402001").path == "/5204/520402/520402001/"


def test_a_zone_alone_gathers_towns_from_the_national_lists(
    folder: Folder, shared_data: Path
) -> None:
    files = national(shared_data, "AKQ", '["520402101", "520402007"]', "AKQ,开发区,zone,\n")
    assert load_district(JOB, folder(**files)).faults == ()
    assert Division.objects.get(code="AKQ").kind == "zone"
    assert Division.objects.get(code="520402007").path == "/AKQ/520402007/"
