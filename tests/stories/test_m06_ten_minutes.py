"""M06, told through the desk of a street and the command line, in a generated town.

"for any place and hour: which stations are within 10 minutes on foot or by e-bike over real roads;
the share of demand covered, by hour of day; where the next stations should stand"
"""

import json
import re
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from tests.cast import District
from tests.circle_town import STATIONS, stored_town, town_people
from tests.desk import desk, html
from tests.roads.oracle import times
from zhuchao.roads.network import Network, network
from zhuchao.roads.roads import Roads
from zhuchao.roads.snapping import snap
from zhuchao.rules.travel import shipped_travel

REACH, SITING, POINTS = "/desk/circle/reach/", "/desk/circle/siting/", "/desk/circle/points/"
HOURS = {"日站": "08:00-20:00", "夜站": "24h", "新站": ""}
LIMIT_S = 600.0
WANTS = (
    (117.808, 31.594, 40), (117.81, 31.59, 10), (117.826, 31.608, 24), (117.832, 31.594, 30),
    (117.815, 31.61, 20), (117.82, 31.6, 15), (117.836, 31.61, 8),
)  # fmt: skip
FRONTS = (
    ("东门", 117.832, 31.593, 500),
    ("北门", 117.815, 31.609, 300),
    ("中街", 117.82, 31.599, 400),
)


@pytest.fixture
def town(district: District, tmp_path: Path, settings: Any) -> Roads:
    """The town with its stations; its roads are in use."""
    settings.ZHUCHAO_HOME = tmp_path
    town_people(district)
    return stored_town(tmp_path)


def bring(client: Any, kind: str, name: str, lines: list[str]) -> None:
    file = SimpleUploadedFile(f"{name}.csv", "\n".join(lines).encode())
    html(client.post(POINTS, {"kind": kind, "name": name, "file": file}, follow=True))


def said(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def command(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command(*words, "--json", stdout=out, stderr=StringIO())
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def table(path: Path, lines: list[str]) -> str:
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def sites_file(folder: Path, hour: int | None = None) -> str:
    """The stations as the command reads them; with an hour only those that are open then."""
    open_now = {13: ("日站", "夜站"), 2: ("夜站",), None: tuple(HOURS)}[hour]
    rows = [f"{n},{x},{y},{HOURS[n]}" for n, x, y, _ in STATIONS if n in open_now]
    return table(folder / f"sites-{hour}.csv", ["id,lon,lat,hours", *rows])


def by_heap(roads: Roads, mode: str, hour: int) -> tuple[int, float]:
    """Nodes and demand within the limit of the open stations, by the slow oracle."""
    found: Network = network(roads, shipped_travel().modes[mode]).turned
    names = ("日站", "夜站") if hour == 13 else ("夜站",)
    places = [(x, y) for n, x, y, _ in STATIONS if n in names]
    sites = snap(found, *np.array(places).T)
    wanted = snap(found, [w[0] for w in WANTS], [w[1] for w in WANTS])
    nodes, points = times(found, sites, wanted, LIMIT_S)
    met = sum(w[2] for w, seconds in zip(WANTS, points, strict=True) if seconds <= LIMIT_S)
    near = [n for n, seconds in nodes.items() if n < found.nodes and seconds <= LIMIT_S]
    return len(near), met / sum(w[2] for w in WANTS)


@pytest.mark.parametrize("mode", ["foot", "ebike"])
def test_who_is_within_ten_minutes_by_day_and_by_night(
    mode: str, district: District, town: Roads, tmp_path: Path
) -> None:
    street = desk(district, "street")
    assert "还没有需求数据" in html(street.get(REACH, {"mode": mode}))
    bring(street, "demand", "热点", ["lon,lat,weight", *(f"{x},{y},{n}" for x, y, n in WANTS)])

    shares = {}
    for hour in (13, 2):
        shown = said(html(street.get(REACH, {"mode": mode, "hour": str(hour)})))
        nodes, share = by_heap(town, mode, hour)
        answer = command(
            "reach", "--network", "demo", "--sites", sites_file(tmp_path), "--minutes", "10",
            "--mode", mode, "--hour", str(hour), "--to-sites", "-o", str(tmp_path / "nodes.csv"),
        )  # fmt: skip
        assert answer["reached"] == nodes
        assert f"路口能到：{answer['nodes']:,} 个中 {nodes:,} 个" in shown
        assert f"{100 * share:.1f}% {hour:02}:00 的需求能到开放站点" in shown
        shares[hour] = f"{100 * share:.1f}%"

    assert shares[13] != shares[2]
    page = html(street.get(REACH, {"mode": mode, "hour": "13", "compare": "2"}))
    assert f"13:00 与 02:00 相比 {shares[13]} → 变为 {shares[2]}" in said(page)
    assert 'class="cover lost"' in page
    assert 'class="sign unknown"' in page
    assert said(page).count("时间不明") >= 2


@pytest.mark.parametrize("mode", ["foot", "ebike"])
def test_where_the_next_stations_should_stand(
    mode: str, district: District, town: Roads, tmp_path: Path
) -> None:
    street = desk(district, "street")
    assert "没有可选的地点" in html(street.get(SITING))
    wants = ["id,lon,lat,weight", *(f"{i},{x},{y},{n}" for i, (x, y, n) in enumerate(WANTS))]
    fronts = ["id,lon,lat,cost", *(f"{n},{x},{y},{c}" for n, x, y, c in FRONTS)]
    bring(street, "demand", "热点", wants)
    bring(street, "candidates", "门面", fronts)

    for by, most in (("add", "2"), ("budget", "600")):
        plan = command(
            "siting", "--network", "demo", "--demand", table(tmp_path / "d.csv", wants),
            "--candidates", table(tmp_path / "c.csv", fronts), "--minutes", "10",
            "--existing", sites_file(tmp_path, 2), "--mode", mode, "--to-sites",
            f"--{by}", most,
        )  # fmt: skip
        shown = said(
            html(street.get(SITING, {"mode": mode, "hour": "2", "by": by, "amount": most}))
        )
        assert plan["optimal"]
        assert f"每天 {plan['total']:g} 次需求中，{plan['covered']:g} 次能到" in shown
        assert "已证明：没有别的选法能到得更多" in shown
        chosen = shown.split("选中的地点", 1)[-1].split("导出选中")[0]
        for reason in plan["reasons"]:
            assert f"{reason['candidate']} 每天多 {reason['only']:g} 次；没有它只有 " in chosen
    assert "日站 全天开放 每天多" in shown
