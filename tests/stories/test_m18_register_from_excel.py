"""M18, told through the pages of a Party desk: a register brought in from Excel as it comes.

"走访调研, 摸排 两企三新: … a register imported from Excel with errors shown cell by cell"
"""

import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.cast import District
from tests.desk import desk, html
from tests.import_files import citizen, credit, people_of_the_party, workbook
from zhuchao.access.models import Identity
from zhuchao.journal.models import Entry
from zhuchao.registry.models import ImportPart, ImportRun, Organisation, Person, Tie

RUNS = "/desk/imports/"
SHEET: list[list[Any]] = [
    ["示例区两企三新摸排表（三月）", None, None, None, None, None],
    ["序号", "企业名称（全称）", "统一社会信用代码", "人员情况", None, "覆盖情况"],
    [None, None, None, "从业人数（人）", "党员数", "覆盖党组织"],
    [1, "巢上商贸有限公司", credit(1), "46人", 4, "巢上物流党支部"],
    [2, "晴川快递有限公司", credit(2), "约30", 1, ""],
    [3, "示例面馆", "", 5, 0, ""],
    ["合计", None, None, 81, 5, None],
    ["注：数据截至三月底", None, None, None, None, None],
]
MERGED = ("A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2")


@pytest.fixture
def people(district: District) -> District:
    """The cast with a Party desk."""
    people_of_the_party(district)
    return district


def upload(client: Client, raw: bytes, kind: str = "units", division: str = "S1") -> str:
    """Bring a file to the desk; the address of its run."""
    file = io.BytesIO(raw)
    file.name = "摸排表.xlsx"
    said = {"kind": kind, "division": division, "file": file}
    response: Any = client.post(RUNS, said)
    assert response.status_code == 302, html(response, response.status_code)
    return str(response.url)


def send(client: Client, path: str, act: str, status: int = 200, **said: str) -> str:
    """Open the run, fill its form as it stands there, and send it."""
    page = html(client.get(path))
    form = re.search(rf'<form[^>]*action="{path}{act}/".*?</form>', page, re.S)
    assert form, f"the page offers no {act}"
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    for name, inner in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.findall(r'<option value="([^"]*)" selected', inner)
        given[name] = (chosen or [""])[-1]
    return html(client.post(f"{path}{act}/", {**given, **said}, follow=True), status)


def words(page: str) -> str:
    """The text of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_sheet_of_the_street_becomes_a_register(people: District) -> None:
    client = desk(people, "party1")
    path = upload(client, workbook(SHEET, merged=MERGED))

    # The columns are understood, with the reason; one is missing and the desk is told.
    page = words(html(client.get(path)))
    assert "表头在第 2–3 行" in page
    assert "与“从业人数”同义" in page or "分组表头的末级是“从业人数”" in page
    assert "还没有列对应：单位类别" in page
    refused = send(client, path, "columns", 422)
    assert "还没有列对应：单位类别" in refused

    # 46 households of work at least: the type is a column they add and send again.
    sheet = [[*row, *more] for row, more in zip(SHEET, TYPES, strict=True)]
    path = upload(client, workbook(sheet, merged=MERGED))
    page = words(send(client, path, "columns"))
    assert "不算数据，已跳过：合计行：第 7 行" in page
    assert "不算数据，已跳过：说明行：第 8 行" in page
    assert "D5 人员情况/从业人数（人） ：要写确切的数，不能写“约”“余”“左右”：约30" in page
    assert "有 1 行有错：现在写入会一行也不写" in page
    before = Organisation.objects.count()
    assert "还有 1 行有错，什么也没有写入" in send(client, path, "apply", 409)
    assert Organisation.objects.count() == before

    # The faulty row comes back as Excel, its cell commented; the sound ones are written.
    page = send(client, path, "apply", sound_only="on")
    assert "新增 2，修改 0" in page
    raw = b"".join(client.get(f"{path}faults.xlsx").streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert rows[1][1] == "晴川快递有限公司"
    assert "从业人数：要写确切的数" in str(rows[1][-1])
    unit = Organisation.objects.get(credit_code=credit(1))
    assert (unit.headcount, unit.members_known, unit.division.code) == (46, 4, "S1")
    assert Tie.objects.get(kind="covers").who_organisation_id == people.office("wuliu")

    # Mended and brought in again, only what is new is written.
    sheet[4][3] = "30"
    path = upload(client, workbook(sheet, merged=MERGED))
    page = words(send(client, path, "columns"))
    assert re.search(r"1 新增 0 修改 2 没有变化", page)
    send(client, path, "apply")
    assert Organisation.objects.get(credit_code=credit(2)).headcount == 30

    # And the whole is taken back, if nobody touched it since.
    page = words(send(client, path, "undo"))
    assert "已整批撤销，一切恢复到导入以前" in page
    assert not Organisation.objects.filter(credit_code=credit(2)).exists()
    verbs = Entry.objects.filter(subject_kind="import").values_list("verb", flat=True)
    assert {"import.begun", "import.previewed", "import.applied", "import.undone"} <= set(verbs)


TYPES: tuple[list[str | None], ...] = (
    [None],
    ["企业类型"],
    [None],
    ["企业"],
    ["企业"],
    ["企业"],
    [None],
    [None],
)


def test_a_possible_duplicate_is_shown_side_by_side(people: District) -> None:
    client = desk(people, "party1")
    head = ["单位名称", "企业类型", "从业人数"]
    path = upload(client, workbook([head, ["示例巢上面馆有限公司", "企业", 3]]))
    send(client, path, "columns")
    send(client, path, "apply")
    known = Organisation.objects.get(name="示例巢上面馆有限公司")
    path = upload(client, workbook([head, ["示例（巢上）面馆", "企业", 8]]))
    page = words(send(client, path, "columns"))
    assert "有 1 行可能和平台里的重复，请先逐行选定" in page
    assert "平台里已有 示例巢上面馆有限公司" in page
    page = words(send(client, path, "answers", row_2=f"same_{known.pk}"))
    assert "从业人数 3 → 8" in page
    send(client, path, "apply")
    known.refresh_from_db()
    assert (known.name, known.headcount) == ("示例（巢上）面馆", 8)


def test_members_are_shown_by_masks_and_sealed(people: District) -> None:
    client = desk(people, "party1")
    head = ["姓名", "身份证号", "手机号", "所属党支部", "入党时间", "政治面貌"]
    rows = [
        ["甲巢", citizen(1), "13800000001", "巢上物流党支部", "2011.07", "中共党员"],
        ["乙晴", citizen(2), "", "石桥党支部", "2012.07", "中共党员"],
    ]
    path = upload(client, workbook([head, *rows]), kind="people")
    page = words(send(client, path, "columns"))
    assert "“石桥党支部”不在您管辖的范围" in page
    page = words(html(client.get(f"{path}?rows=create")))
    assert citizen(1) not in page
    assert "138****0001" in page
    assert "建立党员：巢上物流党支部（2011-07-01起）" in page
    send(client, path, "apply", sound_only="on")
    person = Person.objects.get(label="甲*")
    assert Identity.objects.get(pk=person.identity_id or 0).name_mask == "甲*"
    for entry in Entry.objects.all():
        assert "甲巢" not in str(entry.facets)
        assert "13800000001" not in str(entry.facets)
    for run in ImportRun.objects.all():
        assert not any("甲巢" in str(value) for value in vars(run).values())


def test_nobody_else_opens_it_and_giving_up_erases_it(people: District) -> None:
    client = desk(people, "party1")
    path = upload(client, workbook([["姓名", "手机号"], ["甲巢", "13800000001"]]), kind="people")
    for name in ("intake", "roads", "supervisor", "auditor", "street2"):
        assert desk(people, name).get(path).status_code in (403, 404)
        assert desk(people, name).get(RUNS).status_code in (200, 403)
    send(client, path, "give-up")
    assert not ImportPart.objects.exists()


def test_templates_are_filled_and_come_back(people: District) -> None:
    client = desk(people, "party")
    for kind, count in (("organisations", 2), ("units", 2), ("people", 2), ("ties", 2)):
        response: Any = client.get(f"{RUNS}template/{kind}.xlsx")
        raw = b"".join(response.streaming_content)
        path = upload(client, raw, kind=kind, division="D")
        page = words(send(client, path, "columns"))
        assert f"写入 {count} 行" in page, (kind, page)
        send(client, path, "apply")


def test_what_is_no_table_is_refused_with_words(people: District) -> None:
    client = desk(people, "party1")
    for raw, why in (
        (b"\xd0\xcf\x11\xe0broken", "不是有效的工作簿"),
        (b"\xff\xff\x81", "文字编码"),
    ):
        file = io.BytesIO(raw)
        file.name = "x.xlsx"
        said = {"kind": "units", "division": "S1", "file": file}
        assert why in html(client.post(RUNS, said), 422)
    assert "没有这次导入" in html(client.get(f"{RUNS}999/"), 404)
