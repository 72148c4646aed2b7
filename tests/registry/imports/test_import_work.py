"""Large imports wait for the worker; lists ask few questions; what is left lying is swept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import District
from tests.desk import desk, html
from tests.import_files import UNITS, credit, workbook
from tests.registry.imports.test_import_actions import ROWS, applied, held, planned
from zhuchao.access.refusal import Refused
from zhuchao.cli.jobs import JOBS
from zhuchao.journal.clock import at, now
from zhuchao.registry.actions import end_tie
from zhuchao.registry.imports import carrying, progress
from zhuchao.registry.imports import views as pages
from zhuchao.registry.imports.actions import (
    ask_to_apply,
    ask_to_undo,
    begin,
    settle_columns,
    sweep_imports,
)
from zhuchao.registry.imports.carrying import carry_out_next
from zhuchao.registry.imports.files import file_of, guessed, read_file
from zhuchao.registry.models import ImportPart, ImportRow, ImportRun, Organisation, Tie


def waiting(district: District) -> ImportRun:
    """A run whose columns are settled and whose rows nobody looked at yet."""
    scope = district.scope("party")
    raw = workbook([UNITS, *ROWS])
    home = district.divisions["D"]
    run = begin(scope, "units", raw, file_name="名册.xlsx", division=home)
    columns = {str(g.column): g.field for g in guessed(run, read_file(run, file_of(run)))}
    return settle_columns(scope, run.pk, columns, version=run.version)


def test_the_worker_takes_what_waits(district: District) -> None:
    assert any(job.run is carry_out_next for job in JOBS)
    run = waiting(district)
    assert carry_out_next() == 1
    run.refresh_from_db()
    assert (run.state, run.counts) == ("previewed", {"rows": 3, "create": 3})
    ask_to_apply(district.scope("party"), run.pk, version=run.version)
    assert carry_out_next() == 1
    run.refresh_from_db()
    assert run.state == "applied"
    assert Organisation.objects.filter(credit_code=credit(1)).exists()
    assert carry_out_next() == 0


def test_the_worker_acts_with_the_authority_there_is_now(district: District) -> None:
    run = planned(district, "units", UNITS, ROWS)
    ask_to_apply(district.scope("party"), run.pk, version=run.version)
    tie = Tie.objects.get(kind="party_desk", who_person__account=district.accounts["party"])
    end_tie(district.scope("admin"), tie, on=now().date() - timedelta(days=1))
    before = held()
    carry_out_next()
    run.refresh_from_db()
    assert (run.state, run.failure) == ("previewed", "第 2 行已不在您管辖的范围，请重新核对")
    assert held() == before


def test_a_run_killed_half_way_left_nothing_and_is_done_again(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = planned(district, "units", UNITS, ROWS)
    ask_to_apply(district.scope("party"), run.pk, version=run.version)
    before = held()

    def killed(*_args: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(carrying, "changed", killed)
        with pytest.raises(SystemExit):
            carry_out_next()
    assert held() == before
    carry_out_next()
    run.refresh_from_db()
    assert run.state == "applied"


def test_what_goes_wrong_is_told_and_does_not_keep_the_others_waiting(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = planned(district, "units", UNITS, ROWS)
    ask_to_apply(district.scope("party"), run.pk, version=run.version)

    def broken(*_args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(carrying, "changed", broken)
    with pytest.raises(ZeroDivisionError):
        carry_out_next()
    run.refresh_from_db()
    assert run.state == "previewed"
    assert "出了意外，什么也没有写入" in run.failure
    assert carry_out_next() == 0


def test_the_page_of_a_large_run_tells_how_far_it_is(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SMALL", 2)
    run = planned(district, "units", UNITS, ROWS)
    client = desk(district, "party")
    said = {"version": str(run.version)}
    page = html(client.post(f"/desk/imports/{run.pk}/apply/", said, follow=True))
    assert "正在写入" in page
    assert "等后台处理" in page
    progress.tell(run.pk, 2)
    assert "2 / 3 行" in html(client.get(f"/desk/imports/{run.pk}/"))
    carry_out_next()
    assert "新增 3" in html(client.get(f"/desk/imports/{run.pk}/"))


def test_a_page_of_rows_asks_as_much_for_fifty_as_for_one(
    district: District, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = desk(district, "party")
    for count in (1, 40):
        rows = [(f"第{n}公司", credit(n + 50 * count), "企业") for n in range(count)]
        run = planned(district, "units", UNITS[:3], rows)
        client.get(f"/desk/imports/{run.pk}/")
        with django_assert_num_queries(6):
            client.get(f"/desk/imports/{run.pk}/?rows=create")
        with django_assert_num_queries(5):
            client.get("/desk/imports/")


def test_a_look_at_many_rows_asks_few_questions(
    district: District, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    rows = [(f"第{n}公司", credit(n), "企业") for n in range(300)]
    with django_assert_max_num_queries(60):
        planned(district, "units", UNITS[:3], rows)


def test_what_is_left_lying_is_erased(district: District) -> None:
    planned(district, "units", UNITS, ROWS)
    with at(now() + timedelta(days=8)):
        assert sweep_imports() == 1
    assert not ImportPart.objects.exists()
    assert not ImportRow.objects.exists()
    run = applied(district, "units", UNITS, ROWS)
    with at(now() + timedelta(days=31)):
        sweep_imports()
        with pytest.raises(Refused, match="超过 30 天"):
            ask_to_undo(district.scope("party"), run.pk, version=run.version)
    assert not ImportRow.objects.exists()
