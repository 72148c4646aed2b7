"""`zhuchao roads`, `reach` and `siting`: their documents, files, messages and exit codes."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from tests.roads.test_osm import SPOTS, written
from zhuchao.cli import runner
from zhuchao.roads.roads import OPEN_STREET_MAP
from zhuchao.roads.store import read

NODES = "id,lon,lat\n" + "".join(f"n{i},{117 + 0.001 * i},36.6\n" for i in range(11))
EDGES = "u,v,length_m\n" + "".join(f"n{i},n{i + 1},100\n" for i in range(10))
SITES = "id,lon,lat,hours\ns,117,36.6,24h\nt,117.01,36.6,08:00-20:00\nq,117.005,36.6,\n"
PLACES = "id,lon,lat\na,117.001,36.6\nb,117.006,36.6\nc,117.009,36.6\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.ZHUCHAO_HOME = tmp_path / "home"
    return tmp_path / "home"


def file(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def run(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*words, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def refused(*words: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert caught.value.returncode == 2
    return caught.value


@pytest.fixture
def street(tmp_path: Path) -> str:
    """A street of ten one-way pieces, stored."""
    nodes, edges = file(tmp_path, "nodes.csv", NODES), file(tmp_path, "edges.csv", EDGES)
    run("roads", "load", "street", "--nodes", nodes, "--edges", edges, "--attribution", "© 甲")
    return "street"


def reach(folder: Path, *more: str, mode: str = "foot", minutes: str = "5") -> list[str]:
    sites = file(folder, "sites.csv", SITES)
    words = ["reach", "--network", "street", "--sites", sites, "--minutes", minutes]
    return [*words, "--mode", mode, "-o", str(folder / "out.csv"), *more]


def out(folder: Path) -> list[dict[str, str]]:
    with (folder / "out.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def siting(folder: Path, *more: str, most: tuple[str, str] = ("--add", "1")) -> list[str]:
    demand = "id,lon,lat,weight\n"
    demand += "u,117.0015,36.6,2\nv,117.0055,36.6,3\nw,117.0085,36.6,4\nx,117.0095,36.6,1\n"
    files = {
        "--candidates": file(folder, "candidates.csv", PLACES),
        "--demand": file(folder, "demand.csv", demand),
    }
    words = [word for pair in files.items() for word in pair]
    base = ["siting", "--network", "street", "--minutes", "2", "--mode", "foot", *most]
    return [*base, *words, *more]


def test_loading_tables_tells_what_was_loaded(tmp_path: Path, home: Path) -> None:
    nodes, edges = file(tmp_path, "n.csv", NODES), file(tmp_path, "e.csv", EDGES + "n0,n1,100\n")
    words = ("roads", "load", "街", "--nodes", nodes, "--edges", edges)
    found = json.loads(run(*words, "--json")[0])
    assert (found["nodes"], found["edges"], found["dropped"]) == (11, 10, 1)
    assert found["usable_km"] == {"foot": 1, "ebike": 1}
    assert [source["file"] for source in found["sources"]] == ["n.csv", "e.csv"]
    assert read(home / "roads" / "街").attribution == ""
    said, err = run(*words)
    assert "11 个节点，10 条边，1.0 公里" in said
    assert "没有写明数据来源与许可" in said
    assert "有 1 行与别的行相同" in err


def test_loading_an_extract_keeps_its_attribution(tmp_path: Path, home: Path) -> None:
    written(tmp_path / "x.osm.pbf", (list(SPOTS), "highway=residential"))
    found = json.loads(run("roads", "load", "x", str(tmp_path / "x.osm.pbf"), "--json")[0])
    assert (found["nodes"], found["edges"], found["attribution"]) == (4, 3, OPEN_STREET_MAP)
    assert len(read(home / "roads" / "x").ids) == 4


def test_bad_rows_are_all_named_and_nothing_is_stored(tmp_path: Path, home: Path) -> None:
    rows = "".join(f"n{i},x,-1\n" for i in range(11))
    nodes, edges = file(tmp_path, "n.csv", NODES), file(tmp_path, "e.csv", "u,v,length_m\n" + rows)
    message = str(refused("roads", "load", "x", "--nodes", nodes, "--edges", edges))
    assert "e.csv 第 2 行 v 列：节点表中没有这个节点：x" in message
    assert "e.csv 第 2 行 length_m 列：超出范围：-1" in message
    assert "另有 2 处" in message
    assert not (home / "roads").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x"], "请给出一个 .osm.pbf 文件，或者同时给出 --nodes 和 --edges"),
        (["x", "--nodes", "n.csv"], "请给出一个"),
        (["x", "a.pbf", "--edges", "e.csv"], "请给出一个"),
        (["../x", "a.pbf"], "路网名称只能用"),
        (["x", "absent.osm.pbf"], "打不开文件：absent.osm.pbf"),
        (["x", "a.pbf", "--travel", "absent.toml"], "读不了“absent.toml”"),
    ],
)
def test_bad_usage_of_loading_is_told(words: list[str], said: str) -> None:
    assert said in str(refused("roads", "load", *words))


def test_reach_writes_every_node_and_answers_one_document(tmp_path: Path, street: str) -> None:
    document = json.loads(run(*reach(tmp_path, "--json"))[0])
    assert (document["nodes"], document["reached"], document["share"]) == (11, 11, 1)
    assert 0 <= document["seconds_compute"] < 5
    assert document["attribution"] == "© 甲"
    rows = out(tmp_path)
    assert list(rows[0]) == ["id", "lon", "lat", "site", "seconds"]
    assert rows[1] == {
        "id": "n1",
        "lon": "117.001",
        "lat": "36.6",
        "site": "s",
        "seconds": "75.000",
    }
    assert [row["site"] for row in rows] == ["s"] * 3 + ["q"] * 5 + ["t"] * 3


def test_beyond_the_limit_site_and_seconds_are_empty(tmp_path: Path, street: str) -> None:
    document = json.loads(run(*reach(tmp_path, "--json", minutes="1.25"))[0])
    assert document["reached"] == 7
    assert [(row["site"], row["seconds"]) for row in out(tmp_path)[2:4]] == [("", ""), ("", "")]


def test_the_hour_decides_which_sites_count(tmp_path: Path, street: str) -> None:
    night = json.loads(run(*reach(tmp_path, "--json", "--hour", "3"))[0])
    assert (night["reached"], night["sites_counted"], night["sites_unknown_hours"]) == (5, 1, 1)
    day = json.loads(run(*reach(tmp_path, "--json", "--hour", "8", "--unknown-open"))[0])
    assert (day["reached"], day["sites_counted"]) == (11, 3)
    said, err = run(*reach(tmp_path, "--hour", "3"))
    assert "11 个节点中 5 个能到（45.5%）" in said
    assert "有 1 个站点开放时间不明" in err


def test_sites_whose_table_tells_no_hours_all_count_and_it_is_said(
    tmp_path: Path, street: str
) -> None:
    sites = file(tmp_path, "plain.csv", "id,lon,lat\ns,117.001,36.6\nt,117.009,36.6\n")
    words = [*reach(tmp_path, "--json", "--hour", "3"), "--sites", sites]
    said, err = run(*words)
    assert (json.loads(said)["sites_counted"], json.loads(said)["sites_unknown_hours"]) == (2, 2)
    assert "站点表没有 hours 一列，所有站点按开放计" in err


def test_riders_reach_with_the_traffic_and_are_reached_against_it(
    tmp_path: Path, street: str
) -> None:
    run(*reach(tmp_path, "--hour", "3", mode="ebike"))
    assert all(row["site"] == "s" for row in out(tmp_path))
    run(*reach(tmp_path, "--hour", "3", "--to-sites", mode="ebike"))
    assert [row["site"] for row in out(tmp_path)] == ["s"] + [""] * 10


def test_a_district_may_travel_at_its_own_speed(tmp_path: Path, street: str) -> None:
    from importlib.resources import files

    shipped = (files("zhuchao.rules") / "sets" / "travel.toml").read_text("utf-8")
    slow = file(tmp_path, "slow.toml", shipped.replace("speed_kmh = 4.8", "speed_kmh = 3.0"))
    run(*reach(tmp_path, "--travel", slow))
    assert out(tmp_path)[1]["seconds"] == "120.000"
    bad = file(tmp_path, "bad.toml", shipped.replace("speed_kmh = 4.8", "speed_kmh = 8.0"))
    assert "bad.toml: mode.foot.speed_kmh: 应大于 0" in str(
        refused(*reach(tmp_path, "--travel", bad))
    )


def test_sites_far_from_every_road_are_named_and_left_out(tmp_path: Path, street: str) -> None:
    words = reach(tmp_path, "--json")
    file(tmp_path, "sites.csv", SITES + "far,118,36.6,24h\n")
    document, err = run(*words)
    assert json.loads(document)["sites_counted"] == 3
    assert "1 个点离可走的道路超过 1000 米，不计：far" in err


def test_sites_may_come_from_a_workbook(tmp_path: Path, street: str) -> None:
    words = reach(tmp_path, "--json")
    with xlsxwriter.Workbook(tmp_path / "sites.xlsx") as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([["id", "lon", "lat"], [7, 117, 36.6]]):
            sheet.write_row(number, 0, line)
    words[words.index("--sites") + 1] = str(tmp_path / "sites.xlsx")
    run(*words)
    assert {row["site"] for row in out(tmp_path)} == {"7", ""}


@pytest.mark.parametrize(
    ("sites", "said"),
    [
        ("id,lon\na,1\n", "缺少列：lat"),
        ("id,lon,lat\na,1,x\n", "第 2 行 lat 列：不是数字：x"),
        ("id,lon,lat,hours\na,1,2,早晚\n", "第 2 行 hours 列：应为 08:00-20:00"),
        ("id,lon,lat\n", "没有数据行"),
        ("", "没有表头"),
    ],
)
def test_bad_sites_are_told_and_nothing_is_written(
    sites: str, said: str, tmp_path: Path, street: str
) -> None:
    words = reach(tmp_path)
    file(tmp_path, "sites.csv", sites)
    assert said in str(refused(*words))
    assert not (tmp_path / "out.csv").exists()


def test_a_network_that_is_not_there_says_what_to_run(tmp_path: Path) -> None:
    assert "没有路网“street”，请先运行 zhuchao roads load" in str(refused(*reach(tmp_path)))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--hour", "24"),
        ("--hour", "x"),
        ("--minutes", "0"),
        ("--minutes", "inf"),
        ("--mode", "car"),
    ],
)
def test_options_out_of_range_are_bad_usage(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        runner.run([*reach(tmp_path), option, value])
    assert ended.value.code == 2
    assert f"argument {option}" in capsys.readouterr().err


def test_siting_chooses_and_explains(tmp_path: Path, street: str) -> None:
    found = json.loads(run(*siting(tmp_path, "--json"))[0])
    assert found["chosen"] == ["c"]
    promised = ["chosen", "covered", "total", "share", "optimal", "bound", "seconds"]
    assert list(found) == [*promised, "existing", "reasons", "attribution"]
    assert (found["covered"], found["total"], found["share"]) == (5, 10, 0.5)
    assert (found["optimal"], found["bound"]) == (True, 5)
    assert found["reasons"] == [
        {"candidate": "c", "covers": 5, "only": 5, "lost": 2, "instead": "b"}
    ]


def test_siting_speaks_plainly(tmp_path: Path, street: str) -> None:
    said, err = run(*siting(tmp_path, most=("--add", "2")))
    assert "覆盖需求 8 / 10（80.0%），其中现有站点 0" in said
    assert "c：覆盖 5，只有它覆盖 5，没有它、改用 a 仍少 3" in said
    assert "已证明没有更好的选法" in said
    assert "© 甲" in said
    assert "最多 60 秒" in err


def test_existing_sites_are_not_found_again(tmp_path: Path, street: str) -> None:
    existing = file(tmp_path, "existing.csv", "id,lon,lat\nx,117.009,36.6\n")
    found = json.loads(run(*siting(tmp_path, "--json", "--existing", existing))[0])
    assert (found["chosen"], found["covered"], found["existing"]) == (["b"], 8, 5)


def test_a_search_out_of_time_says_so(tmp_path: Path, street: str) -> None:
    found = json.loads(run(*siting(tmp_path, "--json", "--seconds", "1e-9"))[0])
    assert (found["chosen"], found["covered"], found["optimal"]) == (["c"], 5, False)
    assert found["bound"] > 5
    said, _ = run(*siting(tmp_path, "--seconds", "1e-9"))
    assert "时间已到，未能证明最优" in said


def test_a_budget_buys_what_covers_most_for_it(tmp_path: Path, street: str) -> None:
    words = siting(tmp_path, "--json", most=("--budget", "50"))
    priced = "id,lon,lat,cost,note\na,117.001,36.6,20,x\nb,117.006,36.6,30,\nc,117.009,36.6,60,\n"
    file(tmp_path, "candidates.csv", priced)
    found = json.loads(run(*words)[0])
    assert (sorted(found["chosen"]), found["covered"]) == (["a", "b"], 5)
    assert {one["instead"] for one in found["reasons"]} == {None}
    words[words.index("--budget") + 1] = "60"
    assert json.loads(run(*words)[0])["covered"] == 5


def test_a_budget_without_costs_names_the_column(tmp_path: Path, street: str) -> None:
    words = siting(tmp_path, most=("--budget", "50"))
    assert "candidates.csv：缺少列：cost" in str(refused(*words))
    file(tmp_path, "candidates.csv", "id,lon,lat,cost\na,117.001,36.6,\nb,117.006,36.6,-3\n")
    said = str(refused(*words))
    assert "candidates.csv 第 2 行 cost 列：为空" in said
    assert "candidates.csv 第 3 行 cost 列：超出范围：-3" in said


@pytest.mark.parametrize("most", [(), ("--add", "1", "--budget", "2"), ("--budget", "0")])
def test_either_a_number_or_a_budget_is_asked_for(
    most: tuple[str, ...], tmp_path: Path, street: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = siting(tmp_path)
    at = words.index("--add")
    with pytest.raises(SystemExit) as ended:
        runner.run([*words[:at], *most, *words[at + 2 :]])
    assert ended.value.code == 2
    assert "--budget" in capsys.readouterr().err
