"""`zhuchao import units …`: the same actions, faults listed, exit codes."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.cast import District, found_district
from tests.import_files import UNITS, credit, people_of_the_party, workbook
from zhuchao.registry.models import ImportRun, Organisation

ROWS = [
    ("巢上商贸有限公司", credit(1), "企业", "春风社区", "46 人", "4", "在营"),
    ("示例货运协会", credit(3, "51340181MJ"), "协会", "C21", "", "", ""),
]


@pytest.fixture
def district(db: None) -> District:
    """示例区 with a Party desk."""
    made = found_district()
    people_of_the_party(made)
    return made


def run(path: Path, *more: str) -> tuple[str, str]:
    """Import units; what was said on both streams."""
    out, err = StringIO(), StringIO()
    call_command("import", "units", str(path), *more, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def book(tmp_path: Path, rows: Any, head: Any = UNITS) -> Path:
    """The rows as a file."""
    path = tmp_path / "units.xlsx"
    path.write_bytes(workbook([head, *rows]))
    return path


def test_a_register_comes_in_and_again_changes_nothing(district: District, tmp_path: Path) -> None:
    path = book(tmp_path, ROWS)
    assert run(path, "--dry-run")[0].strip() == "读取 2 行：新增 2，修改 0，没有变化 0"
    assert not ImportRun.objects.exists()
    assert run(path)[0].strip() == "读取 2 行：新增 2，修改 0，没有变化 0"
    assert Organisation.objects.get(credit_code=credit(1)).headcount == 46
    assert run(path)[0].strip() == "读取 2 行：新增 0，修改 0，没有变化 2"


def test_faults_are_listed_and_nothing_is_written(district: District, tmp_path: Path) -> None:
    path = book(tmp_path, [*ROWS, ("坏公司", "9134", "企业")])
    before = Organisation.objects.count()
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("import", "units", str(path), "--json", stdout=out, stderr=err)
    assert failed.value.returncode == 1
    told = json.loads(out.getvalue())
    assert told["faults"] == [
        {
            "row": 4,
            "column": "B",
            "field": "credit_code",
            "heading": "统一社会信用代码",
            "why": "统一社会信用代码应为 18 位，现在 4 位",
        }
    ]
    assert Organisation.objects.count() == before
    run(path, "--sound-only")
    assert Organisation.objects.count() == before + 2


def test_columns_can_be_named(district: District, tmp_path: Path) -> None:
    head = ("甲列", "乙列", "企业类型", "所属社区", "从业人数", "党员数", "经营状态")
    path = book(tmp_path, ROWS, head)
    with pytest.raises(CommandError, match="还没有列对应：单位名称"):
        run(path)
    run(path, "--map", "甲列=name,乙列=credit_code,从业人数=")
    assert Organisation.objects.get(credit_code=credit(1)).headcount is None
    with pytest.raises(CommandError, match="没有“丙列”这一列"):
        run(path, "--map", "丙列=name")
    with pytest.raises(CommandError, match="应写成 列=字段"):
        run(path, "--map", "甲列=colour")


def test_possible_duplicates_are_asked_about(district: District, tmp_path: Path) -> None:
    run(book(tmp_path, [("巢上面馆有限公司", "", "企业")], UNITS[:3]))
    path = book(tmp_path, [("（巢上）面馆", "", "企业")], UNITS[:3])
    with pytest.raises(CommandError) as failed:
        run(path)
    assert failed.value.returncode == 1
    run(path, "--duplicates", "same")
    assert Organisation.objects.get(name="（巢上）面馆")


@pytest.mark.parametrize(("more", "why"), [(("--division", "ZZ"), "没有这个区划代码")])
def test_a_wrong_option_is_exit_2(
    district: District, tmp_path: Path, more: tuple[str, ...], why: str
) -> None:
    with pytest.raises(CommandError, match=why) as failed:
        run(book(tmp_path, ROWS), *more)
    assert failed.value.returncode == 2
    with pytest.raises(CommandError) as absent:
        run(tmp_path / "absent.xlsx")
    assert absent.value.returncode == 2
