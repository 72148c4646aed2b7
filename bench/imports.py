"""`python -m bench.imports`: a register of units brought in, beside the plainest way to do it."""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS = 100_000
TARGET = 60.0
"""Seconds of CPU for the whole way: read, understand, match, seal, write, journal."""
HEAD = (
    "序号", "单位名称", "统一社会信用代码", "企业类型", "所属社区", "从业人数", "党员数",
    "经营状态", "成立日期", "联系电话",
)  # fmt: skip
ROW = "{:<52}{:>9}"
DAYS = ("2019.3", "2021年5月6日", "2020-01-01", "20180808")


def main() -> int:
    """Measure and print; exit 1 when the target is missed."""
    parser = argparse.ArgumentParser(prog="bench.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhuchao-bench-") as home:
        os.environ["ZHUCHAO_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhuchao.web.settings"
        path = Path(home) / "units.xlsx"
        _write(path, options.rows)
        return _measure(path, options.rows)


def _write(path: Path, rows: int) -> None:
    """Invented units, one in four without a credit code."""
    import xlsxwriter

    from zhuchao.text.identifiers import credit_sign

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("摸排表")
    page.write_row(0, 0, ["示例区两企三新单位摸排表"])
    page.write_row(1, 0, HEAD)
    for number in range(rows):
        begun = f"91990100MA{number:07d}"
        page.write_row(
            number + 2,
            0,
            (
                number + 1,
                f"示例第{number}号商贸有限公司",
                begun + credit_sign(begun) if number % 4 else "",
                "企业" if number % 5 else "协会",
                f"B{number % 20:02d}",
                f"{number % 300} 人",
                number % 7 if number % 300 > 7 else 0,
                "在营" if number % 9 else "停业",
                DAYS[number % 4],
                f"0551-8{number:06d}",
            ),
        )
    book.close()


def _measure(path: Path, rows: int) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    _divisions()
    print(f"{rows} units, {path.stat().st_size / 1e6:.1f} MB")
    reference = _timed("reference: calamine and bulk_create, no checks", lambda: _reference(path))
    whole = sum(_import(path))
    print(ROW.format("the whole import, CPU seconds", f"{whole:.1f}"))
    print(ROW.format("times the reference", f"{whole / reference:.1f}"))
    print(ROW.format("memory at its most, MB", str(_peak())))
    return int(whole > TARGET * rows / ROWS)


def _divisions() -> None:
    from zhuchao.places.memory import changed
    from zhuchao.places.models import Division

    root = Division.objects.create(code="990100", name="示例区", kind="district", path="/990100/")
    for number in range(20):
        code = f"B{number:02d}"
        Division.objects.create(
            code=code,
            name=f"{number}号社区",
            kind="community",
            parent=root,
            path=f"/990100/{code}/",
        )
    changed()


def _reference(path: Path) -> None:
    """What is left without reading, checking, matching and journaling: the floor."""
    from python_calamine import CalamineWorkbook

    from zhuchao.places.models import Division
    from zhuchao.registry.models import Organisation

    root = Division.objects.get(code="990100")
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    Organisation.objects.bulk_create(
        [
            Organisation(code=f"r{n}", name=str(row[1]), kind="enterprise", division=root)
            for n, row in enumerate(rows[2:])
        ],
        batch_size=1000,
    )
    Organisation.objects.all().delete()


def _import(path: Path) -> list[float]:
    from zhuchao.access.scope import system
    from zhuchao.places.models import Division
    from zhuchao.registry.imports.actions import ask_to_apply, ask_to_undo, begin, settle_columns
    from zhuchao.registry.imports.carrying import carry_out
    from zhuchao.registry.imports.files import file_of, guessed, read_file

    scope, home = system("bench"), Division.objects.get(code="990100")
    run = begin(scope, "units", path.read_bytes(), file_name=path.name, division=home)
    columns = {str(g.column): g.field for g in guessed(run, read_file(run, file_of(run)))}
    seconds = []

    def plan() -> None:
        nonlocal run
        run = carry_out(settle_columns(scope, run.pk, columns, version=run.version), scope)

    def apply() -> None:
        nonlocal run
        run = carry_out(ask_to_apply(scope, run.pk, version=run.version), scope)

    def undo() -> None:
        nonlocal run
        run = carry_out(ask_to_undo(scope, run.pk, version=run.version), scope)

    seconds = [_timed("look at every row", plan), _timed("write, with spans and undo", apply)]
    if run.state != "applied":
        raise SystemExit(f"{run.state}: {run.failure} {run.counts}")
    _timed("(afterwards) undo the whole", undo)
    return seconds


def _timed(label: str, work: Callable[[], Any]) -> float:
    began, wall = time.process_time(), time.perf_counter()
    work()
    seconds = time.process_time() - began
    print(ROW.format(label, f"{seconds:.1f}"), f"  wall {time.perf_counter() - wall:.1f}")
    return seconds


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    raise SystemExit(main())
