"""M35: alliances of equals, leaders with the led, and rooms shared, booked and used."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import District, add_account
from tests.desk import desk, html
from tests.sites import site
from tests.units import branch, unit
from zhuchao.journal.clock import at, local_day, noon, now
from zhuchao.journal.models import Entry
from zhuchao.registry.alliances.wanted import moment_at
from zhuchao.registry.models import Booking, Organisation, Tie

HOME = "/desk/alliances/"
ROOMS = "/desk/rooms/"
TODAY = date(2026, 11, 26)


@pytest.fixture
def town(district: District) -> District:
    """Three branches with their secretaries, the desk of the district and a weekend station."""
    for name in ("朝阳支部", "南山支部", "外人支部"):
        branch(district, name)
        district.accounts[name] = add_account(district, name, "secretary", name)
    district.accounts["party"] = add_account(district, "party", "party_desk", "D")
    site(district, "周末加油站", code="weekend", words="9:00-18:00", capacity=20)
    return district


def _write(town: District, path: str, who: str = "party", **said: Any) -> str:
    return html(desk(town, who).post(path, said, follow=True))


def _found(town: District, *members: str, since: date = TODAY - timedelta(days=60)) -> Organisation:
    said = {
        "found-name": "童新迎朝阳",
        "found-division": town.divisions["C11"].code,
        "found-members": "\n".join(members),
        "found-since": str(since),
    }
    _write(town, f"{HOME}found/", **said)
    return Organisation.objects.get(kind="alliance")


def _open(town: District, open_to: str = "allies") -> None:
    said = {"owner": "朝阳支部", "site": "周末加油站", "open_to": open_to}
    given = {f"open-{k}": v for k, v in said.items()}
    _write(town, f"{ROOMS}open/", **given, **{"open-since": str(TODAY - timedelta(days=30))})


def _hours(town: District, who: str, first: int, last: int, **more: Any) -> dict[str, Any]:
    said = {
        "day": str(TODAY + timedelta(days=1)),
        "first": first,
        "last": last,
        "people": 12,
        "purpose": "study",
        "organisation": town.offices[who].pk,
    }
    return {f"book-{k}": v for k, v in {**said, **more}.items()}


def _book(town: District, who: str, first: int, last: int, **more: Any) -> Any:
    said = _hours(town, who, first, last, **more)
    return desk(town, who).post(f"{ROOMS}weekend/book/", said)


def _tile(page: str, label: str) -> int:
    found = re.search(rf"<b>(\d+)</b><span>{label}</span>", page)
    assert found, label
    return int(found[1])


def test_two_branches_ally_share_a_room_book_it_and_use_it(town: District) -> None:
    with at(moment_at(TODAY, 10)):
        alliance = _found(town, "朝阳支部", "南山支部")
        _open(town)
        page = html(desk(town, "南山支部").get(f"{ROOMS}weekend/?day={TODAY}"))
        tomorrow = TODAY + timedelta(days=1)
        assert f"?day={tomorrow}&amp;first=9#book" in page
        assert _book(town, "南山支部", 9, 11).status_code == 302
        taken = html(_book(town, "朝阳支部", 10, 12), 422)
        assert "11月27日 已有预约：9:00—11:00 南山支部" in taken
        assert _book(town, "朝阳支部", 11, 12).status_code == 302
        assert _book(town, "外人支部", 14, 15).status_code == 404
        assert Booking.objects.count() == 2
    with at(moment_at(TODAY + timedelta(days=1), 20)):
        row = Booking.objects.earliest("pk")
        confirm = f"{ROOMS}bookings/{row.pk}/confirm/"
        assert desk(town, "南山支部").post(confirm, {"came": "9"}).status_code == 403
        assert "用完了，请写来了多少人" in html(desk(town, "朝阳支部").get(f"{ROOMS}weekend/"))
        assert "<b>2</b><span>阵地预约待确认" in html(desk(town, "朝阳支部").get("/desk/"))
        assert "阵地预约待确认" not in html(desk(town, "南山支部").get("/desk/"))
        assert "来了 9 人" in _write(town, confirm, "朝阳支部", came="9")
        home = html(desk(town, "party").get(HOME))
        shown = [_tile(home, label) for label in ("联建共同体", "共享的阵地", "今年用过（场次）")]
        assert shown == [1, 1, 1]
        assert _tile(home, "今年到场（人次）") == 9
        records = html(desk(town, "party").get(f"{HOME}uses/"))
        assert "周末加油站" in records
        assert "11月27日 周五 9:00—11:00" in records
    entry = Entry.objects.get(verb="room.used")
    assert entry.day == TODAY + timedelta(days=1)
    assert (entry.headcount, entry.quantity) == (9, Decimal(2))
    assert entry.organisation == town.office("南山支部")
    assert alliance.tied.filter(kind="ally").count() == 2


def test_as_of_last_month_the_alliance_has_fewer_members(town: District) -> None:
    with at(noon(TODAY)):
        alliance = _found(town, "朝阳支部", "南山支部")
        path, client = f"{HOME}{alliance.code}/", desk(town, "party")
        joined = {"join-members": "外人支部", "join-since": str(TODAY - timedelta(days=5))}
        html(client.post(f"{path}join/", joined, follow=True))
        left = Tie.objects.get(kind="ally", who_organisation=town.offices["南山支部"])
        on = {f"leave{left.pk}-on": str(TODAY - timedelta(days=3))}
        html(client.post(f"{path}leave/{left.pk}/", on, follow=True))
        now_there = _members(html(client.get(path)))
        assert now_there == ["外人支部", "朝阳支部"]
        last_month = html(client.get(f"{path}?on={TODAY - timedelta(days=30)}"))
        assert _members(last_month) == ["南山支部", "朝阳支部"]
        both = html(client.get(f"{path}?on={TODAY - timedelta(days=4)}"))
        assert len(_members(both)) == 3
        # A fact written down today was not known then.
        then = html(client.get(f"{path}?on={TODAY - timedelta(days=30)}&known=then"))
        assert _members(then) == []
        assert client.post(f"{path}join/", joined).status_code == 422


def _members(page: str) -> list[str]:
    found = re.search(r"的成员</h2>(.*?)</section>", page, re.S)
    assert found
    return sorted(re.findall(r"<li><b>(.*?)</b>", found[1]))


def test_leaders_are_counted_once_however_many_they_lead(town: District) -> None:
    """A-44 counts distinct leaders; nobody leads the one that leads it."""
    unit(town, "百灵党委", "D", kind="party_committee", operating="unknown", trade="")
    client = desk(town, "party")
    for led in ("朝阳支部", "南山支部"):
        said = {"lead-leader": "百灵党委", "lead-led": led, "lead-since": "2026-01-01"}
        html(client.post(f"{HOME}lead/", said, follow=True))
    page = html(client.get(HOME))
    assert (_tile(page, "牵头带建的党组织"), _tile(page, "被带建的组织")) == (1, 2)
    back = {"lead-leader": "朝阳支部", "lead-led": "百灵党委", "lead-since": "2026-01-01"}
    assert "不能互相带建" in html(client.post(f"{HOME}lead/", back), 422)
    tie = Tie.objects.filter(kind="leads").earliest("pk")
    on = {f"end{tie.pk}-on": str(local_day(now()) - timedelta(days=1))}
    html(client.post(f"{HOME}leads/{tie.pk}/end/", on, follow=True))
    page = html(client.get(HOME))
    assert (_tile(page, "牵头带建的党组织"), _tile(page, "被带建的组织")) == (1, 1)


def test_an_alliance_is_dissolved_with_a_reason(town: District) -> None:
    alliance = _found(town, "朝阳支部", "南山支部", since=date(2026, 1, 1))
    client, path = desk(town, "party"), f"{HOME}{alliance.code}/"
    said = {"dissolve-on": "2026-02-01", "dissolve-version": "1"}
    html(client.post(f"{path}dissolve/", said), 422)
    html(client.post(f"{path}dissolve/", {**said, "dissolve-reason": "任务完成"}, follow=True))
    assert _tile(html(client.get(HOME)), "联建共同体") == 0
    assert _tile(html(client.get(f"{HOME}?on=2026-01-15")), "联建共同体") == 1
    assert not Tie.objects.filter(kind="ally", valid_to=None).exists()
    page = html(client.get(path))
    assert "任务完成" in page
    organisation = html(client.get(f"/desk/organisations/{alliance.code}/"))
    assert "联建 · " in organisation


def test_a_booking_is_cancelled_and_what_was_confirmed_is_taken_back(town: District) -> None:
    """The hours are free again; a figure falls when its entry is void, and rises once anew."""
    with at(moment_at(TODAY, 10)):
        _found(town, "朝阳支部", "南山支部")
        _open(town)
        _book(town, "南山支部", 9, 11)
        first = Booking.objects.get()
        path = f"{ROOMS}bookings/{first.pk}/cancel/"
        assert desk(town, "外人支部").post(path).status_code == 404
        assert desk(town, "朝阳支部").post(path).status_code == 422
        assert desk(town, "南山支部").post(path).status_code == 302
        assert desk(town, "南山支部").post(path).status_code == 409
        assert _book(town, "朝阳支部", 9, 11).status_code == 302
    with at(moment_at(TODAY + timedelta(days=1), 12)):
        row = Booking.objects.latest("pk")
        confirm, back = (f"{ROOMS}bookings/{row.pk}/{act}/" for act in ("confirm", "take-back"))
        _write(town, confirm, came="30")
        assert desk(town, "party").post(back, {"reason": ""}).status_code == 422
        _write(town, back, reason="看错了")
        assert _tile(html(desk(town, "party").get(HOME)), "今年到场（人次）") == 0
        _write(town, confirm, came="3")
        page = html(desk(town, "party").get(HOME))
        assert (_tile(page, "今年用过（场次）"), _tile(page, "今年到场（人次）")) == (1, 3)
        assert desk(town, "party").post(confirm, {"came": "3"}).status_code == 409
        assert desk(town, "party").post(confirm, {"came": "many"}).status_code == 422
    used = Entry.objects.filter(verb="room.used").order_by("pk")
    assert Entry.objects.get(verb="room.taken_back").voids == used[0].pk


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"day": str(TODAY)}, "这个时间已经过了"),
        ({"day": str(TODAY + timedelta(days=61))}, "最多提前 60 天预约"),
        ({"last": 9}, "结束要晚于开始"),
        ({"first": 8}, "不在开放时间内"),
        ({"last": 19}, "不在开放时间内"),
        ({"people": 21}, "只有 20 个座位"),
        ({"purpose": "party"}, ""),
    ],
)
def test_hours_that_cannot_be_are_told_and_not_booked(
    town: District, more: dict[str, Any], why: str
) -> None:
    with at(moment_at(TODAY, 10)):
        _found(town, "朝阳支部", "南山支部")
        _open(town)
        assert why in html(_book(town, "南山支部", **{"first": 9, "last": 11, **more}), 422)
        assert not Booking.objects.exists()


def test_a_room_may_be_open_to_every_branch(town: District) -> None:
    """An office is none: it stays outside."""
    with at(moment_at(TODAY, 10)):
        _open(town, "party")
        assert _book(town, "外人支部", 14, 15).status_code == 302
        office = desk(town, "roads")
        assert "还没有您可以用的共享阵地" in html(office.get(ROOMS))
        assert office.get(f"{ROOMS}weekend/").status_code == 404
        close = {"close-on": str(TODAY)}
        wrong = desk(town, "party").post(f"{ROOMS}weekend/close/", close)
        assert "那天以后还有 1 次预约" in html(wrong, 422)
        Booking.objects.update(cancelled_at=now())
        html(desk(town, "party").post(f"{ROOMS}weekend/close/", close, follow=True))
    with at(datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), now().tzinfo)):
        assert _book(town, "外人支部", 14, 15).status_code == 404
