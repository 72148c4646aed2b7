"""M41, through the pages: leaders receive, batches and persons apart, clocks of the law, sealed.

"接访约访下访, 信访法治化": 《信访工作条例》第十八条 "定期接待群众来访、定期下访"; 第二十条
"代表人数不得超过5人"; the article counts 183 批 293 人次 received and, apart from that,
132 批 221 人次 settled (A-36, A-37).
"""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from tests.cast import District
from tests.desk import desk, html, one, steps, submit
from tests.petition_cast import found_petition_district
from zhuchao.matters.models import Batch, Matter, Participant, Reception


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its petition office."""
    return found_petition_district()


def session(office: Client, district: District, **said: Any) -> Reception:
    """Register a session of the mayor."""
    leader = district.accounts["mayor"].person.pk
    given = {"mode": "receive", "day": "2026-11-20", "leader": leader, "place": "区接访大厅"}
    page = html(
        office.post("/desk/receptions/new/", {**given, "division": "D", **said}, follow=True)
    )
    assert "下一批" in page
    return Reception.objects.latest("pk")


def come(office: Client, held: Reception, headcount: int, **said: Any) -> Matter:
    """A batch at the counter."""
    given = {
        "headcount": headcount,
        "deputies": 1,
        "purpose": "claim",
        "text": "征地补偿款少算了八千元，要求补足",
        "summary": "征地补偿款争议",
        "category": "land",
        "division": "C11",
        "name": "赵甲",
        "phone": "13800000001",
        "home": "春风路 1 号",
        **said,
    }
    page = html(office.post(f"/desk/receptions/{held.pk}/batch/", given, follow=True))
    assert "已登记" in page
    return Matter.objects.latest("pk")


def number(page: str, figure: str) -> str:
    """A number of the summary, as it links to what is behind it."""
    found = re.search(rf'figure={figure}">([\d,]+)</a> (\S+?)(?: ·|</dd>)', page)
    assert found, figure
    return f"{found[1]} {found[2]}"


def test_a_leader_receives_and_every_number_opens_its_records(district: District) -> None:
    office = desk(district, "xinfang")
    held = session(office, district)
    first = come(office, held, 6, deputies=5)
    come(
        office,
        held,
        1,
        text="社保断缴两年",
        summary="社保断缴",
        category="labour",
        phone="13800000002",
    )
    visit = session(office, district, mode="go_down", place="春风社区")
    come(office, visit, 3, deputies=2, receipt=first.receipt, text="", summary="", purpose="")
    assert Matter.objects.count() == 2
    assert list(Batch.objects.values_list("headcount", flat=True)) == [6, 1, 3]

    page = html(office.get("/desk/receptions/?first=2026-01-01&last=2026-12-31"))
    for words in ("接访约访下访场次", "2 场次", "3 批次", "10 人次"):
        assert words in page

    submit(office, first, "step/forward", lead=district.office("roads"))
    roads = desk(district, "roads")
    submit(roads, first, "step/take_up", branch="ordinary", accepted_on="2026-11-20")
    submit(roads, first, "step/settle", settled_on="2026-11-24", how="agreed", note="签了和解协议")
    first.refresh_from_db()
    assert first.state == "settled"

    period = "first=2026-01-01&last=2026-12-31"
    page = html(office.get(f"/desk/petitions/?{period}"))
    assert number(page, "received_batches") == "3 批次"
    assert number(page, "received_persons") == "10 人次"
    assert number(page, "collective_batches") == "1 批次"
    assert number(page, "settled_batches") == "2 批次"
    assert number(page, "settled_persons") == "9 人次"
    assert number(page, "settled_by_departments") == "1 件"
    assert number(page, "registered") == "2 件"
    behind = html(office.get(f"/desk/petitions/behind/?{period}&figure=settled_persons"))
    assert behind.count(first.receipt) == 4  # two batches of one matter, each with its address
    assert "9 人次" in behind
    sheet = office.get(f"/desk/petitions/report.xlsx?{period}")
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")
    sheet.close()


def test_too_many_speakers_are_refused_at_their_field(district: District) -> None:
    office = desk(district, "xinfang")
    held = session(office, district)
    given = {"headcount": 40, "deputies": 6, "purpose": "claim", "text": "x" * 9, "summary": "x"}
    page = html(office.post(f"/desk/receptions/{held.pk}/batch/", given), 422)
    assert "代表 1 到 5 人" in page
    assert not Matter.objects.exists()


def test_representatives_are_sealed_and_not_more_than_the_law_lets(district: District) -> None:
    office = desk(district, "xinfang")
    matter = come(office, session(office, district), 3, deputies=1)
    file = f"/desk/matters/{matter.receipt}/petition/"
    for count, name in enumerate(("钱乙", "孙丙", "李丁"), 1):
        matter.refresh_from_db()
        said = {"name": name, "phone": "13800000003", "version": matter.version}
        assert f"{name[0]}*" in html(office.post(f"{file}deputy/", said, follow=True))
        assert Participant.objects.filter(role="deputy").count() == count
    matter.refresh_from_db()
    more = office.post(f"{file}deputy/", {"name": "周戊", "version": matter.version})
    assert "代表不得超过 3 人" in html(more, 422)
    assert "钱乙" not in html(office.get(file))


def test_a_repeat_is_proposed_and_a_person_confirms_it(district: District) -> None:
    office = desk(district, "xinfang")
    held = session(office, district)
    first = come(office, held, 1)
    again = come(office, held, 1, text="补偿款少算八千元，征地的，要求补足")
    page = one(office, again)
    assert "可能是重件" in page
    assert first.receipt in page
    assert "不予受理（第十九条）" in page
    again.refresh_from_db()
    said = {"version": again.version, "earlier": first.pk}
    office.post(f"/desk/matters/{again.receipt}/petition/filing/", said)
    again.refresh_from_db()
    assert again.payload["filed_as"] == "repeat"
    other = come(office, held, 1, text="征地补偿款少算了八千元", phone="13800000009")
    assert "可能是重件" not in one(office, other)


def test_the_papers_come_filled_from_the_file(district: District) -> None:
    office = desk(district, "xinfang")
    matter = come(office, session(office, district), 6, deputies=2)
    file = f"/desk/matters/{matter.receipt}/petition/"
    assert "群众来访登记表" in html(office.get(file))
    html(office.post(f"{file}paper/reception_form/", {"purpose": ""}), 422)
    form = office.post(f"{file}paper/reception_form/", {"purpose": "接访登记存档"})
    text = words(form)
    for said in (
        "赵甲",
        "13800000001",
        "6 人（其中代表 2 人）",
        "征地补偿款少算了八千元",
        "区接访大厅",
    ):
        assert said in text
    assert "查看身份信息" in html(office.get(f"/desk/matters/{matter.receipt}/"))
    assert "接访登记存档" in html(office.get(f"/desk/matters/{matter.receipt}/"))
    assert "take_up" not in steps(one(office, matter))


def words(response: Any) -> str:
    """All the words of a .docx."""
    assert response.status_code == 200
    document = Document(BytesIO(response.content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])
