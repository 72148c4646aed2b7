"""M18, told through the pages of a department, of the desk above it and of who follows up.

"走访调研: visits (also several days on site, 蹲点) with mode, findings, report and follow-up"
(A-01: 25 visits, counted in 次). The register from Excel is in test_m18_register_from_excel.py.
"""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from tests.cast import District, add_account
from tests.desk import desk, html
from tests.party_desk import ago
from tests.units import unit
from zhuchao.access.models import Notice
from zhuchao.access.notices import words
from zhuchao.gatherings.models import Finding, Gathering
from zhuchao.journal.clock import at, local_day, noon, now
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter
from zhuchao.registry.models import Person

HOME = "/desk/visits/"
FOUND = f"{HOME}findings/"


@pytest.fixture
def town(district: District) -> District:
    """The cast, two units of one street and one of the other, and the Party desk."""
    district.accounts["party"] = add_account(district, "party", "party_desk", "D")
    for name, where in (("甲快递", "C11"), ("乙快递", "C11"), ("庚制造", "C21")):
        unit(district, name, where)
    return district


def plan(town: District, who: str = "roads", **more: Any) -> Any:
    """Send the form of a new visit."""
    said = {
        "unit": "甲快递",
        "division": "",
        "mode": "call",
        "title": "暑期送餐高峰的歇脚情况",
        "begins": str(ago(3)),
        "ends": "",
        "host": town.office("roads"),
        **more,
    }
    return desk(town, who).post(f"{HOME}new/", said)


def planned(town: District, **more: Any) -> Gathering:
    """A visit as it was just written down."""
    answer = plan(town, **more)
    assert answer.status_code == 302, html(answer, answer.status_code)
    return Gathering.objects.latest("pk")


def act(town: District, visit: Gathering, name: str, who: str = "roads", **said: Any) -> Any:
    """Send a form of the page of a visit, as of the version the page shows."""
    visit.refresh_from_db()
    given = {"version": visit.version, **said}
    fields = {f"{name}-{field}": value for field, value in given.items()}
    return desk(town, who).post(f"{HOME}{visit.pk}/{name}/", fields, follow=True)


def me(town: District, name: str = "roads") -> int:
    """The number of somebody of the cast as a person of the record."""
    return Person.objects.get(account=town.accounts[name]).pk


def hold(town: District, visit: Gathering, **said: Any) -> Any:
    """Tell that it was held on the days it was planned for."""
    people = [me(town), me(town, "roads2")]
    days = {"begins": str(visit.begins), "ends": str(visit.ends)}
    given = {**days, "people": people, "companions": 1, "met": 6, **said}
    return act(town, visit, "hold", **given)


def note(town: District, visit: Gathering, text: str = "夜里没有地方歇脚", **said: Any) -> Finding:
    """A finding of the visit."""
    given = {"on": str(visit.begins), "topic": "workers", "text": text, **said}
    html(act(town, visit, "note", **given))
    return Finding.objects.latest("pk")


def settle(town: District, row: Finding, name: str, who: str, /, **said: Any) -> Any:
    """Send a form of the page of a finding."""
    fields = {f"{name}-{field}": value for field, value in said.items()}
    return desk(town, who).post(f"{FOUND}{row.pk}/{name}/", fields, follow=True)


def tiles(town: District, query: str = "", who: str = "party") -> dict[str, int]:
    """The numbers above the list."""
    page = html(desk(town, who).get(f"{HOME}{query}"))
    return {label: int(n) for n, label in re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", page)}


def test_a_stay_of_three_days_is_planned_held_found_on_reported_and_counted_once(
    town: District,
) -> None:
    stay = planned(town, mode="stay", title="蹲点看夜间配送", begins=str(ago(9)), ends=str(ago(7)))
    page = html(desk(town, "roads").get(f"{HOME}{stay.pk}/"))
    assert "等登记结果" in page
    assert "甲快递" in page
    assert tiles(town)["走访（次）"] == 0
    note(town, stay, "二楼充电口不够", on=str(ago(8)), topic="suggestion")
    page = html(hold(town, stay))
    assert "其他同行 1 人" in page
    assert "6 人次" in page
    html(act(town, stay, "attend", person=me(town, "roads2"), first=str(ago(9)), last=str(ago(8))))
    photo = BytesIO()
    Image.new("RGB", (80, 60), "tan").save(photo, "JPEG")
    photo.name, _start = "report.jpg", photo.seek(0)
    page = html(act(town, stay, "report", text="充电口不够，建议再装六个。", photo=photo))
    assert "建议再装六个" in page
    assert "已报告" in page
    picture = re.search(r'src="(/files/[^"]+)"', page)
    assert picture
    shown = desk(town, "roads").get(picture[1])
    assert b"".join(shown).startswith(b"\xff\xd8")
    assert desk(town, "water").get(picture[1]).status_code == 404
    assert tiles(town)["走访（次）"] == 1
    entry = Entry.objects.get(verb="gathering.held")
    assert (entry.headcount, entry.facets["days"], entry.facets["met"]) == (3, 3, 6)
    assert entry.day == ago(7)
    told = Entry.objects.filter(subject_kind__in=("gathering", "finding"))
    assert "充电口" not in str([vars(one) for one in told])


def test_what_was_found_is_given_to_an_office_and_settled_by_it(town: District) -> None:
    visit = planned(town)
    hold(town, visit)
    row, due = note(town, visit), local_day(now()) + timedelta(days=7)
    assert "只记下" in html(desk(town, "party").get(FOUND))
    html(desk(town, "water").get(f"{FOUND}{row.pk}/"), 404)
    given = settle(town, row, "give", "roads", office="区水务局", due=str(due))
    assert "跟进中" in html(given)
    told = Notice.objects.get(template="finding", account=town.accounts["water"])
    assert f"请在 {due} 前落实" in words(told)[0]
    assert "<b>1</b><span>走访发现待落实" in html(desk(town, "water").get("/desk/"))
    assert "<b>1</b><span>走访等写报告" in html(desk(town, "roads").get("/desk/"))
    mine = html(desk(town, "water").get(HOME))
    assert "有 1 条走访发现等您单位落实" in mine
    assert visit.title not in mine.split("<table")[-1]
    assert "夜里没有地方歇脚" in html(desk(town, "water").get(f"{FOUND}?mine=on&state=open"))
    html(desk(town, "water").get(f"{HOME}{visit.pk}/"), 404)
    assert f'{HOME}{visit.pk}/"' not in html(desk(town, "water").get(f"{FOUND}{row.pk}/"))
    assert tiles(town)["跟进中（条）"] == 1
    done = settle(town, row, "settle", "water", result="开放一楼值班室", on=str(now().date()))
    assert "已落实" in html(done)
    assert "开放一楼值班室" in html(desk(town, "roads").get(f"{HOME}{visit.pk}/"))
    found = tiles(town)
    assert (found["落实（条）"], found["跟进中（条）"]) == (1, 0)
    again = settle(town, row, "settle", "water", result="再写一次", on=str(now().date()))
    assert again.status_code == 409


def test_a_follow_up_past_its_day_is_late_and_the_list_shows_the_same(town: District) -> None:
    visit = planned(town)
    hold(town, visit)
    row, due = note(town, visit), local_day(now())
    settle(town, row, "give", "roads", office="water", due=str(due))
    late = f"{FOUND}?state=late&counted=on&year={due.year}"
    assert "夜里没有地方歇脚" not in html(desk(town, "party").get(late))
    with at(now() + timedelta(days=1)):
        assert tiles(town, f"?year={local_day(now()).year}")["其中超期（条）"] == 1
        late = f"{FOUND}?state=late&counted=on&year={local_day(now()).year}"
        assert "跟进超期" in html(desk(town, "party").get(late))
        assert "1 条已超期" in html(desk(town, "water").get(HOME))


def test_what_was_open_at_the_end_of_a_year_stays_behind_its_number(town: District) -> None:
    """Settled since, it is still what the number of that year counted."""
    year = local_day(now()).year - 1
    with at(noon(date(year, 11, 3))):
        visit = planned(town, begins=str(date(year, 11, 2)))
        hold(town, visit)
        row = note(town, visit)
        settle(town, row, "give", "roads", office="water", due=str(date(year, 12, 1)))
    settle(town, row, "settle", "water", result="开放值班室", on=str(local_day(now())))
    found = tiles(town, f"?year={year}")
    assert (found["跟进中（条）"], found["其中超期（条）"], found["落实（条）"]) == (1, 1, 0)
    for state in ("open", "late"):
        page = html(desk(town, "party").get(f"{FOUND}?year={year}&counted=on&state={state}"))
        assert "夜里没有地方歇脚" in page
    assert "夜里没有地方歇脚" not in html(desk(town, "party").get(f"{FOUND}?state=open"))
    assert tiles(town)["落实（条）"] == 1


def test_a_finding_becomes_a_matter_with_its_own_clock(town: District) -> None:
    visit = planned(town)
    hold(town, visit)
    row = note(town, visit, "有骑手住院，家里没人照看老人", topic="difficulty")
    page = html(desk(town, "roads").get(f"{FOUND}{row.pk}/"))
    assert "转为困难办件" in page
    said = {
        "text": "骑手周某某住院，母亲独自在家",
        "summary": "一名骑手家里需要照看老人",
        "whose": "worker",
        "name": "周某某",
        "phone": "13900000001",
    }
    page = html(settle(town, row, "raise", "roads", **said))
    matter = Matter.objects.get(origin=f"finding:{row.pk}")
    assert (matter.kind, matter.division_path) == ("difficulty", visit.division_path)
    assert matter.payload["found_on"] == "visit"
    assert matter.receipt in page
    assert "已转办件" in page
    assert "周某某" not in page
    html(settle(town, row, "settle", "roads", result="不归这里", on=str(now().date())), 409)
    assert tiles(town)["跟进中（条）"] == 0


def test_a_visit_is_followed_by_another_one(town: District) -> None:
    visit = planned(town)
    hold(town, visit)
    page = html(desk(town, "roads").get(f"{HOME}{visit.pk}/"))
    assert f"{HOME}new/?follows={visit.pk}" in page
    form = html(desk(town, "roads").get(f"{HOME}new/?follows={visit.pk}"))
    assert f"回访：{visit.title}" in form
    again = planned(town, title=f"回访：{visit.title}", begins=str(ago(0)), follows=visit.pk)
    assert visit.title in html(desk(town, "roads").get(f"{HOME}{again.pk}/"))
    assert again.title in html(desk(town, "roads").get(f"{HOME}{visit.pk}/"))


def test_the_year_is_seen_by_month_mode_and_unit_and_each_number_has_its_records(
    town: District,
) -> None:
    year = local_day(now()).year - 1
    for unit_name, day, mode in (
        ("甲快递", date(year, 3, 5), "call"),
        ("乙快递", date(year, 3, 9), "talk"),
        ("甲快递", date(year, 7, 1), "call"),
    ):
        visit = planned(town, unit=unit_name, begins=str(day), mode=mode, title=f"{day} 走访")
        hold(town, visit)
    place = planned(town, unit="", division="C12", begins=str(date(year, 7, 2)), title="看社区食堂")
    hold(town, place)
    page = html(desk(town, "party").get(f"{HOME}?year={year}"))
    assert tiles(town, f"?year={year}")["走访（次）"] == 4
    assert tiles(town)["走访（次）"] == 0
    assert f'aria-label="{year} 年 3 月 2 次"' in page
    assert "在营单位 3 家，到过 2 家" in page
    assert "没有走访的单位（1 家）" in page
    bare = page.split("没有走访的单位")[1]
    assert "庚制造" in bare
    assert "甲快递" not in bare.split("</details>")[0]
    march = html(desk(town, "party").get(f"{HOME}?year={year}&month=3&counted=on"))
    assert (march.count(f"{year}-03-05 走访"), march.count("看社区食堂")) == (1, 0)
    sheet = desk(town, "party").get(f"{HOME}sheet.xlsx?year={year}&counted=on")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(sheet)))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 2 + 4
    html(act(town, place, "back", reason="记错了"))
    assert tiles(town, f"?year={year}")["走访（次）"] == 3


def test_a_plan_that_falls_through_is_called_off_with_a_reason(town: District) -> None:
    visit = planned(town, begins=str(local_day(now()) + timedelta(days=5)))
    assert "计划中" in html(desk(town, "roads").get(f"{HOME}{visit.pk}/"))
    html(act(town, visit, "off", reason=" "), 422)
    page = html(act(town, visit, "off", reason="台风"))
    assert "已取消" in page
    assert "台风" in page
    assert visit.title not in html(desk(town, "roads").get(HOME))
    assert visit.title in html(desk(town, "roads").get(f"{HOME}?state=called_off"))
    planned(town, begins=str(visit.begins))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"unit": "", "division": ""}, "请写一个单位，或者选一个地方"),
        ({"division": "C11"}, "请写一个单位，或者选一个地方"),
        ({"unit": "没有这家"}, "没有“没有这家”这个组织"),
        ({"mode": "stay"}, "至少两天"),
        ({"ends": "2020-01-01"}, "结束日期早于开始日期"),
        ({"begins": "2019-01-01"}, ""),
        ({"begins": "2018-12-31"}, "还没有成立"),
        ({"begins": "2999-01-01"}, "最多提前一年"),
        ({"title": " "}, ""),
        ({"host": ""}, ""),
    ],
)
def test_what_cannot_be_is_told_at_the_form(
    town: District, changes: dict[str, Any], told: str
) -> None:
    answer = plan(town, **changes)
    if changes == {"begins": "2019-01-01"}:
        assert answer.status_code == 302
        return
    assert told in html(answer, 422)
    assert not Gathering.objects.exists()


def test_the_page_of_a_unit_leads_to_its_visits(town: District) -> None:
    visit, code = planned(town), town.offices["甲快递"].code
    assert f"{HOME}?unit={code}" in html(desk(town, "party").get(f"/desk/organisations/{code}/"))
    assert visit.title in html(desk(town, "party").get(f"{HOME}?unit={code}"))
    other = town.offices["乙快递"].code
    assert visit.title not in html(desk(town, "party").get(f"{HOME}?unit={other}"))


def test_one_visit_is_written_down_once(town: District) -> None:
    planned(town)
    assert "已经登记过" in html(plan(town), 409)
    assert Gathering.objects.count() == 1


def test_others_neither_see_nor_change_a_visit(town: District) -> None:
    visit = planned(town)
    html(desk(town, "water").get(f"{HOME}{visit.pk}/"), 404)
    html(act(town, visit, "hold", who="water"), 404)
    nothing = html(desk(town, "auditor").get(HOME))
    assert "没有您能看的走访" in nothing
    assert f"{HOME}new/" not in nothing
    html(desk(town, "auditor").get(f"{HOME}new/"), 403)
    for who in ("water", "party"):
        assert (visit.title in html(desk(town, who).get(HOME))) is (who == "party")
    other = plan(town, who="water")
    assert other.status_code == 422
    assert Gathering.objects.count() == 1
