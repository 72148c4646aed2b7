"""The pages of dual check-in: figures and what lies behind them, faults at their fields, lists."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cast import District
from tests.checkin_town import HOME, NAME, PHONE, town
from tests.desk import desk, html
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.journal.writing import Fact, writing
from zhuchao.registry.checkins.actions import (
    end_check_in,
    report_member,
    report_organisation,
)
from zhuchao.registry.checkins.figures import counts
from zhuchao.registry.checkins.items import list_item, take_up
from zhuchao.registry.checkins.pair_queries import mine
from zhuchao.registry.checkins.queries import item_record, items, reporting
from zhuchao.registry.checkins.sessions import Done, log_session
from zhuchao.registry.models import CommunityItem, Tie
from zhuchao.rules.units import Measure

SINCE = date(2026, 3, 2)
BEFORE = SINCE - timedelta(days=1)
LATER = date(2999, 12, 31)


@pytest.fixture
def place(district: District) -> District:
    """The branch and its member report to 春风社区, which lists an item for two."""
    made = town(district)
    scope, where = made.scope("community"), made.divisions["C11"]
    report_organisation(scope, "甲支部", where, since=SINCE)
    report_member(scope, NAME, PHONE, where, since=SINCE)
    list_item(scope, where, "policy", "讲政策", 2, LATER)
    return made


def _served(made: District) -> None:
    scope = made.scope("community")
    item = CommunityItem.objects.get()
    for tie in Tie.objects.filter(kind__endswith="_check_in"):
        take = take_up(scope, item.pk, tie.pk, on=SINCE)
        log_session(scope, take.pk, Done(SINCE, 4))


def test_stocks_are_of_the_day_and_flows_of_its_year(place: District) -> None:
    """Nobody reported the day before; who stopped is new of the year, but no more there."""
    scope = place.scope("community")
    _served(place)
    member = Tie.objects.get(kind="member_check_in")
    end_check_in(scope, member.pk, on=SINCE)
    before, then, after = (counts(scope, SINCE + timedelta(days=n)) for n in (-1, 0, 1))
    assert (before.organisations, before.members, before.new_members, before.sessions) == (0,) * 4
    assert (then.organisations, then.members, then.sessions) == (1, 1, 2)
    assert (after.organisations, after.members, after.new_members) == (1, 0, 1)
    next_year = counts(scope, date(2027, 1, 1))
    assert (next_year.organisations, next_year.new_organisations, next_year.sessions) == (1, 0, 0)


def test_who_reports_again_is_one_and_not_new(place: District) -> None:
    """A second check-in of the same organisation elsewhere in a later year is no new one."""
    report_organisation(place.scope("elsewhere"), "甲支部", place.divisions["C21"], since=SINCE)
    whole = counts(place.scope("party"), SINCE)
    assert (whole.organisations, whole.new_organisations) == (1, 1)
    assert counts(place.scope("elsewhere"), SINCE).organisations == 1


def test_difficulties_are_counted_by_the_occasion_in_their_own_unit(place: District) -> None:
    """件(次), apart from the sessions; occasions of other rooms are one line."""
    path = str(place.divisions["C11"].path)
    with writing("test") as log:
        for occasion in ("check_in", "pairing", "pairing", "guidance"):
            facets = {"found_on": occasion, "heard": "met"}
            solved = Fact("difficulty.solved", ("matter", 1), path, facets=facets)
            log.add(replace(solved, quantity=Decimal(1), unit=Measure.ITEM_COUNT))
    found = counts(place.scope("community"), local_day(now()))
    assert (found.solved, found.sessions) == (4, 0)
    assert dict(found.by_occasion) == {"check_in": 1, "pairing": 2, "": 1}
    client = desk(place, "community")
    page = html(client.get(f"{HOME}behind/solved/"))
    assert page.count("结对联系群众") == 2
    assert "其他场合" in page
    assert counts(place.scope("elsewhere"), local_day(now())).solved == 0


BEHIND = {
    "organisations": 1,
    "members": 1,
    "new_organisations": 1,
    "new_members": 1,
    "sessions": 2,
    "solved": 0,
}


def test_every_figure_opens_and_exports_as_many_records(place: District) -> None:
    """The page and the file hold the same rows; the journal knows of each export."""
    _served(place)
    client = desk(place, "community")
    for figure, rows in BEHIND.items():
        assert f"{rows} 条记录" in html(client.get(f"{HOME}behind/{figure}/")), figure
        answer = client.get(f"{HOME}behind/{figure}/sheet.xlsx")
        book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
        assert len(book.get_sheet_by_index(0).to_python()) == 2 + rows, figure
    told = Entry.objects.filter(verb="checkins.exported").order_by("pk")
    assert [entry.facets["rows"] for entry in told] == list(BEHIND.values())


def test_nonsense_in_an_address_is_told(place: District) -> None:
    """A figure or a day that is none; a key that is none begins the list anew."""
    client = desk(place, "community")
    assert client.get(f"{HOME}behind/nothing/").status_code == 404
    assert client.get(f"{HOME}behind/nothing/sheet.xlsx").status_code == 404
    assert client.get(f"{HOME}?day=yesterday").status_code == 422
    assert client.get(f"{HOME}behind/members/?day=9999-99-99").status_code == 422
    assert "讲政策" in html(client.get(f"{HOME}?after=x&day=2026-03-02"))


@pytest.mark.parametrize(
    ("path", "said", "message"),
    [
        ("", {"division": "C21", "kind": "policy", "words": "x", "wanted": "1",
              "until": "2999-01-01"}, "division"),
        ("reporting/", {"form": "member", "member-division": "C11", "member-name": "无此人",
                        "member-since": "2026-03-02"}, "名册里没有这名党员"),
        ("reporting/", {"form": "organisation", "organisation-division": "C11",
                        "organisation-who": "无此单位", "organisation-since": "2026-03-02"},
         "这个组织"),
        ("pairs/", {"division": "C11", "kind": "person", "who": "secretary", "household": "",
                    "name": "", "since": "2026-03-02"}, "请写姓名"),
        ("pairs/", {"division": "C11", "kind": "person", "who": "无此人", "household": "",
                    "name": "卯白露", "since": "2026-03-02"}, "平台里没有这个人的账号"),
        ("reporting/", {"form": "stars"}, "请从页面上的表单登记"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_at_its_field_and_writes_nothing(
    place: District, path: str, said: dict[str, str], message: str
) -> None:
    """Another community, somebody unknown, no name: 422, and nothing half-written."""
    before = Tie.objects.count(), CommunityItem.objects.count()
    assert message in html(desk(place, "community").post(f"{HOME}{path}", said), 422)
    assert (Tie.objects.count(), CommunityItem.objects.count()) == before
    assert not Entry.objects.filter(verb="person.added", who=place.scope("community").who)


def test_a_second_taker_of_one_place_is_told_on_the_page(place: District) -> None:
    """The item is full: the form comes back with the reason."""
    CommunityItem.objects.update(wanted=1)
    item = CommunityItem.objects.get()
    first, second = Tie.objects.filter(kind__endswith="_check_in").order_by("pk")
    client = desk(place, "community")
    path = f"{HOME}items/{item.pk}/take/"
    today = str(local_day(now()))
    html(client.post(path, {"take-tie": first.pk, "take-on": today}, follow=True))
    html(client.post(path, {"take-tie": second.pk, "take-on": today}), 422)
    assert item.takes.count() == 1


def test_lists_take_as_many_statements_for_one_as_for_many(
    place: District, django_assert_num_queries: Any
) -> None:
    """However many items, check-ins, takes and sessions there are."""
    _served(place)
    scope, where = place.scope("community"), place.divisions["C11"]
    for number in range(3):
        list_item(scope, where, "duty", f"值守 {number}", 1, LATER)
    item, today = CommunityItem.objects.order_by("pk")[0], local_day(now())
    secretary = place.scope("secretary")
    with django_assert_num_queries(1):
        assert len(items(scope, today).rows) == 4
    with django_assert_num_queries(1):
        assert len(reporting(scope, today).rows) == 2
    with django_assert_num_queries(3):
        assert len(item_record(scope, item.pk, today)[1]) == 2
    with django_assert_num_queries(5):
        assert len(mine(secretary, today).open) == 3
    with django_assert_num_queries(6):
        assert counts(scope, today).sessions == 2
