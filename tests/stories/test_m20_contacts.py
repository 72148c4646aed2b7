"""M20, told through the pages of the Party-building desk and of a leader.

"一对一联系: contact pairs; guidance in building a members' room" (A-41: one room, opened with
guidance). Moving and reducing (A-06, A-07) are in test_m20_reorganisation.py.
"""

import re
from datetime import date
from typing import Any

import pytest

from tests.cast import District, add_account
from tests.desk import desk, html
from tests.sites import site
from tests.units import branch, unit
from zhuchao.journal.models import Entry
from zhuchao.registry.models import GuidedRoom, Organisation, Person, Tie

HOME = "/desk/contacts/"
SINCE = "2026-03-01"


@pytest.fixture
def town(district: District) -> District:
    """Two streets with their desks, three units, and a leader of the roads office."""
    for name, role, where in (
        ("party", "party_desk", "D"),
        ("party1", "party_desk", "S1"),
        ("party2", "party_desk", "S2"),
    ):
        district.accounts[name] = add_account(district, name, role, where)
    unit(district, "甲快递")
    unit(district, "乙快递")
    unit(district, "庚制造", "C21")
    return district


def leader(town: District) -> Person:
    """The leader of the cast."""
    return Person.objects.get(account=town.accounts["leader"])


def name(town: District, where: str = "甲快递", who: str = "party", **more: Any) -> Any:
    """Name the leader as the contact of a unit."""
    said = {
        "name-unit": town.offices[where].code,
        "name-person": leader(town).pk,
        "name-label": "",
        "name-since": SINCE,
        **more,
    }
    return desk(town, who).post(f"{HOME}make/", said)


def tie_of(where: Organisation) -> Tie:
    """The newest contact of a unit."""
    return Tie.objects.filter(kind="contact", whom_organisation=where).latest("pk")


def tiles(town: District, query: str = "", who: str = "party") -> dict[str, int]:
    """The numbers above the list."""
    page = html(desk(town, who).get(f"{HOME}{query}"))
    return {label: int(n) for n, label in re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", page)}


def test_a_leader_keeps_contact_and_the_gap_closes(town: District) -> None:
    assert tiles(town)["个单位没有联系人"] == 3
    page = html(desk(town, "party").get(f"{HOME}?unit={town.offices['甲快递'].code}"))
    assert f'value="{town.offices["甲快递"].code}"' in page
    assert name(town).status_code == 302
    found = tiles(town)
    assert (found["位领导在联系"], found["个单位有人联系"], found["个单位没有联系人"]) == (1, 1, 2)
    assert tiles(town, "?on=2026-02-28")["个单位没有联系人"] == 3
    assert tiles(town, who="party2")["个单位没有联系人"] == 1
    assert "乙快递" not in html(desk(town, "party").get(f"{HOME}?words=甲"))
    assert "kind=reorganisation" in html(desk(town, "party").get(HOME))


def test_one_unit_has_one_contact_until_he_is_replaced(town: District) -> None:
    name(town)
    again = {"name-person": "", "name-label": "某副区长（虚构）"}
    assert "已有联系人" in html(name(town, **again), 422)
    assert not Person.objects.filter(label="某副区长（虚构）").exists()
    old, client = tie_of(town.offices["甲快递"]), desk(town, "party")
    said = {"replace-person": "", "replace-label": "某副区长（虚构）", "replace-on": SINCE}
    assert "要晚于" in html(client.post(f"{HOME}{old.pk}/replace/", said), 422)
    said["replace-on"] = "2026-09-01"
    html(client.post(f"{HOME}{old.pk}/replace/", said, follow=True))
    old.refresh_from_db()
    assert str(old.valid_to) == "2026-08-31"
    assert "某副区长（虚构）" in html(client.get(HOME))
    assert (
        "某副区长（虚构）"
        not in html(client.get(f"{HOME}?on=2026-08-31&words=甲快递"))
        .split('id="pairs"')[1]
        .split('id="gaps"')[0]
    )
    new = tie_of(town.offices["甲快递"])
    assert "前后的联系人" in html(client.get(f"{HOME}{new.pk}/"))
    html(client.post(f"{HOME}{new.pk}/end/", {"end-on": "2026-10-01"}, follow=True))
    assert tiles(town)["个单位没有联系人"] == 3


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name-person": ""}, "请选一位领导"),
        ({"name-label": "两个人"}, "请选一位领导"),
        ({"name-unit": "no-such-unit"}, "没有这个单位"),
        ({"name-since": "2999-01-01"}, "不能在今天以后"),
        ({"name-since": "2018-01-01"}, "还没有成立"),
    ],
)
def test_what_cannot_be_is_told_at_the_form(
    town: District, changes: dict[str, str], told: str
) -> None:
    assert told in html(name(town, **changes), 422)
    assert not Tie.objects.filter(kind="contact").exists()


def test_a_leader_logs_his_visits_apart_from_those_of_instructors(town: District) -> None:
    name(town)
    path, mine = f"{HOME}{tie_of(town.offices['甲快递']).pk}/", desk(town, "leader")
    assert "没有联系人的单位" not in html(mine.get(HOME))
    said = {"visit-on": "2026-05-06", "visit-did": ["party", "talk"], "visit-remark": "缺会议室"}
    assert "指导党建工作、与负责人谈心" in html(mine.post(f"{path}visit/", said, follow=True))
    assert "已经记过一次走访" in html(mine.post(f"{path}visit/", said), 422)
    early = {**said, "visit-on": "2026-02-01"}
    assert "那天他不联系这个单位" in html(mine.post(f"{path}visit/", early), 422)
    entry = Entry.objects.get(verb="contact.visited")
    assert "会议室" not in str(vars(entry))
    assert not Entry.objects.filter(verb="guidance.visited").exists()
    assert tiles(town)["今年走访次数"] == 1
    behind = html(desk(town, "party").get(f"{HOME}visits/?on=2026-05-06"))
    assert "指导党建工作、与负责人谈心" in behind
    assert "还没有走访记录" in html(desk(town, "party").get(f"{HOME}visits/?on=2026-05-05"))
    html(mine.get(f"{HOME}visits/"), 403)
    assert "<b>0</b><span>今年指导次数" in html(desk(town, "party").get("/desk/instructors/"))
    back = f"{path}take-back/{leader(town).guidance.get().pk}/"
    html(mine.post(back, {"reason": "记错了日子"}, follow=True))
    assert tiles(town)["今年走访次数"] == 0
    assert Entry.objects.get(verb="contact.taken_back").voids == entry.pk
    assert mine.post(back, {"reason": "再来"}).status_code == 409


def test_another_street_and_a_stranger_see_nothing_of_it(town: District) -> None:
    name(town)
    path = f"{HOME}{tie_of(town.offices['甲快递']).pk}/"
    html(desk(town, "party1").get(path))
    html(desk(town, "party2").get(path), 404)
    html(desk(town, "roads").get(HOME), 403)
    html(desk(town, "leader").get(path))
    assert desk(town, "leader").post(f"{path}end/", {"end-on": SINCE}).status_code == 403
    assert "没有这个单位" in html(name(town, "庚制造", "party1"), 422)


def test_a_members_room_built_with_guidance_counts_as_one_site(town: District) -> None:
    name(town)
    office, client = branch(town, "甲快递党支部"), desk(town, "party1")
    assert "没有可以登记的活动室" in html(client.get(f"{HOME}rooms/"))
    room = site(town, "甲快递党员活动室", kind="members_room", opened_on=date(2026, 6, 30))
    said = {"site": room.pk, "organisation": office.code, "person": leader(town).pk, "on": ""}
    early = {**said, "on": "2026-01-01"}
    assert "早于场所登记的开放日期" in html(client.post(f"{HOME}rooms/", early), 422)
    page = html(client.post(f"{HOME}rooms/", said, follow=True))
    assert "<b>1</b><span>处指导建成的党员活动室" in page
    assert "甲快递党员活动室" in page
    assert client.post(f"{HOME}rooms/", said).status_code == 422
    assert tiles(town)["处指导建成的党员活动室"] == 1
    assert tiles(town, "?on=2026-06-29")["处指导建成的党员活动室"] == 0
    assert tiles(town, who="party2")["处指导建成的党员活动室"] == 0
    entry = Entry.objects.get(verb="members_room.guided")
    assert (entry.subject_kind, entry.subject_id, str(entry.day)) == ("site", room.pk, "2026-06-30")
    back = f"{HOME}rooms/{GuidedRoom.objects.get().pk}/take-back/"
    assert desk(town, "party2").post(back, {"reason": "不是我的"}).status_code == 404
    page = html(client.post(back, {"reason": "不是指导建成的"}, follow=True))
    assert "<b>0</b>" in page
    assert "甲快递党员活动室" in html(client.get(f"{HOME}rooms/"))  # it may be chosen again
    html(desk(town, "leader").get(f"{HOME}rooms/"), 403)


def test_the_contacts_leave_as_a_journaled_sheet(town: District) -> None:
    name(town)
    answer = desk(town, "party").get(f"{HOME}sheet.xlsx")
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert Entry.objects.get(verb="contact.exported").facets == {"rows": 3}
