"""Who sees and writes alliances and rooms, what is refused, and how many statements it takes."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import JOB, District, add_account, found_district
from tests.desk import desk, html
from tests.sites import site
from tests.units import SINCE, branch, unit
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at, local_day, noon, now
from zhuchao.journal.models import Entry
from zhuchao.places.models import UNKNOWN_HOURS
from zhuchao.registry.alliances.actions import found_alliance, join, lead, open_room
from zhuchao.registry.alliances.booking import book, confirm
from zhuchao.registry.alliances.policy import allies_on
from zhuchao.registry.alliances.queries import bonds, counts, use_page, used
from zhuchao.registry.alliances.rooms import rooms
from zhuchao.registry.alliances.wanted import Wanted, moment_at
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.tie_actions import share

HOME = "/desk/alliances/"


@pytest.fixture
def town(db: None) -> District:
    """Branches in two streets, and the desk of each."""
    district = found_district()
    for name, where in (("东一", "C11"), ("东二", "C12"), ("西一", "C21")):
        branch(district, name, where)
    for name, where in (("party", "D"), ("party1", "S1"), ("party2", "S2")):
        district.accounts[name] = add_account(district, name, "party_desk", where)
    return district


def _alliance(town: District, *names: str) -> Organisation:
    members = [town.offices[name] for name in names]
    return found_alliance(JOB, "邻里联建", town.divisions["S1"], members, since=SINCE)


def test_an_alliance_is_counted_where_it_was_founded_and_seen_by_its_members(
    town: District,
) -> None:
    """Another street counts none; a member's secretary looks at it all the same."""
    alliance = _alliance(town, "东一", "西一")
    today, other = local_day(now()), town.scope("party2")
    assert len(bonds(town.scope("party1"), today).alliances) == 1
    assert bonds(other, today).alliances == []
    assert desk(town, "party2").get(f"{HOME}{alliance.code}/").status_code == 404
    town.accounts["west"] = add_account(town, "west", "secretary", "西一")
    page = html(desk(town, "west").get(f"{HOME}{alliance.code}/"))
    assert "登记加入" not in page
    assert "今年到场" not in html(desk(town, "west").get(HOME))


def test_led_organisations_are_counted_where_they_lie(town: District) -> None:
    leader = unit(town, "龙头党委", "D", kind="party_committee", operating="unknown", trade="")
    for name in ("东一", "西一"):
        lead(JOB, leader, town.offices[name], since=SINCE)
    today = local_day(now())
    for who, led in (("party", 2), ("party1", 1), ("party2", 1)):
        scope = town.scope(who)
        found = counts(scope, today, bonds(scope, today))
        assert (found.leaders, found.led) == (1, led), who


def test_a_desk_founds_only_in_its_own_area(town: District) -> None:
    said: dict[str, Any] = {"found-name": "联建", "found-members": "东一\n东二"}
    said |= {"found-since": "2026-01-01", "found-division": town.divisions["C11"].code}
    assert "选择一个有效的选项" in html(desk(town, "party2").post(f"{HOME}found/", said), 422)
    assert desk(town, "roads").get(HOME).status_code == 200
    assert desk(town, "roads").post(f"{HOME}found/", said).status_code == 422
    assert not Organisation.objects.filter(kind="alliance").exists()
    pair = [town.offices["东一"], town.offices["东二"]]
    with pytest.raises(Refused) as refused:
        found_alliance(town.scope("party2"), "联建", town.divisions["C11"], pair, since=SINCE)
    assert refused.value.code == "forbidden"


def test_each_line_of_members_at_fault_is_told(town: District) -> None:
    branch(town, "东一", "C21")
    said: dict[str, Any] = {"found-name": "联建", "found-members": "东二\n东一\n没有这家"}
    said |= {"found-since": "2026-01-01", "found-division": town.divisions["S1"].code}
    page = html(desk(town, "party").post(f"{HOME}found/", said), 422)
    assert "第 2 行：叫“东一”的不止一个，请写代码" in page
    assert "第 3 行：没有“没有这家”这个组织" in page
    alone = {**said, "found-members": "东二"}
    assert "联建至少要有两个组织" in html(desk(town, "party").post(f"{HOME}found/", alone), 422)


def test_what_is_no_organisation_of_equals_does_not_join(town: District) -> None:
    """An alliance joins none; nobody joins twice at one time, nor tomorrow."""
    alliance, tomorrow = _alliance(town, "东一", "东二"), local_day(now()) + timedelta(days=1)
    other = found_alliance(
        JOB,
        "另一个",
        town.divisions["S1"],
        [town.offices["东一"], town.offices["西一"]],
        since=SINCE,
    )
    for member, since, code in (
        (other, SINCE, "invalid"),
        (town.offices["东一"], SINCE, "conflict"),
        (town.offices["西一"], tomorrow, "invalid"),
    ):
        with pytest.raises(Refused) as refused:
            join(JOB, alliance, member, since=since)
        assert refused.value.code == code
    with pytest.raises(Refused, match="党组织"):
        lead(JOB, unit(town, "某公司"), town.offices["东一"], since=SINCE)


def test_allies_are_those_of_one_alliance_and_leader_and_led(town: District) -> None:
    """Of the day that is asked for, in both directions, and never oneself."""
    alliance = _alliance(town, "东一", "东二")
    lead(JOB, town.offices["西一"], town.offices["东二"], since=SINCE)
    east, other, west = (town.office(name) for name in ("东一", "东二", "西一"))
    today = local_day(now())
    assert allies_on(today, [east]) == {east: {other}}
    assert allies_on(today, [other, west]) == {other: {east, west}, west: {other}}
    assert allies_on(SINCE - timedelta(days=1), [east]) == {east: frozenset()}
    Tie.objects.filter(whom_organisation=alliance).update(valid_to=today - timedelta(days=1))
    assert allies_on(today, [east]) == {east: frozenset()}


def test_a_room_has_one_owner_at_a_time(town: District) -> None:
    place = site(town)
    open_room(JOB, town.offices["东一"], place, "party", since=SINCE)
    with pytest.raises(Refused, match="“东一”已经共享这个阵地"):
        open_room(JOB, town.offices["东二"], place, "all", since=date(2026, 1, 1))
    with pytest.raises(Refused):
        share(JOB, "shares_room", town.offices["西一"], place, since=SINCE, terms={"open_to": "x"})
    said = {"owner": "东二", "site": "秋实站", "open_to": "party", "since": "2026-01-01"}
    given = {f"open-{key}": value for key, value in said.items()}
    site(town, "秋实站", where="C21")
    page = html(desk(town, "party1").post("/desk/rooms/open/", given), 422)
    assert "没有“秋实站”这个场所" in page


def test_hours_past_midnight_and_closed_days_are_not_booked(town: District) -> None:
    """The opening hours of the very day count, those of the night before among them."""
    place = site(town, "夜站", words="22:00-次日6:00；周日休息")
    owner, sunday = town.offices["东一"], date(2026, 11, 29)
    open_room(JOB, owner, place, "allies", since=SINCE)
    with at(noon(sunday - timedelta(days=3))):
        row = book(JOB, place.pk, owner.pk, Wanted(sunday, 4, 6, 5, "study"))
        assert (row.since, row.until) == (moment_at(sunday, 4), moment_at(sunday, 6))
        for first, last in ((5, 7), (22, 23)):
            with pytest.raises(Refused, match="开放时间"):
                book(JOB, place.pk, owner.pk, Wanted(sunday, first, last, 5, "study"))
        book(JOB, place.pk, owner.pk, Wanted(sunday - timedelta(days=1), 22, 24, 5, "study"))


def test_unknown_hours_are_booked_with_a_note(town: District) -> None:
    place, day = site(town, code="dark", hours=UNKNOWN_HOURS), local_day(now()) + timedelta(days=2)
    open_room(JOB, town.offices["东一"], place, "allies", since=SINCE)
    town.accounts["east"] = add_account(town, "east", "secretary", "东一")
    book(town.scope("east"), place.pk, town.office("东一"), Wanted(day, 5, 7, 5, "study"))
    page = html(desk(town, "east").get(f"/desk/rooms/dark/?day={day}"))
    assert "开放时间不清楚：可以先预约" in page
    assert "5:00—7:00" in page
    assert "data-own" in page


def test_the_records_of_use_come_in_pages_and_cost_as_much_for_many(
    town: District, django_assert_num_queries: Any
) -> None:
    """The figures are sums over the same entries, whichever page is open."""
    place, owner, day = site(town), town.offices["东一"], date(2026, 3, 2)
    open_room(JOB, owner, place, "allies", since=SINCE)
    for first in (9, 10, 11):
        with at(noon(day - timedelta(days=1))):
            row = book(JOB, place.pk, owner.pk, Wanted(day, first, first + 1, 5, "study"))
        with at(noon(day)):
            confirm(JOB, row.pk, first)
    scope = town.scope("party1")
    entries = used(scope, date(2026, 3, 31))
    with django_assert_num_queries(2):
        page = use_page(entries, None, size=2)
    assert [entry.headcount for entry, _row in page.rows] == [11, 10]
    rest = use_page(entries, page.before, size=2)
    assert ([entry.headcount for entry, _row in rest.rows], rest.before) == ([9], None)
    found = counts(scope, date(2026, 3, 31), bonds(scope, date(2026, 3, 31)))
    assert (found.used, found.people, found.hours) == (3, 30, 3)
    assert not used(scope, date(2026, 3, 1)).exists()
    answer = desk(town, "party1").get(f"{HOME}uses/sheet.xlsx?on=2026-03-31")
    assert b"".join(answer).startswith(b"PK")
    assert Entry.objects.get(verb="rooms.exported").facets["rows"] == 3
    assert not used(town.scope("party2"), day).exists()


def test_the_lists_take_as_many_statements_for_one_as_for_many(
    town: District, django_assert_num_queries: Any
) -> None:
    _alliance(town, "东一", "东二")
    found_alliance(
        JOB,
        "另一个",
        town.divisions["S2"],
        [town.offices["东一"], town.offices["西一"]],
        since=SINCE,
    )
    for name in ("东一", "东二", "西一"):
        open_room(JOB, town.offices[name], site(town, f"{name}的站"), "allies", since=SINCE)
    town.accounts["west"] = add_account(town, "west", "secretary", "西一")
    scope, today = town.scope("west"), local_day(now())
    with django_assert_num_queries(3):
        assert len(bonds(scope, today).alliances) == 1
    with django_assert_num_queries(4):
        assert [one.site.name for one in rooms(scope, today)] == ["东一的站", "西一的站"]
