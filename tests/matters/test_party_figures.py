"""Party figures are counted by the day on the paper, with the matters behind each number."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import District, add_account
from tests.desk import desk, html
from tests.party_desk import ago, found_desk, proposed, taken
from tests.units import branch, unit
from zhuchao.matters.kinds.party_figures import BY_CODE, counted
from zhuchao.matters.models import Matter

HOME = "/desk/coverage/figures/"
REFUND = {"paid_from": "2025-01-01", "paid_to": "2025-12-31", "purpose": "room"}


@pytest.fixture
def town(district: District) -> District:
    """The cast with the desk of one street beside that of the district."""
    found_desk(district)
    branch(district, "啤酒厂党委", kind="party_committee")
    unit(district, "快递协会", kind="association")
    district.accounts["party1"] = add_account(district, "party1", "party_desk", "S1")
    return district


def number(town: District, code: str, first: int, last: int, who: str = "party") -> tuple[int, int]:
    """A figure, and its money, from so many days ago to so many."""
    found = counted(town.scope(who), BY_CODE[code], ago(first), ago(last))
    return found.count, found.fen


def project(town: District, granted: str) -> Matter:
    """A project of the branch that is supported with so much."""
    said: dict[str, Any] = {
        "organisation": town.office("春风支部"),
        "amount": "900",
        "purpose": "room",
    }
    matter = proposed(town, "project", **said)
    taken(town, matter, "review", note="好")
    taken(town, matter, "approve", approved_on=ago(4), paper="", granted=granted)
    return matter


def refund(town: District) -> None:
    """Dues paid back three days ago."""
    matter = proposed(
        town, "refund", organisation=town.office("春风支部"), amount="120.5", **REFUND
    )
    taken(town, matter, "review", note="属实")
    taken(town, matter, "approve", approved_on=ago(4), paper="", granted="100.25")
    taken(town, matter, "pay", note="已付", paid_on=ago(3))


def founding(town: District) -> Matter:
    """A branch founded ten days ago."""
    matter = proposed(town, "founding", form="own", unit=town.office("甲快递"))
    taken(town, matter, "consent", note="同意", consented_on=ago(12))
    taken(town, matter, "approve", approved_on=ago(11), paper="")
    taken(town, matter, "found", note="成立", founded_on=ago(10), branch_name="甲快递支部")
    return matter


def test_a_founding_counts_on_the_day_it_was_founded(town: District) -> None:
    """Not on the day somebody wrote it down; another street's desk counts its own only."""
    founding(town)
    assert [number(town, "A-05", *days)[0] for days in ((10, 10), (11, 0), (9, 0))] == [1, 1, 0]
    assert number(town, "A-05", 20, 0, "party1")[0] == 1
    assert number(town, "A-05", 20, 0, "party2")[0] == 0


def test_a_move_and_a_reduction_are_told_apart(town: District) -> None:
    """The same kind of matter, two figures."""
    old = town.office("啤酒厂党委")
    above: dict[str, Any] = {"other": town.office("两新工委")}
    for how, more in (("transfer", above), ("reduce", {})):
        matter = proposed(town, "reorganisation", how=how, organisation=old, **more)
        taken(town, matter, "study", note="研究过", studied_on=ago(9))
        taken(town, matter, "approve", approved_on=ago(8), paper="")
        day = ago(7 if how == "transfer" else 5)
        names = {"new_name": "啤酒厂支部", "second_name": ""}
        taken(town, matter, "carry_out", note="已办", done_on=day, **names)
    assert (number(town, "A-06", 20, 0), number(town, "A-07", 20, 0)) == ((1, 0), (1, 0))


def test_an_association_and_a_place_count_once_whatever_they_get(town: District) -> None:
    """Two projects of one branch are one place with the money of both; two filings one charter."""
    project(town, "300")
    project(town, "200")
    assert number(town, "A-28", 20, 0) == (1, 50_000)
    for _n in range(2):
        matter = proposed(town, "charter", organisation=town.office("快递协会"))
        taken(town, matter, "vote", note="通过", voted_on=ago(9))
        taken(town, matter, "consent", agreed_on=ago(8))
        taken(town, matter, "file", note="核准", filed_on=ago(7))
    assert number(town, "A-12", 20, 0)[0] == 1


def test_money_is_what_was_granted_and_paid(town: District) -> None:
    """In fen, exactly."""
    refund(town)
    assert number(town, "A-14", 20, 0) == (1, 10_025)


def test_the_page_shows_each_number_with_its_records(town: District) -> None:
    """Every tile opens the matters it counted, and says how it is counted."""
    matter = founding(town)
    refund(town)
    client = desk(town, "party")
    days: dict[str, Any] = {"first": ago(20), "last": ago(0)}
    page = html(client.get(HOME, days))
    assert "<b>1</b><span>新建党组织</span>" in page
    assert "100.25 元" in page
    assert "按成立日期数" in page
    assert matter.receipt in html(client.get(f"{HOME}A-05/", days))
    assert "这一段没有" in html(client.get(f"{HOME}A-06/", days))
    assert "党建数字" in html(client.get("/desk/coverage/"))


def test_a_wrong_period_or_number_is_told_and_others_stay_out(town: District) -> None:
    """422, 404 and 403, never an error."""
    client = desk(town, "party")
    wrong: dict[str, Any] = {"first": ago(0), "last": ago(0) - timedelta(1)}
    assert "结束日期早于开始日期" in html(client.get(HOME, wrong), 422)
    assert client.get(f"{HOME}A-05/", wrong).status_code == 422
    assert client.get(f"{HOME}A-99/").status_code == 404
    for who in ("secretary", "intake", "supervisor", "roads"):
        assert desk(town, who).get(HOME).status_code == 403
