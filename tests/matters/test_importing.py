"""Importing messages: all that is sound comes in, once; what is not is told by row and column."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from tests.cast import District, appeal
from zhuchao.access.identities import matching_hash
from zhuchao.access.models import Identity
from zhuchao.access.scope import system
from zhuchao.access.sealing import unseal
from zhuchao.journal.models import Entry
from zhuchao.matters.export import sheet
from zhuchao.matters.importing import Plan, Rejection, Report, import_messages
from zhuchao.matters.models import Deadline, Holding, Matter
from zhuchao.matters.queries import Filters
from zhuchao.registry.district import load_blank
from zhuchao.text.tables import Table, read_table

JOB = system("import")
MAP = {"id": "编号", "title": "主题", "text": "详情", "raised_at": "时间", "author": "用户"}
ALL = MAP | {"external_no": "工单", "due": "时限", "division": "区划", "category": "类别"}
SOUND = {
    "编号": "1",
    "主题": "路灯",
    "详情": "路灯不亮",
    "时间": "2019/2/28 11:25:05",
    "用户": "A1",
}


def table(*rows: dict[str, Any]) -> Table:
    """Rows under a header, numbered as a spreadsheet does."""
    return Table(tuple(rows[0]), [(n, dict(row)) for n, row in enumerate(rows, 2)])


def brought(*rows: dict[str, Any], **plan: Any) -> Report:
    """Import rows that have every column."""
    full = [dict.fromkeys(ALL.values(), "") | row for row in rows]
    return import_messages(JOB, table(*full), Plan(ALL, **plan))


def test_a_row_becomes_a_matter_with_receipt_holder_clock_and_entry(district: District) -> None:
    report = import_messages(JOB, table(SOUND), Plan(MAP, division="C11"))
    assert report == Report(read=1, created=1)
    matter = Matter.objects.get()
    assert (matter.title, matter.text, matter.channel) == ("路灯", "路灯不亮", "import")
    assert matter.raised_at == datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC)
    assert matter.division_path == "/D/S1/C11/"
    assert Holding.objects.get().organisation_id == district.office("centre")
    assert Deadline.objects.get().matter == matter
    entry = Entry.objects.get(verb="matter.raised")
    assert (entry.who, entry.subject_id, entry.month) == ("system:import", matter.pk, "2019-02")


def test_the_author_is_sealed_and_can_be_matched(district: District) -> None:
    import_messages(JOB, table(SOUND), Plan(MAP))
    identity = Identity.objects.get()
    assert unseal(identity.sealed, identity.key_id) == {"handle": "A1"}
    assert identity.handle_hash == matching_hash("handle", "A1")
    assert "A1" not in str(list(Matter.objects.values_list()))


def test_a_second_run_brings_nothing_new(district: District) -> None:
    import_messages(JOB, table(SOUND), Plan(MAP))
    assert import_messages(JOB, table(SOUND), Plan(MAP)) == Report(read=1, existing=1)
    assert Matter.objects.count() == 1


def test_the_same_id_with_another_content_is_told(district: District) -> None:
    import_messages(JOB, table(SOUND), Plan(MAP))
    report = import_messages(JOB, table(SOUND | {"详情": "别的"}), Plan(MAP))
    assert report.rejected == [Rejection(2, "编号", "这个编号已经导入过，而内容不同")]


def test_the_same_row_twice_in_a_table_comes_in_once(district: District) -> None:
    report = import_messages(JOB, table(SOUND, SOUND, SOUND | {"详情": "别的"}), Plan(MAP))
    assert (report.created, report.existing, len(report.rejected)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("change", "column", "why"),
    [
        ({"编号": " "}, "编号", "编号为空"),
        ({"详情": "\n"}, "详情", "内容为空"),
        ({"时间": "昨天"}, "时间", "无法识别的日期：昨天"),
        ({"时间": ""}, "时间", "日期为空"),
        ({"时间": "2019-02-30"}, "时间", "没有这一天"),
        ({"时间": "2099-01-01"}, "时间", "提出时间在未来"),
        ({"主题": "长" * 121}, "主题", "最多 120 字，现在有 121 字"),
        ({"详情": "a\x00b"}, "详情", "不能保存的字符"),
        ({"区划": "C99"}, "区划", "没有这个区划代码：C99"),
        ({"类别": "天上"}, "类别", "没有这个类别：天上"),
        ({"工单": "9" * 61}, "工单", "外部编号最多 60 个字符"),
        ({"工单": "G-1", "时限": "不急"}, "时限", "无法识别的日期：不急"),
    ],
)
def test_a_broken_row_is_told_by_row_and_column_and_the_rest_comes_in(
    district: District, change: dict[str, str], column: str, why: str
) -> None:
    report = brought(SOUND, SOUND | {"编号": "2"} | change, SOUND | {"编号": "3"})
    assert (report.read, report.created) == (3, 2)
    [rejection] = report.rejected
    assert (rejection.row, rejection.column) == (3, column)
    assert why in rejection.why


def test_an_external_number_is_taken_once(district: District) -> None:
    appeal(external_system="12345", external_no="G-1")
    report = brought(
        SOUND | {"工单": "G-1"},
        SOUND | {"编号": "2", "工单": "G-2", "时限": "2026年12月1日"},
        SOUND | {"编号": "3", "工单": "G-2"},
    )
    assert [(r.row, r.column) for r in report.rejected] == [(2, "工单"), (4, "工单")]
    kept = Matter.objects.get(external_no="G-2")
    assert kept.external_due == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_all_or_nothing_takes_everything_back(district: District) -> None:
    report = brought(SOUND, SOUND | {"编号": "2", "详情": ""}, all_or_nothing=True)
    assert (report.read, report.created, len(report.rejected)) == (2, 0, 1)
    assert not Matter.objects.exists()
    assert not Entry.objects.filter(verb="matter.raised").exists()
    assert brought(SOUND, SOUND | {"编号": "2"}, all_or_nothing=True).created == 2


def test_a_dry_run_counts_and_writes_nothing(district: District) -> None:
    report = brought(SOUND, SOUND | {"编号": "2", "详情": ""}, dry_run=True)
    assert (report.created, len(report.rejected)) == (1, 1)
    assert not Matter.objects.exists()


def test_a_category_is_proposed_by_keywords_and_says_so(district: District) -> None:
    brought(SOUND | {"详情": "门口路面有坑"}, SOUND | {"编号": "2", "类别": "供水"})
    asked, given = Matter.objects.order_by("pk")
    assert (asked.category, asked.category_source) == ("road", "keywords")
    assert (given.category, given.category_source) == ("tap", "import")


def test_what_was_proposed_does_not_make_a_row_another_one(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(SOUND | {"详情": "门口路面有坑"})
    monkeypatch.setattr(
        "zhuchao.matters.importing.propose_categories", lambda kind, texts: [()] * len(texts)
    )
    assert brought(SOUND | {"详情": "门口路面有坑"}).existing == 1


def test_a_taken_receipt_number_is_drawn_again(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = appeal().matter.receipt
    drawn = iter([taken, "261122-AAAAAA"])
    monkeypatch.setattr("zhuchao.matters.actions.intake.new_receipt", lambda: next(drawn))
    assert brought(SOUND).created == 1


def test_statements_grow_with_chunks_not_with_rows(
    district: District, django_assert_max_num_queries: Any
) -> None:
    rows = [SOUND | {"编号": str(n)} for n in range(300)]
    with django_assert_max_num_queries(20):
        assert brought(*rows).created == 300


Command = Callable[..., Any]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command and gives its JSON."""

    def run(*words: str) -> Any:
        call_command("import", "messages", *words, "--json")
        return json.loads(capsys.readouterr().out)

    return run


WORDS = ",".join(f"{name}={column}" for name, column in MAP.items())


def csv_file(tmp_path: Path, encoding: str = "utf-8") -> Path:
    """Two rows, one of them broken."""
    path = tmp_path / "messages.csv"
    lines = [",".join(SOUND), ",".join(SOUND.values()), "2,标题,没有时间,,A2"]
    path.write_text("\n".join(lines), encoding)
    return path


def test_the_command_reports_as_json(district: District, tmp_path: Path, command: Command) -> None:
    found = command(str(csv_file(tmp_path, "gb18030")), "--map", WORDS)
    assert found == {
        "read": 2,
        "created": 1,
        "existing": 0,
        "rejected": [{"row": 3, "column": "时间", "why": "日期为空"}],
    }


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("id=编号,text=没有这列", "没有“没有这列”这一列。表里有：编号、主题、详情、时间、用户"),
        ("id=编号", "还缺 text"),
        ("id=编号,text=详情,colour=主题", "colour=主题"),
        ("编号", "应写成 字段=列名"),
    ],
)
def test_a_wrong_map_is_bad_usage(
    district: District, tmp_path: Path, command: Command, words: str, why: str
) -> None:
    with pytest.raises(CommandError, match=why) as refused:
        command(str(csv_file(tmp_path)), "--map", words)
    assert refused.value.returncode == 2


def test_an_unknown_division_is_bad_usage(
    district: District, tmp_path: Path, command: Command
) -> None:
    with pytest.raises(CommandError, match="没有这个区划代码") as refused:
        command(str(csv_file(tmp_path)), "--map", WORDS, "--division", "X")
    assert refused.value.returncode == 2


def test_all_or_nothing_that_became_nothing_fails(
    district: District, tmp_path: Path, command: Command
) -> None:
    with pytest.raises(CommandError) as refused:
        command(str(csv_file(tmp_path)), "--map", WORDS, "--all-or-nothing")
    assert refused.value.returncode == 1
    assert not Matter.objects.exists()


def test_a_workbook_comes_in_with_its_numbers_and_dates(
    district: District, tmp_path: Path, command: Command
) -> None:
    path = tmp_path / "messages.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(SOUND))
        sheet.write_row(1, 0, [188006, "路灯", "路灯不亮"])
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_number(1, 3, 43524 + (11 * 60 + 25) / 1440, moment)
        sheet.write_row(2, 0, [188007, "井盖", "井盖破了", 43524.5, "A1"])
    assert command(str(path), "--map", WORDS)["created"] == 2
    first, second = Matter.objects.order_by("pk")
    assert first.raised_at == datetime(2019, 2, 28, 3, 25, tzinfo=UTC)
    assert second.raised_at == datetime(2019, 2, 28, 4, 0, tzinfo=UTC)


def test_what_the_desk_exported_can_be_imported(
    district: District, tmp_path: Path, command: Command
) -> None:
    said = appeal(title="塌陷", text="路面塌了\n半米深", external_system="12345", external_no="G-7")
    path = tmp_path / "export.xlsx"
    # Closing the whole response would close the test's database connection too.
    exported = sheet(district.scope("intake"), Filters()).file_to_stream
    assert exported
    with closing(exported):
        path.write_bytes(exported.read())
    Matter.objects.update(external_no="")
    words = "id=受理编号,title=标题,text=内容,raised_at=提出时间,category=类别,external_no=外部编号"
    assert command(str(path), "--map", words)["created"] == 1
    again = Matter.objects.exclude(pk=said.matter.pk).get()
    for name in ("title", "text", "category"):
        assert getattr(again, name) == getattr(said.matter, name)
    assert again.external_no == "G-7"
    assert abs(again.raised_at - said.matter.raised_at).total_seconds() < 60


@pytest.mark.django_db
def test_the_real_file_comes_in_whole_and_once(shared_data: Path) -> None:
    load_blank()
    columns = {"id": "id", "title": "title", "text": "text", "raised_at": "time", "author": "user"}
    messages = read_table(shared_data / "data" / "messages" / "unlabelled_4326.csv")
    report = import_messages(JOB, messages, Plan(columns))
    assert report == Report(read=4326, created=4326)
    assert Matter.objects.exclude(receipt="").values("receipt").distinct().count() == 4326
    assert Entry.objects.filter(verb="matter.raised").count() == 4326
    assert Matter.objects.exclude(category="").count() > 3000
    broken = Table(
        messages.columns, [*messages.rows, (9999, dict(messages.rows[0][1], id="x", time="?"))]
    )
    again = import_messages(JOB, broken, Plan(columns))
    assert (again.created, again.existing) == (0, 4326)
    assert [(r.row, r.column) for r in again.rejected] == [(9999, "time")]
