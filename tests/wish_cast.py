"""The cast with a community that grants wishes: a committee, its worker, categories, and a wish."""

from typing import Any

from tests.cast import BEGINNING, JOB, District, add_account, found_district, step
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.wish.claiming import Claim, claim_at_desk
from zhuchao.matters.models import Matter, Participant
from zhuchao.places.memory import changed
from zhuchao.registry.actions import appoint
from zhuchao.registry.models import Category, Duty, Organisation

NAME, PHONE, HOME = "赵桂兰", "13900001111", "春风社区杏花苑7栋502室"
SECRETS = (NAME, PHONE, HOME, "杏花苑", "桂兰", "风湿")
"""What nobody outside may ever read of the one who wishes."""
STORY = "赵桂兰一个人住杏花苑7栋502，风湿多年，晚上起来怕摔"
PUBLIC = "想要一盏夜里会自己亮的小灯"


def found_community() -> District:
    """示例区 with 春风社区's committee, which collects wishes there, and two workers."""
    made = found_district()
    for code, where in (("c11", "C11"), ("c21", "C21")):
        name = f"{made.divisions[where].name}居委会"
        made.offices[code] = Organisation.objects.create(
            code=code, name=name, kind="committee", division=made.divisions[where], phone="6100000"
        )
        for kind in ("wish", "help"):
            Duty.objects.create(
                item="社区服务",
                kind=kind,
                division=made.divisions[where],
                position="intake",
                organisation=made.offices[code],
                valid_from=BEGINNING,
            )
    for code, label in (("home", "居家用品"), ("study", "学习用品"), ("company", "陪伴")):
        Category.objects.create(kind="wish", code=code, name=label)
    for code, label in (("carry", "搬东西"), ("errand", "跑腿"), ("repair", "修理")):
        Category.objects.create(kind="help", code=code, name=label)
    changed()
    for name, office, where in (("worker", "c11", "C11"), ("worker2", "c21", "C21")):
        made.accounts[name] = add_account(made, name, "staff", office)
        person = made.accounts[name].person
        appoint(JOB, "community_desk", person, made.divisions[where], since=BEGINNING)
    return made


def wish_draft(**changes: Any) -> Draft:
    """What 春风社区's worker takes down for an old neighbour."""
    given: dict[str, Any] = {
        "text": STORY,
        "summary": PUBLIC,
        "category": "home",
        "division": "C11",
        "contact": {"name": NAME, "phone": PHONE, "address": HOME},
        "channel": "proxy",
    }
    payload = {"age": "elder", "form": "goods", "price": 60_00, "parts": 1}
    payload |= changes.pop("payload", {})
    return Draft(kind="wish", payload=payload, **{**given, **changes})


def wish(district: District, **changes: Any) -> Raised:
    """Raise it, as that worker."""
    return raise_matter(district.scope("worker"), wish_draft(**changes))


def published(district: District, **changes: Any) -> Matter:
    """A wish anybody may claim."""
    matter = wish(district, **changes).matter
    step(district.scope("worker"), matter, "check", more={"visited": True, "consent": True})
    return step(district.scope("worker"), matter, "publish", more={"sure": True})


def claimed(district: District, matter: Matter, phone: str = "13700000001") -> Participant:
    """A claim of one part, made at the desk."""
    return claim_at_desk(district.scope("worker"), matter.pk, Claim(phone=phone, name="钱多多"))
