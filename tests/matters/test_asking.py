"""What a flow asks: every answer checked, codes told apart from words, forms and API alike."""

from datetime import date, timedelta
from typing import Any

import pytest
from django import forms

from zhuchao.journal.clock import local_day, now
from zhuchao.matters.asking import ask_faults, codes_of, parsed, shown, words_of
from zhuchao.matters.forms_ask import add_asks, asked
from zhuchao.rules.flow import Ask, AskKind, Clock, Flow, State, Step

TODAY = local_day(now())
ROUTE = Ask("route", "途径", "choice", choices=(("court", "诉讼"), ("other", "其他")))
COURT = Ask("court", "哪个法院", "line", when=("route", ("court",)))
SERVED = Ask("served_on", "送达日期", "date")
PEOPLE = Ask("people", "人数", "number", least=1, most=500)
PRICE = Ask("price", "价格", "money", least=100, most=20_000)
PAPER = Ask("paper", "有纸质件", "yes", required=False)
SAID = Ask("said", "怎么说的", "words", required=False)
ALL = (ROUTE, COURT, SERVED, PEOPLE, PRICE, PAPER, SAID)
GOOD: dict[str, Any] = {
    "route": "court",
    "court": "示例区法院",
    "served_on": TODAY,
    "people": 5,
    "price": 9900,
    "paper": True,
    "said": "他说可以",
}


def test_good_answers_have_no_fault_and_are_told_as_codes_and_words() -> None:
    assert list(ask_faults(ALL, GOOD)) == []
    assert codes_of(ALL, GOOD) == {
        "route": "court",
        "served_on": TODAY.isoformat(),
        "people": 5,
        "price": 9900,
        "paper": 1,
    }
    assert words_of(ALL, GOOD) == "哪个法院：示例区法院\n怎么说的：他说可以"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("route", "moon"),
        ("route", ""),
        ("served_on", "2026-13-01"),
        ("served_on", TODAY + timedelta(days=1)),
        ("people", 0),
        ("people", 501),
        ("people", True),
        ("people", "5"),
        ("price", 99),
        ("price", 99.5),
        ("paper", "on"),
        ("said", "话" * 4001),
        ("said", "a\x00b"),
        ("court", "院" * 201),
        ("court", "  "),
    ],
)
def test_a_wrong_answer_is_named(name: str, value: Any) -> None:
    faults = dict(ask_faults(ALL, {**GOOD, name: value}))
    assert list(faults) == [name]
    assert faults[name]


def test_what_depends_on_another_answer_is_asked_only_then() -> None:
    other = {**GOOD, "route": "other", "court": ""}
    assert list(ask_faults(ALL, other)) == []
    assert "court" not in words_of(ALL, {**other, "court": "说了也不记"})


def test_dates_are_read_from_json_and_a_broken_one_is_blamed() -> None:
    assert parsed(ALL, {"served_on": "2026-01-02", "people": 3})["served_on"] == date(2026, 1, 2)
    broken = parsed(ALL, {**GOOD, "served_on": "昨天"})
    assert list(dict(ask_faults(ALL, broken))) == ["served_on"]


def test_codes_are_shown_in_words() -> None:
    assert shown(ROUTE, "court") == "诉讼"
    assert shown(PRICE, 9900) == "99.00 元"
    assert shown(PAPER, 1) == "是"
    assert shown(PEOPLE, 5) == "5"


def test_a_form_takes_them_as_a_browser_sends_them() -> None:
    sent = {**GOOD, "served_on": TODAY.isoformat(), "people": "5", "price": "99", "paper": "on"}
    form = forms.Form(sent)
    add_asks(form, ALL)
    assert form.is_valid(), form.errors
    assert asked(form, ALL) == GOOD


def test_a_form_leaves_out_what_was_left_empty() -> None:
    form = forms.Form({"route": "other", "served_on": TODAY.isoformat(), "people": 1, "price": 1})
    add_asks(form, ALL)
    assert form.is_valid(), form.errors
    assert set(asked(form, ALL)) == {"route", "served_on", "people", "price"}


def _flow(kind: AskKind = "date", **changes: Any) -> Flow:
    asks = (Ask("served_on", "送达日期", kind, choices=changes.pop("choices", ())),)
    return Flow(
        kind="test",
        label="试",
        states=(State("a", "甲", "new"), State("b", "乙", "good", final=True)),
        steps=(Step("go", "走", ("a",), "b", ("intake",), asks=asks, on="served_on"),),
        clocks=(Clock("c", "钟", ("raise",), 1, "day", ("go",), **changes),),
    )


def test_a_flow_with_unsound_asks_or_clocks_is_not_made() -> None:
    assert _flow().step("go").on == "served_on"
    with pytest.raises(ValueError, match="takes effect on served_on, which is no date"):
        _flow("number")
    with pytest.raises(ValueError, match="has choices without being one"):
        _flow(choices=(("x", "X"),))
    with pytest.raises(ValueError, match="runs for each stranger, which nobody is"):
        _flow(each="stranger")
