"""The coverage over the API: the same numbers as the page, with definitions, by day and moment."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import District
from tests.desk import desk
from tests.party_desk import found_desk
from tests.units import covers
from zhuchao.journal.clock import at, now

HOME = "/api/coverage"


@pytest.fixture
def town(district: District) -> District:
    """Three units, one of them covered since June 2025."""
    found_desk(district)
    covers(district.offices["春风支部"], district.offices["甲快递"], since=date(2025, 6, 1))
    return district


def asked(client: Client, status: int = 200, **query: Any) -> Any:
    """The answer in JSON."""
    answer = client.get(HOME, query)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_rate_comes_with_its_parts_its_meaning_and_both_changes(town: District) -> None:
    """From nothing there is no relative change."""
    told = asked(desk(town, "party"), day="2025-06-01", before="2025-05-31")
    assert [r["name"] for r in told["rates"]] == ["organisation_rate", "work_rate", "own_rate"]
    rate = told["rates"][0]
    assert (rate["count"], rate["base"], rate["before"]) == (1, 3, 0.0)
    assert rate["points"] == pytest.approx(100 / 3)
    assert rate["relative_per_cent"] is None
    assert rate["definition"] == "单独组建或纳入联合组织的单位 ÷ 在营单位"


def test_a_moment_asks_what_was_known_then(town: District) -> None:
    """What was recorded later was not known."""
    moment = now()
    with at(moment + timedelta(days=1)):
        covers(town.offices["春风支部"], town.offices["乙快递"], "joint", since=date(2025, 1, 1))
    with at(moment + timedelta(days=2)):
        client = desk(town, "party")
        queries: list[dict[str, Any]] = [{}, {"known": moment.isoformat()}]
        counts = [
            asked(client, day="2025-07-01", **known)["rates"][0]["count"] for known in queries
        ]
    assert counts == [2, 1]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"day": "2999-01-01"}, "day"),
        ({"trade": "stars"}, "trade"),
        ({"division": "nowhere"}, "division"),
        ({"known": "2999-01-01T00:00:00+08:00"}, "known"),
    ],
)
def test_a_wrong_question_names_its_field(
    town: District, query: dict[str, str], field: str
) -> None:
    """422, never an error."""
    assert field in asked(desk(town, "party"), 422, **query)["fields"]


def test_only_who_sees_the_page_gets_the_numbers(town: District) -> None:
    """A street's desk its street; others nothing."""
    assert asked(desk(town, "party2"))["rates"][0]["base"] == 0
    asked(desk(town, "party2"), 403, division="S1")
    asked(desk(town, "roads"), 403)
    asked(Client(), 401)
