"""Merchants of the invented district: offers, four weeks of visits, who wants to join."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from zhuchao.access.models import Account
from zhuchao.access.scope import PUBLIC, system
from zhuchao.circle.merchants.joining import Asked, accept, apply, nominate, refuse
from zhuchao.circle.merchants.offers import make_offer
from zhuchao.circle.merchants.visits import counted
from zhuchao.circle.models import Application, Offer
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.models import Division, Site
from zhuchao.places.site_queries import Clock
from zhuchao.registry.actions import host
from zhuchao.registry.models import Organisation
from zhuchao.registry.scope import scope_of
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours

SEED = 8
DAYS = 28
JOB = system("demo")
KEPT, KEEPER = "sh-1", "dp-mianguan"
OFFERS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("sh-1", "price_factor", {"factor": 70, "words": "小哥套餐", "cap": 60}, ""),
    ("sh-1", "meal_off_peak", {"seats": 12}, "每天 10:00-11:30、13:30-14:00"),
    ("sh-1", "free_water", {}, ""),
    ("sh-2", "free_water", {"words": "热茶也行"}, ""),
    ("sh-2", "priority_pickup", {}, ""),
    ("sh-3", "price_factor", {"factor": 80, "words": "烧饼加蛋"}, "每天 5:30-9:00"),
)  # fmt: skip
"""Site, kind, what more, hours."""
RUSH = {6: 2, 7: 5, 8: 3, 10: 2, 11: 6, 12: 8, 13: 4, 17: 4, 18: 6, 19: 4, 20: 2}
"""About how many come at an hour to the busiest shop."""
BUSY = {"sh-1": 1.0, "sh-2": 0.55, "sh-3": 0.4}
THANKS = ("面很热，谢谢", "下雨天让我进来坐，谢谢老板", "水是烫的，好")
WANT = (
    ("檐下小馄饨（虚构）", "ZC0104", "青檐路 3 号", "meal_off_peak", "applied", ""),
    ("双枝卤味（虚构）", "ZC0202", "双枝路 12 号", "priority_pickup", "nominated", ""),
    ("巷口凉皮（虚构）", "ZC0303", "瓦当巷 20 号", "price_factor", "applied", "证照过期，续好再来"),
    ("细柳早点（虚构）", "ZC0102", "细柳路 5 号", "free_water", "applied", "open"),
)
"""Name, division, address, offer, way, and the decision: none yet, a reason, or open."""


def load_demo_merchants() -> None:
    """Add the merchants' life to the demo, once; nothing where the demo's merchants are not."""
    places = {s.code: s for s in Site.objects.filter(code__in=BUSY).select_related("division")}
    if set(places) != set(BUSY) or Offer.objects.exists():
        return
    dice = random.Random(SEED)  # noqa: S311
    office = Organisation.objects.get(code=KEEPER)
    since = local_day(now()) - timedelta(days=55)
    host(JOB, "host", office, places[KEPT], since=since)
    offers: dict[str, list[Offer]] = {code: [] for code in BUSY}
    for code, kind, more, hours in OFFERS:
        row = Offer(site=places[code], kind=kind, valid_from=since, **more)
        row.hours = as_text(read_hours(hours)) if hours else row.hours
        offers[code].append(make_offer(JOB, row))
    keeper = Account.objects.get(username="dianzhu").pseudonym
    with writing(PUBLIC.who) as log:
        for code, place in places.items():
            for fact in _visits(dice, place, offers[code], keeper):
                log.add(fact)
    _applications()


def _visits(dice: random.Random, place: Site, offers: list[Offer], keeper: str) -> Iterator[Fact]:
    """Four weeks at a shop, up to now: most scan, some are counted by hand."""
    present = now().astimezone(zone())
    midnight = datetime.combine(local_day(present), time(), present.tzinfo)
    for back in range(DAYS, -1, -1):
        for hour, usual in RUSH.items():
            begin = midnight - timedelta(days=back) + timedelta(hours=hour)
            if Clock(begin).state(place.hours) != "open":
                continue
            for _ in range(dice.randint(0, round(usual * BUSY[place.code]) + 1)):
                moment = begin + timedelta(minutes=dice.randint(0, 59))
                if moment < present:
                    yield from _visit(dice, place, offers, keeper, moment)


def _visit(
    dice: random.Random, place: Site, offers: list[Offer], keeper: str, moment: datetime
) -> Iterator[Fact]:
    on = [one for one in offers if Clock(moment).state(one.hours) == "open"]
    offer = dice.choice(on) if on and dice.random() < 0.7 else None
    way = dice.choices(("rotating", "printed", "tally"), (5, 2, 3))[0]
    yield counted(place, offer, way, moment, who=keeper if way == "tally" else "")
    if way != "tally" and dice.random() < 0.03:
        yield Fact(
            "visit.thanked",
            ("shop", place.pk),
            str(place.division.path),
            headcount=1,
            facets={"site": place.pk, "offer": offer.pk if offer else None},
            occurred_at=moment,
            remark=dice.choice(THANKS),
        )


def _applications() -> None:
    """One that waits, one that staff nominated, one refused, one taken in and invited."""
    who = scope_of(Account.objects.get(username="duban"))
    for number, (name, code, address, offer, via, decision) in enumerate(WANT):
        division = Division.objects.get(code=code)
        contact = {"name": f"赵{'甲乙丙丁'[number]}", "phone": f"1380000000{number}"}
        asked = Asked(name, division, address, offer, contact if via == "applied" else {})
        row: Application = apply(asked) if via == "applied" else nominate(who, asked)
        if decision == "open":
            accept(who, row.receipt, opened=True, version=1)
        elif decision:
            refuse(who, row.receipt, reason=decision, version=1)
