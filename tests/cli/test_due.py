"""`zhuchao due`: the vectors, the shape of its answer, and its refusals."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from zhuchao.cli.management.commands.due import Command
from zhuchao.rules.calendar import national


def answer(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("due", *words, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def said(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("due", *words, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def test_the_vectors_of_the_handbook() -> None:
    assert answer("petition.D4", "2026-09-30") == {
        "due": "2026-10-13",
        "shifted": "2026-10-13",
        "provisional": False,
    }
    assert answer("petition.D5", "2026-08-03") == {
        "due": "2026-10-02",
        "shifted": "2026-10-08",
        "provisional": False,
    }


@pytest.mark.parametrize(
    ("rule", "day", "due", "shifted", "provisional"),
    [
        # Spring Festival 2026 (02-15 to 02-23) with its make-up days 02-14 and 02-28.
        ("petition.D4", "2026-02-13", "2026-02-27", "2026-02-27", False),
        ("petition.D3", "2026-02-03", "2026-02-18", "2026-02-24", False),
        ("petition.D1", "2026-02-13", "2026-02-28", "2026-02-28", False),
        # Sunday 09-20 is worked: a thirtieth day on Saturday moves to it and no further.
        ("petition.D7", "2026-08-20", "2026-09-19", "2026-09-20", False),
        # The calendar of 2027 is not loaded: a day in it is said to be provisional.
        ("petition.D5", "2026-11-25", "2027-01-24", "2027-01-25", True),
        ("petition.D4", "2026-12-28", "2027-01-04", "2027-01-04", True),
    ],
)
def test_the_vectors_of_the_petition_clocks(
    rule: str, day: str, due: str, shifted: str, provisional: bool
) -> None:
    found = {"due": due, "shifted": shifted, "provisional": provisional}
    assert answer(rule, day) == found


def test_a_clock_of_hours_answers_with_moments() -> None:
    found = answer("appeal.answer", "2026-09-30T14:30", "--urgency", "emergency")
    assert found["due"] == found["shifted"] == "2026-09-30T16:30:00+08:00"


def test_a_moment_of_another_zone_is_counted_in_the_districts() -> None:
    found = answer("appeal.sign", "2026-09-29T16:30+00:00", "--urgency", "emergency")
    assert found["due"] == "2026-09-30T01:00:00+08:00"


def test_a_name_with_dots_is_a_clock() -> None:
    assert answer("appeal.hop.floating_branch", "2026-09-30")["due"] == "2026-10-09"


def test_a_year_not_loaded_is_said_to_be_provisional() -> None:
    assert answer("petition.D9", "2026-12-28")["provisional"] is True
    assert "暂定" in said("petition.D9", "2026-12-28")[0]


def test_the_readable_line_names_the_source_and_the_shift() -> None:
    line, _err = said("petition.D5", "2026-08-03")
    for word in ("信访·办结", "《信访工作条例》第三十四条", "2026-10-02", "2026-10-08"):
        assert word in line


def test_a_rule_not_yet_in_force_is_counted_with_a_warning() -> None:
    line, warning = said("petition.D4", "2022-04-29")
    assert "2022-05-10" in line
    assert "2022-05-01" in warning


def test_an_unknown_rule_is_answered_with_the_known_ones() -> None:
    for rule in ("petition.D99", "petition", "lawsuit.D4", ""):
        with pytest.raises(CommandError, match=r"petition\.D4、petition\.D5") as refused:
            said(rule, "2026-09-30")
        assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "day", ["", "tomorrow", "2026-02-30", "30.09.2026", "0001-01-01T00:00+14:00"]
)
def test_a_bad_date_is_named(day: str) -> None:
    with pytest.raises(CommandError, match=f"“{day.replace('+', '.')}”") as refused:
        said("petition.D4", day)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("rule", ["petition.D4", "petition.D5", "appeal.sign"])
def test_a_date_at_the_end_of_time_is_refused(rule: str) -> None:
    with pytest.raises(CommandError, match="9999-12-31") as refused:
        said(rule, "9999-12-31")
    assert refused.value.returncode == 2


def test_a_districts_calendar_is_used_where_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    local = national({date(2026, 10, 12): False})
    monkeypatch.setattr(Command, "calendar", staticmethod(lambda: local))
    assert answer("petition.D4", "2026-09-30")["due"] == "2026-10-14"
