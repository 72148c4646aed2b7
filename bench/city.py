"""A generated city to measure in: a district, its offices and many stored matters."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from zhuchao.access.models import Account
from zhuchao.access.scope import system
from zhuchao.journal.clock import at, now
from zhuchao.matters.actions.intake import raise_placed
from zhuchao.matters.drafts import Draft, check
from zhuchao.places.memory import changed, one_look
from zhuchao.places.models import Division
from zhuchao.registry.actions import appoint
from zhuchao.registry.models import Category, Duty, Organisation, Person

JOB = system("bench")
STREETS, COMMUNITIES, GRIDS = 10, 20, 10
KINDS = ("路面破损", "路灯不亮", "井盖缺失", "垃圾堆积", "停水", "噪音扰民", "占道经营", "车位纠纷")
CHUNK = 1000


def build(matters: int) -> None:
    """Write the city: 2,211 divisions, a duty for each category and street, so many matters."""
    leaves = _divisions()
    _offices(leaves)
    _people()
    dice = random.Random(7)
    begin = datetime(2026, 5, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
    with one_look():
        for first in range(0, matters, CHUNK):
            moment = begin + timedelta(minutes=first * 2.5)
            with at(min(moment, now())):
                rows = [check(_draft(dice, leaves)) for _ in range(min(CHUNK, matters - first))]
                raise_placed(JOB, rows)


def _divisions() -> list[Division]:
    root = Division.objects.create(code="990100", name="测试区", kind="district", path="/990100/")
    leaves = []
    for s in range(STREETS):
        street = _child(root, f"S{s:02}", f"测{s}街道", "street", s, 0)
        for c in range(COMMUNITIES):
            community = _child(street, f"{street.code}C{c:02}", f"测{s}{c}社区", "community", s, c)
            leaves += [
                _child(community, f"{community.code}G{g}", f"网格{g}", "grid", s, c)
                for g in range(GRIDS)
            ]
    return leaves


def _child(above: Division, code: str, name: str, kind: str, s: int, c: int) -> Division:
    return Division.objects.create(
        code=code,
        name=name,
        kind=kind,
        parent=above,
        path=f"{above.path}{code}/",
        lon=117.8 + s / 50,
        lat=31.5 + c / 100,
    )


def _offices(leaves: list[Division]) -> None:
    root = Division.objects.get(code="990100")
    centre = Organisation.objects.create(code="IN", name="受理中心", kind="intake", division=root)
    offices = [
        Organisation.objects.create(code=f"D{n}", name=f"部门{n}", kind="department", division=root)
        for n in range(40)
    ]
    for kind in ("appeal", "hazard"):
        for n, name in enumerate(KINDS):
            Category.objects.create(kind=kind, code=f"c{n}", name=name, keywords=[name[:2]])
    streets = Division.objects.filter(kind="street")
    duties = [
        Duty(
            item=name,
            kind=kind,
            category=f"c{n}",
            division=street,
            position="lead",
            organisation=offices[(n * 5 + street.pk) % 40],
            valid_from=date(2020, 1, 1),
        )
        for kind in ("appeal", "hazard")
        for n, name in enumerate(KINDS)
        for street in streets
    ]
    duties.append(
        Duty(
            item="受理",
            division=root,
            position="intake",
            organisation=centre,
            valid_from=date(2020, 1, 1),
        )
    )
    Duty.objects.bulk_create(duties)
    changed()


def _people() -> None:
    for name, role, code in (("street", "intake", "S03"), ("district", "intake", "990100")):
        account = Account.objects.create_user(name, name=name)
        person = Person.objects.create(label=name, account=account)
        appoint(JOB, role, person, Division.objects.get(code=code))
    account = Account.objects.create_user("office", name="office")
    person = Person.objects.create(label="office", account=account)
    appoint(JOB, "staff", person, Organisation.objects.get(code="IN"))


def _draft(dice: random.Random, leaves: list[Division]) -> Draft:
    where = dice.choice(leaves)
    number = dice.randrange(len(KINDS))
    return Draft(
        kind=dice.choice(("appeal", "hazard")),
        text=f"{where.name}附近{KINDS[number]}，已经{dice.randrange(2, 30)}天了，请尽快处理。" * 2,
        title=f"{KINDS[number]}{dice.randrange(100000)}",
        category=f"c{number}",
        division=where.code,
        lon=(where.lon or 0) + dice.random() / 100,
        lat=(where.lat or 0) + dice.random() / 100,
        channel="import",
    )
