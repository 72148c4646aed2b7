"""M46, told through the pages of the Party-building desk, of an auditor and of a person honoured.

"荣誉称号: honours and commendations with level, year and document" (A-40: one village, 2024)
"""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.cast import District, add_account
from tests.desk import desk, html
from tests.stories.test_m34_boards import photo
from zhuchao.journal.models import Entry
from zhuchao.marks.models import Honour
from zhuchao.registry.models import Person

HOME = "/desk/honours/"
SAID = {
    "version": "0",
    "whose": "division",
    "division": "C11",
    "title": "全国民族团结进步模范集体",
    "level": "nation",
    "year": "2024",
    "given_by": "国务院",
    "document": "国发〔2024〕20号",
}


@pytest.fixture
def town(district: District) -> District:
    """The cast with a Party-building desk."""
    district.accounts["party"] = add_account(district, "party", "party_desk", "D")
    return district


def pdf(more: bytes = b"") -> BytesIO:
    """The least that is a PDF."""
    out = BytesIO(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<" + more + b">>\n%%EOF\n")
    out.name = "wenjian.pdf"
    return out


def record(client: Client, query: str = "", status: int = 200, **changes: Any) -> str:
    """Fill the form of a new honour."""
    said = {**SAID, **changes}
    return html(client.post(f"{HOME}new/{query}", said, follow=True), status)


def tiles(client: Client, query: str = "") -> dict[str, int]:
    """The numbers above the list."""
    page = html(client.get(f"{HOME}{query}"))
    return {label: int(n) for n, label in re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", page)}


def test_a_village_is_honoured_once_though_written_down_twice(town: District) -> None:
    client = desk(town, "party")
    assert "还没有登记荣誉" in html(client.get(HOME))
    assert "国发〔2024〕20号" in record(client)
    assert "已经登记过" in record(client, status=409)
    assert tiles(client)["项荣誉"] == tiles(client)["国家级"] == 1
    assert tiles(client, "?on=2023-12-31")["项荣誉"] == 0
    behind = html(client.get(f"{HOME}?level=nation&on=2026-11-01"))
    assert "全国民族团结进步模范集体" in behind
    assert "没有符合条件" in html(client.get(f"{HOME}?level=city"))


def test_the_document_is_seen_by_who_sees_the_honour(town: District) -> None:
    page = record(desk(town, "party"), document="", photo=photo())
    picture = re.search(r'<img src="(/files/[0-9a-f-]+)"', page)
    assert picture
    assert b"".join(desk(town, "auditor").get(picture[1]).streaming_content)  # type: ignore[attr-defined]
    assert desk(town, "street2").get(picture[1]).status_code == 404
    assert "请写文件号" in record(desk(town, "party"), document="", year="2023", status=422)
    assert Honour.objects.count() == 1


def test_its_document_is_kept_as_pdf_and_only_ever_saved(town: District) -> None:
    page = record(desk(town, "party"), document="", pdf=pdf())
    paper = re.search(r'<a href="(/files/[0-9a-f-]+)">荣誉文件 1（PDF）', page)
    assert paper
    answer = desk(town, "auditor").get(paper[1])
    assert b"".join(answer.streaming_content) == pdf().read()  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert desk(town, "street2").get(paper[1]).status_code == 404
    assert Client().get(paper[1]).status_code == 404


def test_what_is_no_sound_pdf_is_refused_at_its_field(town: District) -> None:
    client = desk(town, "party")
    for wrong, why in ((photo(), "不是 PDF"), (pdf(b"/Encrypt 5 0 R"), "加了密")):
        page = record(client, document="", pdf=wrong, status=422)
        assert re.search(rf'id="id_pdf_error"><li>[^<]*{why}', page)
    assert not Honour.objects.exists()


def test_photos_and_the_document_come_later(town: District) -> None:
    client = desk(town, "party")
    assert "补充文件" in record(client)
    path = f"{HOME}{Honour.objects.get().pk}/"
    said = {"document-version": "1"}
    empty = html(client.post(f"{path}document/", said), 422)
    assert re.search(r'id="id_document-photo_error"><li>请选一张照片或者一份 PDF', empty)
    wrong = html(client.post(f"{path}document/", {**said, "document-pdf": photo()}), 422)
    assert re.search(r'id="id_document-pdf_error"><li>这不是 PDF', wrong)
    brought = {"document-pdf": pdf(), "document-photo": photo()}
    page = html(client.post(f"{path}document/", {**said, **brought}, follow=True))
    assert "荣誉文件 1（PDF）" in page
    assert "荣誉文件的照片 1" in page
    assert "补充荣誉文件" in page
    assert client.post(f"{path}document/", {**said, "document-pdf": pdf()}).status_code == 409
    html(desk(town, "auditor").post(f"{path}document/", {**said, "document-pdf": pdf()}), 403)
    assert Entry.objects.get(verb="honour.documented").facets == {"files": 2}
    assert tiles(client)["项荣誉"] == 1


def test_it_is_taken_away_and_taken_back_with_a_reason(town: District) -> None:
    client = desk(town, "party")
    record(client)
    path = f"{HOME}{Honour.objects.get().pk}/"
    end = {"end-version": "1", "end-on": "2024-01-01", "end-reason": "复查"}
    assert "最后一天要在授予以后" in html(client.post(f"{path}end/", end), 422)
    page = html(client.post(f"{path}end/", {**end, "end-on": "2026-10-31"}, follow=True))
    assert "已终止" in page
    assert tiles(client, "?on=2026-10-31")["项荣誉"] == 1
    assert tiles(client)["项荣誉"] == 0
    stale = {"withdraw-version": "1", "withdraw-reason": "登记错了"}
    assert client.post(f"{path}withdraw/", stale).status_code == 409
    page = html(client.post(f"{path}withdraw/", {**stale, "withdraw-version": "2"}, follow=True))
    assert "登记已撤回" in page
    assert "登记错了" in page
    assert tiles(client, "?on=2026-10-31")["项荣誉"] == 0
    assert "全国民族团结进步模范集体" in html(client.get(f"{HOME}?gone=on"))


def test_a_person_is_honoured_from_his_record_and_strangers_see_nothing(town: District) -> None:
    him = Person.objects.get(account=town.accounts["roads"])
    client = desk(town, "party")
    assert f"{HOME}?person={him.pk}" in html(client.get(f"/desk/people/{him.pk}/"))
    query = f"?person={him.pk}"
    record(client, query, whose="person", title="优秀共产党员", party_internal="on")
    path = f"{HOME}{Honour.objects.get().pk}/"
    assert "党内表彰" in html(client.get(path))
    assert "优秀共产党员" in html(desk(town, "roads").get(path))
    for who in ("auditor", "supervisor", "roads2"):
        html(desk(town, who).get(path), 404)
        assert "优秀共产党员" not in html(desk(town, who).get(HOME))
    html(client.get(f"{HOME}new/?person=999999"), 404)
    html(desk(town, "auditor").get(f"{HOME}new/"), 403)


def test_an_organisation_is_named_as_people_know_it(town: District) -> None:
    client = desk(town, "party")
    page = html(client.get(f"{HOME}new/?organisation=roads"))
    assert 'value="roads"' in page
    assert "区城管局" in record(client, whose="organisation", organisation="区城管局", division="")
    wrong = record(client, whose="organisation", organisation="没有的局", status=422)
    assert "没有这个单位" in wrong
    assert "请选区划" in record(client, division="", status=422)
    assert tiles(client, "?organisation=roads")["项荣誉"] == 1
    assert HOME in html(client.get("/desk/organisations/roads/"))


def test_the_list_leaves_as_a_journaled_sheet(town: District) -> None:
    client = desk(town, "party")
    record(client)
    answer = client.get(f"{HOME}sheet.xlsx?level=nation")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
    assert rows[2][0] == "全国民族团结进步模范集体"
    assert rows[2][5] == "春风社区"
    assert Entry.objects.get(verb="honour.exported").facets == {"rows": 1}
