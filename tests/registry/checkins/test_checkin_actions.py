"""What the verbs of dual check-in refuse, and what each tells the journal."""

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import District
from tests.checkin_town import NAME, PHONE, member, town
from tests.units import branch
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.registry.checkins.actions import (
    end_check_in,
    report_member,
    report_organisation,
)
from zhuchao.registry.checkins.items import close_item, give_back, list_item, take_up
from zhuchao.registry.checkins.pairs import end_pair, open_household, pair_up, record_household
from zhuchao.registry.checkins.sessions import Done, log_session, log_visit, take_back_session
from zhuchao.registry.checkins.states import item_state, take_state
from zhuchao.registry.models import CommunityItem, Household, ServiceSession, TakeUp, Tie
from zhuchao.registry.organisations.policy import is_sealed, opens

SINCE = date(2026, 1, 5)
LATER = date(2999, 12, 31)


def today() -> date:
    """The day it is."""
    return local_day(now())


@pytest.fixture
def place(district: District) -> District:
    """The town, in which the branch reports to 春风社区."""
    made = town(district)
    report_organisation(made.scope("community"), "甲支部", made.divisions["C11"], since=SINCE)
    return made


def _item(made: District, wanted: int = 1) -> CommunityItem:
    where = made.divisions["C11"]
    return list_item(made.scope("community"), where, "elders", "陪老人看病", wanted, LATER)


def _tie() -> Tie:
    return Tie.objects.get(kind="organisation_check_in", who_organisation__name="甲支部")


def _taken(made: District) -> TakeUp:
    return take_up(made.scope("community"), _item(made).pk, _tie().pk, on=today())


def _second(made: District) -> Tie:
    branch(made, "乙支部", "D")
    where = made.divisions["C11"]
    return report_organisation(made.scope("community"), "乙支部", where, since=SINCE)


def _refused(code: str, act: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as told:
        act(*args, **more)
    assert told.value.code == code
    return told.value.message


@given(
    wanted=st.integers(1, 9),
    taken=st.integers(0, 12),
    ahead=st.integers(-3, 3),
    closed=st.booleans(),
)
def test_an_item_is_open_only_with_a_place_left(
    wanted: int, taken: int, ahead: int, closed: bool
) -> None:
    """Closed before over, over before full; nothing else takes anybody."""
    day = date(2026, 6, 1)
    until = day + timedelta(days=ahead)
    state = item_state(wanted, taken, until, closed=closed, day=day)
    assert (state == "open") == (not closed and ahead >= 0 and taken < wanted)
    assert (state == "closed") == closed


def test_what_was_taken_up_is_served_once_a_session_stands() -> None:
    """Given back is given back, however much was done."""
    assert take_state(0, given_back=False) == "taken"
    assert take_state(3, given_back=False) == "served"
    assert take_state(3, given_back=True) == "given_back"


def test_only_the_desk_of_the_community_lets_somebody_report(place: District) -> None:
    """Another community's desk, an administrator and the public may not."""
    where = place.divisions["C11"]
    for who in (place.scope("elsewhere"), place.scope("admin"), Scope(who="public")):
        _refused("forbidden", report_organisation, who, "甲支部", where, since=SINCE)
    desk = place.scope("community")
    _refused("conflict", report_organisation, desk, "甲支部", where, since=today())
    _refused("invalid", report_organisation, desk, "没有的单位", where, since=SINCE)
    _refused("invalid", report_organisation, desk, "甲支部", where, since=LATER)


def test_a_member_is_found_by_his_whole_name_and_telephone(place: District) -> None:
    """A name alone finds nobody whose number is known; each search is an entry."""
    desk, where = place.scope("community"), place.divisions["C11"]
    for name, phone in ((NAME, ""), (NAME, "13800009999"), ("寅大", PHONE), ("", PHONE)):
        _refused("invalid", report_member, desk, name, phone, where, since=SINCE)
    tie = report_member(desk, NAME, f"+86 {PHONE}", where, since=SINCE)
    assert tie.who_person
    assert tie.who_person.label == "寅*"
    searches = Entry.objects.filter(verb="people.searched", division_path=where.path)
    assert [one.headcount for one in searches.order_by("pk")] == [0, 0, 0, 0, 1]


def test_that_a_member_reports_is_opened_by_the_party_desk_alone(place: District) -> None:
    """On his record over all roles it is sealed, as membership is; a pair is not opened there."""
    desk, where = place.scope("community"), place.divisions["C11"]
    tie = report_member(desk, NAME, PHONE, where, since=SINCE)
    household = record_household(desk, where, {"name": "卯白露"})
    pair = pair_up(desk, place.offices["甲支部"], household, since=SINCE)
    assert is_sealed(tie)
    assert opens(place.scope("party"), tie)
    assert not [name for name in ("admin", "elsewhere") if opens(place.scope(name), tie)]
    assert not [name for name in ("party", "admin", "elsewhere") if opens(place.scope(name), pair)]


def test_two_members_of_one_name_without_telephone_are_not_guessed(place: District) -> None:
    """The register has to be completed first."""
    for _ in range(2):
        member(place, "辰清明", "")
    where = place.divisions["C11"]
    desk = place.scope("community")
    assert "不止一个" in _refused("invalid", report_member, desk, "辰清明", "", where, since=SINCE)


def test_a_check_in_ends_on_its_last_day(place: District) -> None:
    """From the next day on nothing is taken up."""
    desk = place.scope("community")
    item = _item(place)
    yesterday = today() - timedelta(days=1)
    end_check_in(desk, _tie().pk, on=yesterday)
    _refused("invalid", take_up, desk, item.pk, _tie().pk, on=today())
    assert take_up(desk, item.pk, _tie().pk, on=yesterday).pk
    _refused("conflict", end_check_in, desk, _tie().pk, on=today())


@pytest.mark.parametrize(
    ("kind", "words", "wanted", "until"),
    [
        ("stars", "陪老人看病", 1, LATER),
        ("elders", " ", 1, LATER),
        ("elders", "陪老人看病", 0, LATER),
        ("elders", "陪老人看病", 1, date(2020, 1, 1)),
    ],
)
def test_a_wrong_item_is_refused(
    place: District, kind: str, words: str, wanted: int, until: date
) -> None:
    """An unknown kind, no words, nobody wanted, a day that is past."""
    where = place.divisions["C11"]
    _refused("invalid", list_item, place.scope("community"), where, kind, words, wanted, until)
    assert not CommunityItem.objects.exists()


def test_nothing_is_taken_up_beyond_what_is_wanted_or_twice(place: District) -> None:
    """The last place is taken once; it is free again when it is given back."""
    desk, item, other = place.scope("community"), _item(place), _second(place)
    take = take_up(desk, item.pk, _tie().pk, on=today())
    assert "认领过" in _refused("conflict", take_up, desk, item.pk, _tie().pk, on=today())
    assert "只要 1 个" in _refused("conflict", take_up, desk, item.pk, other.pk, on=today())
    _refused("invalid", give_back, desk, take.pk, " ")
    give_back(desk, take.pk, "人手不够")
    _refused("stale", give_back, desk, take.pk, "人手不够")
    assert take_up(desk, item.pk, other.pk, on=today()).pk
    told = Entry.objects.get(verb="item.given_back")
    assert told.facets == {"kind": "elders", "take": take.pk}


def test_what_is_closed_takes_nobody(place: District) -> None:
    """It was taken off the list, with a reason."""
    desk, item = place.scope("community"), _item(place)
    _refused("invalid", close_item, desk, item.pk, "")
    close_item(desk, item.pk, "办完了")
    _refused("stale", close_item, desk, item.pk, "办完了")
    assert "截止" in _refused("conflict", take_up, desk, item.pk, _tie().pk, on=today())


def test_nobody_takes_up_or_serves_for_others(place: District) -> None:
    """A secretary acts for his branch alone, a member for himself, another desk for nobody."""
    item, other = _item(place, wanted=3), _second(place)
    secretary = place.scope("secretary")
    _refused("invalid", take_up, secretary, item.pk, other.pk, on=today())
    _refused("not_found", take_up, place.scope("elsewhere"), item.pk, other.pk, on=today())
    theirs = take_up(place.scope("community"), item.pk, other.pk, on=today())
    done = Done(today(), 3)
    _refused("not_found", log_session, secretary, theirs.pk, done)
    _refused("not_found", give_back, secretary, theirs.pk, "替他退")
    _refused("forbidden", close_item, secretary, item.pk, "不要了")
    assert take_up(secretary, item.pk, _tie().pk, on=today()).pk


def test_a_session_lies_within_what_was_taken_up(place: District) -> None:
    """Not before, not to come, with somebody, one a day, not after it was given back."""
    desk, take = place.scope("community"), _taken(place)
    for on, people in ((today() - timedelta(days=1), 3), (LATER, 3), (today(), 0)):
        _refused("invalid", log_session, desk, take.pk, Done(on, people))
    log_session(desk, take.pk, Done(today(), 3, "扶老人下楼"))
    assert "记过一场" in _refused("conflict", log_session, desk, take.pk, Done(today(), 2))
    told = Entry.objects.get(verb="service.done")
    assert (told.headcount, told.unit, told.organisation) == (3, "场次", place.office("甲支部"))
    assert "老人" not in str(vars(told))


def test_a_session_is_voided_and_may_be_told_again(place: District) -> None:
    """Taken back with a reason, once; never edited."""
    desk, take = place.scope("community"), _taken(place)
    row = log_session(desk, take.pk, Done(today(), 30))
    _refused("invalid", take_back_session, desk, row.pk, "")
    _refused("not_found", take_back_session, place.scope("elsewhere"), row.pk, "不是我的")
    take_back_session(desk, row.pk, "人数写错")
    _refused("stale", take_back_session, desk, row.pk, "人数写错")
    assert log_session(desk, take.pk, Done(today(), 3)).pk
    void = Entry.objects.get(verb="service.taken_back")
    assert void.voids == Entry.objects.get(verb="service.done", headcount=30).pk


def test_households_are_numbered_and_not_entered_twice(place: District) -> None:
    """The next number of the community; the same telephone is the same household."""
    desk, where = place.scope("community"), place.divisions["C11"]
    first = record_household(desk, where, {"name": "卯白露", "phone": "13900002222"})
    second = record_household(desk, where, {"name": "辰谷雨", "phone": ""})
    assert (first.number, second.number, first.person.label) == (1, 2, "卯*")
    again = {"name": "卯白露", "phone": "139 0000 2222"}
    assert "结对户 1" in _refused("conflict", record_household, desk, where, again)
    _refused("invalid", record_household, desk, where, {"name": " "})
    _refused("forbidden", record_household, place.scope("party"), where, {"name": "巳立夏"})
    assert Household.objects.count() == 2


def test_an_organisation_is_paired_visits_and_parts(place: District) -> None:
    """Within the days of the pair; its secretary opens who the household is, no other desk."""
    desk, where = place.scope("community"), place.divisions["C11"]
    household = record_household(desk, where, {"name": "卯白露", "phone": "13900002222"})
    tie = pair_up(desk, place.offices["甲支部"], household, since=SINCE)
    assert Entry.objects.get(span_id=f"tie:{tie.pk}").division_path == ""
    _refused("invalid", log_visit, desk, tie.pk, Done(SINCE - timedelta(days=1), 1))
    secretary = place.scope("secretary")
    log_visit(secretary, tie.pk, Done(SINCE, 2))
    _refused("conflict", log_visit, desk, tie.pk, Done(SINCE, 1))
    assert open_household(secretary, tie.pk, "上门走访")["name"] == "卯白露"
    for name in ("party", "elsewhere", "roads", "admin"):
        _refused("not_found", open_household, place.scope(name), tie.pk, "看看")
    _refused("forbidden", end_pair, secretary, tie.pk, on=today())
    end_pair(desk, tie.pk, on=SINCE)
    _refused("invalid", log_visit, secretary, tie.pk, Done(today(), 1))
    assert ServiceSession.objects.get().pair_id == tie.pk


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_for_the_last_place_one_is_refused(
    transactional_db: None, district: District
) -> None:
    """The row of the item is locked until the first one is written."""
    made = town(district)
    desk = made.scope("community")
    report_organisation(desk, "甲支部", made.divisions["C11"], since=SINCE)
    item, ties, start = _item(made), [_tie().pk, _second(made).pk], Barrier(2)
    told: list[str] = []

    def race(tie: int) -> None:
        start.wait()
        try:
            take_up(desk, item.pk, tie, on=today())
            told.append("taken")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    racing = [Thread(target=race, args=(tie,)) for tie in ties]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert sorted(told) == ["conflict", "taken"]
