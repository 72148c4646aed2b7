"""The petition office beside the common cast: its desk, its watch, and those who review."""

from datetime import date
from typing import Any

from tests.cast import BEGINNING, JOB, District, add_account, found_district, step
from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter
from zhuchao.places.memory import changed
from zhuchao.registry.actions import appoint
from zhuchao.registry.models import Category, Duty, Organisation

OFFICES = (
    ("xinfang", "区信访局", "intake"),
    ("council", "区政府办公室", "department"),
    ("city", "市复核机关", "department"),
)
PEOPLE = (
    ("xinfang", "petition_desk", "D"),
    ("xinfang2", "petition_desk", "S2"),
    ("ducha", "petition_watch", "D"),
    ("council", "staff", "council"),
    ("city", "staff", "city"),
    ("mayor", "leader", "council"),
)
CATEGORIES = (("land", "征地拆迁", ("征地", "拆迁")), ("labour", "劳动社保", ("工资", "社保")))
DUTIES = (
    ("信访受理", "", "intake", "xinfang"),
    ("征地拆迁", "land", "lead", "roads"),
    ("劳动社保", "labour", "lead", "water"),
)
CLAIM = "我家的征地补偿款少算了八千元，要求按标准补足，已经问过两次没有答复"


def found_petition_district() -> District:
    """示例区 with a petition office, two reviewing organs and two fields."""
    made = found_district()
    for code, name, kind in OFFICES:
        made.offices[code] = Organisation.objects.create(
            code=code, name=name, kind=kind, division=made.divisions["D"]
        )
    for code, name, words in CATEGORIES:
        Category.objects.create(kind="petition", code=code, name=name, keywords=list(words))
    for item, category, position, office in DUTIES:
        Duty.objects.create(
            item=item,
            kind="petition",
            category=category,
            division=made.divisions["D"],
            position=position,
            organisation=made.offices[office],
            valid_from=BEGINNING,
        )
    changed()
    for name, role, where in PEOPLE:
        made.accounts[name] = add_account(made, name, role, where)
    clerk = made.accounts["xinfang"].person
    appoint(JOB, "staff", clerk, made.offices["xinfang"], since=BEGINNING)
    return made


def petition(scope: Scope = PUBLIC, **changes: Any) -> Raised:
    """A petition about land in 春风社区, raised online unless changed."""
    said: dict[str, Any] = {
        "text": CLAIM,
        "summary": "征地补偿款争议",
        "category": "land",
        "division": "C11",
        "contact": {"name": "赵甲", "phone": "13800000001", "address": "春风路 1 号"},
    }
    payload = {"way": "online", "purpose": "claim", **changes.pop("payload", {})}
    return raise_matter(scope, Draft(kind="petition", payload=payload, **{**said, **changes}))


def at_counter(district: District, name: str = "xinfang", **changes: Any) -> Raised:
    """A petition taken down by the petition office: a visit of one person unless changed."""
    payload = {"way": "visit", "headcount": 1, **changes.pop("payload", {})}
    return petition(district.scope(name), channel="proxy", payload=payload, **changes)


def handled(district: District, raised: Raised, day: date, branch: str = "ordinary") -> Matter:
    """Forwarded to the roads office, and taken up there on a day."""
    matter = raised.matter
    step(district.scope("xinfang"), matter, "forward", lead=district.office("roads"))
    more = {"branch": branch, "accepted_on": day}
    return step(district.scope("roads"), matter, "take_up", more=more)


OPINION = {
    "claim": "补足征地补偿款八千元",
    "facts": "经查，测量面积漏记 0.2 亩",
    "opinion": "由街道在十日内补发",
    "basis": "《土地管理法》第四十八条",
    "result": "support",
}
