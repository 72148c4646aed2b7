"""Three years of invented Party organisations: a new committee, a move, a split, a reduction."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from zhuchao.access.identities import mask_name, sealed
from zhuchao.access.scope import system
from zhuchao.journal.clock import at, local_day, noon, now
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, affiliate
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisation_actions import (
    close_organisation,
    found_organisation,
    succeed,
)
from zhuchao.registry.tie_actions import cover, engage, enrol

JOB = system("demo")
UNITS = (
    ("zz-feiyan", "飞燕寄递（虚构）", "ZC0101", "courier", 46, 5),
    ("zz-xianxing", "先行货运（虚构）", "ZC0201", "freight", 23, 2),
    ("zz-tonglu", "同路配送（虚构）", "ZC0301", "delivery", 31, 1),
    ("zz-juxing", "聚星科技（虚构）", "ZC0201", "information", 88, 21),
)
"""Code, name, community, trade, people working there, formal members known."""
BODIES = (
    ("zz-jidi", "寄递物流行业党委（虚构）", "ZC", "industry_committee", 500),
    ("zz-shangquan", "暖檐商圈党总支（虚构）", "ZC03", "general_branch", 1000),
    ("zz-zb-feiyan", "飞燕寄递党支部（虚构）", "ZC0101", "branch", 900),
    ("zz-zb-lianhe", "先行同路联合党支部（虚构）", "ZC03", "joint_branch", 800),
    ("zz-dw-juxing", "聚星科技党委（虚构）", "ZC0201", "party_committee", 1050),
)
"""Code, name, where, kind, founded how many days ago."""
LINES = (
    ("zz-zb-feiyan", "hy-dangwei", "ZC0101", 900),
    ("zz-zb-lianhe", "zz-shangquan", "ZC03", 800),
    ("zz-zb-feiyan", "zz-jidi", "", 480),
)
"""Which, under which committee, in which place, since how many days ago."""
COVERED = (
    ("zz-zb-feiyan", "zz-feiyan", "own", 900),
    ("zz-zb-lianhe", "zz-xianxing", "joint", 800),
    ("zz-zb-lianhe", "zz-tonglu", "joint", 650),
    ("zz-dw-juxing", "zz-juxing", "own", 1050),
)
PEOPLE = (
    ("丑小满", "zz-zb-feiyan", "zz-feiyan", "middle", True),
    ("寅大雪", "zz-zb-feiyan", "zz-feiyan", "key", False),
    ("卯白露", "zz-zb-lianhe", "zz-tonglu", "top", False),
)
"""Name, branch, firm, level of the post there, and whether he has a Party post too."""
OPENED_DAYS = 1095


Act = Callable[[date], object]
"""What is done on a day."""


def load_demo_organisations() -> None:
    """Add them to the demo, once, each told on its own day; nothing outside of the demo."""
    demo = Division.objects.filter(code="ZC").exists()
    if not demo or Organisation.objects.filter(code=UNITS[0][0]).exists():
        return
    today = local_day(now())
    for ago, act in sorted(_history(), key=lambda one: -one[0]):
        day = today - timedelta(days=ago)
        with at(noon(day)):
            act(day)


def _history() -> list[tuple[int, Act]]:
    """Days ago and what was done, in the order of doing within one day."""
    acts: list[tuple[int, Act]] = []
    for code, name, where, trade, people, members in UNITS:
        counts: dict[str, Any] = {"headcount": people, "members_known": members, "operating": "yes"}
        row = partial(_found, code, name, "enterprise", where, trade=trade, **counts)
        acts.append((OPENED_DAYS, row))
    acts += [
        (ago, partial(_found, code, name, kind, where)) for code, name, where, kind, ago in BODIES
    ]
    acts += [(ago, partial(_cover, who, unit, form)) for who, unit, form, ago in COVERED]
    acts += [(ago, partial(_line, who, above, place)) for who, above, place, ago in LINES]
    acts += [(420, partial(_person, *row)) for row in PEOPLE]
    return [*acts, (200, _split), (120, _reduce)]


def _found(code: str, name: str, kind: str, where: str, day: date, **more: Any) -> Organisation:
    place = Division.objects.get(code=where)
    row = Organisation(code=code, name=name, kind=kind, division=place, **more)
    return found_organisation(JOB, row, since=day)


def _cover(who: str, unit: str, form: str, day: date) -> None:
    cover(JOB, "covers", _named(who), _named(unit), since=day, terms={"form": form})


def _line(who: str, above: str, place: str, day: date) -> None:
    affiliate(JOB, "industry_line", _named(who), _named(above), since=day)
    if place:
        ground = Division.objects.get(code=place)
        affiliate(JOB, "territory_line", _named(who), ground, since=day)


def _person(name: str, branch: str, firm: str, level: str, posted: bool, day: date) -> None:
    person = add_person(JOB, mask_name(name))
    person.identity = sealed({"name": name})
    person.identity.save()
    person.save()
    enrol(JOB, "member", person, _named(branch), since=day, terms={"stage": "formal"})
    terms = {"level": level, "line": "management"}
    engage(JOB, "post", person, _named(firm), since=day, terms=terms)
    if posted:
        terms = {"level": "top", "line": "party"}
        engage(JOB, "post", person, _named(branch), since=day, terms=terms)


def _split(day: date) -> None:
    """The joint branch grew: one of its firms is to have a branch of its own."""
    new = _found("zz-zb-tonglu", "同路配送党支部（虚构）", "branch", "ZC0301", day)
    succeed(JOB, [_named("zz-zb-lianhe")], [new], "split", on=day)
    affiliate(JOB, "industry_line", new, _named("zz-jidi"), since=day)


def _reduce(day: date) -> None:
    """A committee of few members became a branch (瘦身)."""
    old = _named("zz-dw-juxing")
    new = _found("zz-zb-juxing", "聚星科技党支部（虚构）", "branch", "ZC0201", day)
    succeed(JOB, [old], [new], "reduce", on=day)
    last = day - timedelta(days=1)
    close_organisation(JOB, old.pk, on=last, reason="瘦身，改设党支部", version=old.version)
    _cover(new.code, "zz-juxing", "own", day)


def _named(code: str) -> Organisation:
    return Organisation.objects.select_related("division").get(code=code)
