"""示例区 with its dispute desks at three levels, their shelf of mediators, and a dispute."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.cast import BEGINNING, JOB, District, add_account, found_district, step
from tests.desk import html
from zhuchao.access.scope import PUBLIC, bearer
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.dispute.keeping import Place, put_on_shelf
from zhuchao.matters.models import Matter, ShelfMediator, ShelfService
from zhuchao.matters.receipts import query_code
from zhuchao.places.memory import changed
from zhuchao.registry.actions import appoint
from zhuchao.registry.models import Category, Duty, Organisation

OFFICES = (
    ("desk_d", "示例区人民调解委员会", "D"),
    ("desk_s1", "柳林街道人民调解委员会", "S1"),
    ("desk_c11", "春风社区人民调解委员会", "C11"),
    ("desk_s2", "石桥街道人民调解委员会", "S2"),
)
PEOPLE = (
    ("clerk_d", (("mediation_desk", "D"), ("staff", "desk_d"))),
    ("clerk_s1", (("mediation_desk", "S1"), ("staff", "desk_s1"))),
    ("clerk_c11", (("mediation_desk", "C11"), ("staff", "desk_c11"))),
    ("clerk_s2", (("mediation_desk", "S2"), ("staff", "desk_s2"))),
    ("li", (("mediator", "C11"),)),
    ("wang", (("mediator", "S1"),)),
    ("zhao", (("mediator", "S2"),)),
)
CATEGORIES = (
    ("neighbour", "邻里纠纷", ("漏水", "噪声")),
    ("marriage", "婚姻家庭纠纷", ("离婚",)),
    ("property", "物业纠纷", ("物业",)),
)
SHELF = (
    ("li", "desk_c11", ("neighbour", "property"), "方言", "resident", (1, 2, 3, 4, 5)),
    ("wang", "desk_s1", ("marriage",), "", "rotating", (2, 4)),
    ("zhao", "desk_s2", (), "", "on_call", ()),
)
ASKER, OTHER = "钱某申请", "孙某对方"
ASKER_PHONE, OTHER_PHONE = "13811110001", "13822220002"
OTHER_HOME = "春风社区九栋一零一"
SECRET = "楼上卫生间漏水，泡坏我家吊顶，要求赔三千元"
SAID = {
    "text": SECRET,
    "address": "春风社区",
    "category": "neighbour",
    "division": "C11",
    "name": ASKER,
    "phone": ASKER_PHONE,
    "other_name": OTHER,
    "other_phone": OTHER_PHONE,
    "other_home": OTHER_HOME,
    "agrees": "on",
}


def found_market() -> District:
    """The district of the cast, with desks, mediators on the shelf, and one service."""
    made = found_district()
    for code, name, where in OFFICES:
        made.offices[code] = Organisation.objects.create(
            code=code,
            name=name,
            kind="mediation_committee",
            division=made.divisions[where],
            phone="0000-7000000",
        )
        Duty.objects.create(
            item="调解受理",
            kind="dispute",
            division=made.divisions[where],
            position="intake",
            organisation=made.offices[code],
            valid_from=BEGINNING,
        )
    for code, name, words in CATEGORIES:
        Category.objects.create(kind="dispute", code=code, name=name, keywords=list(words))
    changed()
    for name, ties in PEOPLE:
        made.accounts[name] = add_account(made, name, *ties[0])
        for kind, where in ties[1:]:
            _appoint(made, name, kind, where)
    for name, office, fields, languages, mode, days in SHELF:
        person = made.accounts[name].person
        put_on_shelf(
            JOB,
            Place(person.pk, made.office(office), fields, languages, mode, days, since=BEGINNING),
        )
    ShelfService.objects.create(
        code="psy", name="心理疏导", about="需要时请调解台约", valid_from=BEGINNING
    )
    return made


def _appoint(made: District, name: str, kind: str, where: str) -> None:
    whom = made.divisions.get(where) or made.offices[where]
    appoint(JOB, kind, made.accounts[name].person, whom, since=BEGINNING)


def on_the_shelf(district: District, name: str) -> int:
    """The number on the shelf of somebody of the cast."""
    return ShelfMediator.objects.get(person=district.accounts[name].person).pk


def apply_online(**more: Any) -> Matter:
    """Fill the application and confirm what it guessed."""
    client = Client()
    page = html(client.get("/mediation/apply/"))
    key = re.search(r'name="intake_key" value="([^"]+)"', page)
    assert key
    said = {**SAID, **more, "intake_key": key[1]}
    check = html(client.post("/mediation/apply/", said))
    checked = re.search(r'name="checked" value="([^"]+)"', check)
    assert checked, check[:3000]
    html(client.post("/mediation/apply/", {**said, "checked": checked[1]}, follow=True))
    return Matter.objects.latest("pk")


def raised(**changes: Any) -> Raised:
    """The same dispute without the pages."""
    payload = {
        "other_name": OTHER,
        "other_phone": OTHER_PHONE,
        "other_home": OTHER_HOME,
        "agrees": True,
        **changes.pop("payload", {}),
    }
    said: dict[str, Any] = {
        "text": SECRET,
        "summary": "邻里漏水",
        "category": "neighbour",
        "division": "C11",
        "contact": {"name": ASKER, "phone": ASKER_PHONE},
        "payload": payload,
    }
    return raise_matter(PUBLIC, Draft(kind="dispute", **{**said, **changes}))


def others_receipt(matter: Matter) -> str:
    """The receipt of the other side."""
    return matter.participants.get(role="other").receipt


def progress(receipt: str) -> str:
    """The page of a receipt."""
    return html(Client().get(f"/track/{receipt}/?code={query_code(receipt)}"))


def does(matter: Matter, receipt: str, step: str, **said: Any) -> Any:
    """A step on the page of a receipt."""
    matter.refresh_from_db()
    given = {"code": query_code(receipt), "version": matter.version, **said}
    return Client().post(f"/track/{receipt}/{step}/", given, follow=True)


TERMS = "对方十日内赔偿两千元并修好防水"
RECORD = "申请人说吊顶被泡，对方承认没有检修"
KEPT = ("主要事实是卫生间漏水", TERMS, RECORD, "居委会二楼小屋", "银行转账到尾号六六")
"""What was written down in sessions and in the agreement."""


def sessions(district: District, matter: Matter) -> Matter:
    """Both agreed, 甲li mediates and has held a session."""
    clerk, li = district.scope("clerk_c11"), district.scope("li")
    step(clerk, matter, "notify", more={"asker_way": "online", "other_way": "phone"})
    step(bearer(others_receipt(matter)), matter, "agree", more={"read": True})
    step(clerk, matter, "assign", more={"mediator": on_the_shelf(district, "li")})
    held = {"held_on": local_day(now()), "openness": "closed", "attended": 2}
    return step(li, matter, "hold", more={**held, "place": KEPT[3], "record": RECORD})


def settled(district: District, matter: Matter, relation: str = "none") -> Matter:
    """A written agreement in force since today."""
    sessions(district, matter)
    today, li = local_day(now()), district.scope("li")
    agreed = {"agreed_on": today, "people": 2, "due_on": today + timedelta(days=10)}
    words = {"facts": KEPT[0], "terms": TERMS, "how": KEPT[4]}
    step(li, matter, "agree_in_writing", more={**agreed, **words})
    signed = dict.fromkeys(("people_signed", "mediator_signed", "committee_sealed"), True)
    force = {"in_force_on": today, "relation": relation, **signed}
    return step(district.scope("clerk_c11"), matter, "put_in_force", more=force)
