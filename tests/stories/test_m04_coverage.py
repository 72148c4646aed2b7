"""M04: the coverage of units on any day, its change by both names, and the way to those without."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from tests.cast import JOB, District, add_account
from tests.desk import desk, html
from tests.units import branch, covers, unit
from zhuchao.journal.clock import at, local_day, now, zone
from zhuchao.journal.models import Entry
from zhuchao.registry.actions import add_person, end_tie
from zhuchao.registry.coverage.queries import Filters, on_day
from zhuchao.registry.organisation_actions import change_organisation
from zhuchao.registry.tie_actions import reserve

HOME = "/desk/coverage/"
ALL = Filters()


@pytest.fixture
def town(district: District) -> District:
    """Five enterprises and an association in two streets, one branch, one joint branch."""
    for name, role, where in (
        ("party", "party_desk", "D"),
        ("party1", "party_desk", "S1"),
        ("party2", "party_desk", "S2"),
    ):
        district.accounts[name] = add_account(district, name, role, where)
    unit(district, "甲快递", members_known=5)
    unit(district, "乙快递", members_known=1)
    unit(district, "丙货运", members_known=2, trade="freight")
    unit(district, "丁制造", "C21", members_known=4, trade="manufacturing")
    unit(district, "戊商会", "C21", kind="association", members_known=None, trade="public")
    unit(district, "己停业", "C21", operating="no", members_known=1)
    unit(district, "庚不详", "C21", operating="unknown")
    covers(branch(district, "甲快递支部"), district.offices["甲快递"])
    return district


def test_the_rates_count_units_and_show_the_records_behind(town: District) -> None:
    """One of five operating units is covered; every number opens its list."""
    client = desk(town, "party")
    page = html(client.get(HOME))
    assert "<b>20.0%</b><span>组织覆盖率</span>" in page
    assert "1 / 5" in page
    assert "<b>1</b><span>不清楚是否在营（不计入）</span>" in page
    behind = html(client.get(f"{HOME}units/covered/"))
    assert "甲快递" in behind
    assert "乙快递" not in behind
    assert "庚不详" in html(client.get(f"{HOME}units/unknown/"))
    street = html(client.get(HOME, {"division": "S2"}))
    assert "<b>0.0%</b><span>组织覆盖率</span>" in street
    trade = html(client.get(HOME, {"trade": "courier"}))
    assert "<b>50.0%</b><span>组织覆盖率</span>" in trade


def test_a_change_is_told_in_points_and_in_per_cent(town: District) -> None:
    """From one unit to two of five: 20 points, and twice as much."""
    joint = branch(town, "联合支部", kind="joint_branch")
    covers(joint, town.offices["乙快递"], "joint", since=date(2025, 6, 1))
    client = desk(town, "party")
    page = html(client.get(HOME, {"day": "2025-06-01", "before": "2025-05-31"}))
    assert "+20.0 个百分点（相对 +100.0%）" in page
    assert "<b>20.0%</b><span>单独组建率</span>" in page


def test_any_day_is_told_as_we_know_now_and_as_we_knew_then(town: District) -> None:
    """A tie that ended counts to its last day; what was recorded later was not known then."""
    tie = covers(branch(town, "丁支部", "C21"), town.offices["丁制造"], since=date(2024, 5, 1))
    end_tie(JOB, tie, on=date(2025, 3, 31))
    covered = [on_day(day).coverage(ALL).covered for day in (date(2025, 3, 31), date(2025, 4, 1))]
    assert covered == [2, 1]
    known = now()
    later = known + timedelta(days=2)
    with at(later):
        covers(branch(town, "丙支部"), town.offices["丙货运"], since=date(2024, 2, 1))
        day = date(2025, 3, 1)
        assert on_day(day).coverage(ALL).covered == 3
        assert on_day(day, known=known).coverage(ALL).covered == 2
        assert on_day(day, known=later + timedelta(hours=1)).coverage(ALL).covered == 3


def test_the_page_tells_a_day_by_what_was_known_on_another(town: District) -> None:
    """The file, the list and the picture follow; nothing can be started from what was known."""
    before = local_day(now())
    with at(now() + timedelta(days=2)):
        covers(branch(town, "丙支部"), town.offices["丙货运"], since=date(2024, 2, 1))
        client = desk(town, "party")
        query = {"day": str(before), "known": str(before)}
        assert "<b>40.0%</b><span>组织覆盖率</span>" in html(client.get(HOME, {"day": str(before)}))
        page = html(client.get(HOME, query))
        assert "<b>20.0%</b><span>组织覆盖率</span>" in page
        assert "为止的了解" in page
        assert "kind=founding" not in page
        assert "丙货运" not in html(client.get(f"{HOME}units/covered/", query))
        assert client.get(f"{HOME}line/", query).status_code == 200
        assert client.get(HOME, {"known": "2999-01-01"}).status_code == 422


def test_a_unit_that_closes_leaves_the_base_from_then_on(town: District) -> None:
    """The base of an earlier day stays what is believed now of that day's units."""
    unit_ = town.offices["乙快递"]
    change_organisation(JOB, unit_.pk, {"operating": "no"}, version=1)
    assert on_day(local_day(now())).coverage(ALL).base == 4


def test_the_worklist_says_why_with_whom_and_what_to_do(town: District) -> None:
    """Should build first; two that are too small find each other; the rest get an instructor."""
    someone = add_person(JOB, "甲指导员")
    reserve(JOB, "instructor_reserve", someone, town.divisions["S2"], since=date(2025, 1, 1))
    client = desk(town, "party")
    page = html(client.get(HOME))
    rows = page[page.index("还没有党组织的单位（4 家）") :]
    assert rows.index("丁制造") < rows.index("丙货运") < rows.index("戊商会")
    assert "有三名以上正式党员，应建未建" in rows
    first, second = town.offices["丙货运"].pk, town.offices["乙快递"].pk
    assert f"kind=founding&amp;form=joint&amp;unit={first}&amp;unit2={second}" in rows
    assert "甲指导员" in rows
    chamber = town.offices["戊商会"]
    said = {"person": someone.pk, "months": "12"}
    page = html(client.post(f"{HOME}{chamber.pk}/instructor/", said, follow=True))
    assert "已派驻到戊商会" in page
    found = on_day(local_day(now())).coverage(ALL)
    assert (found.covered, found.reached) == (1, 2)
    assert found.work_rate == Fraction(2, 5)
    assert client.post(f"{HOME}{chamber.pk}/instructor/", said).status_code == 409


def test_a_street_sees_its_own_units_only(town: District) -> None:
    """Others get nothing; a street's desk cannot post to another street."""
    own = html(desk(town, "party2").get(HOME))
    assert "丁制造" in own
    assert "乙快递" not in own
    assert desk(town, "party2").get(HOME, {"division": "S1"}).status_code == 403
    assert desk(town, "roads").get(HOME).status_code == 403
    assert desk(town, "intake").get(HOME).status_code == 403
    someone = add_person(JOB, "甲指导员")
    said = {"person": someone.pk, "months": "12"}
    other = town.offices["乙快递"].pk
    assert desk(town, "party2").post(f"{HOME}{other}/instructor/", said).status_code == 404


@pytest.mark.parametrize(
    "query", [{"day": "2999-01-01"}, {"day": "1066-10-14"}, {"before": "x"}, {"trade": "stars"}]
)
def test_a_wrong_question_is_told_and_answered_for_today(
    town: District, query: dict[str, str]
) -> None:
    """422 with the fault, never an error."""
    assert "组织覆盖率" in html(desk(town, "party").get(HOME, query), 422)


def test_the_picture_of_the_year_and_the_file(town: District) -> None:
    """Thirteen days on one line; the file has a row for each operating unit and is journaled."""
    client = desk(town, "party")
    picture = html(client.get(f"{HOME}line/"))
    assert picture.count("<tr>") == 14
    taken = b"".join(client.get(f"{HOME}sheet.xlsx").streaming_content)  # type: ignore[attr-defined]
    assert taken[:2] == b"PK"
    assert Entry.objects.get(verb="coverage.exported").facets == {"rows": 5}


def test_the_rates_of_a_day_take_four_statements(
    town: District, django_assert_num_queries: Any
) -> None:
    """However many units and organisations there are."""
    with django_assert_num_queries(4):
        on_day(date(2026, 1, 1))
    with django_assert_num_queries(4):
        on_day(date(2026, 1, 1), known=datetime(2026, 1, 1, tzinfo=zone()))
