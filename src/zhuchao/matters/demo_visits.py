"""Whistles, difficulties and food-safety tips of the demo, each somewhere on its way; invented."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.demo_case import Stage
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter
from zhuchao.registry.routing import route

Story = Iterator[datetime]

WHISTLES = (
    ("ZC0301", "demands", "timely", "暖阳路夜市占道，二十多户反映，请城管、市场监管一起到场。"),
    ("ZC0303", "joint", "general", "瓦当巷消防通道长期被占，街道劝不动，请求联合整治。"),
    ("ZC0302", "emergency", "emergency", "灯火路围挡被风吹倒，挡住半条路。"),
)
DIFFICULTIES = (
    ("check_in", "community", "", "ZC0301", "廊下活动室冬天没有暖气，老人来不了", "活动室没暖气"),
    ("guidance", "enterprise", "", "ZC0302", "小厂招不到人，想请人社局开一次招工会", "企业招工难"),
    ("pairing", "household", "甲某", "ZC0301", "甲某家轮椅坏了，住暖阳里一栋", "轮椅需要修"),
    ("visit", "worker", "", "ZC0303", "骑手宿舍晚上没有热水", "宿舍没有热水"),
)
TIPS = (
    ("春泥路拐角一家店", "seen", "后厨地上放着没盖的菜，取餐时看见的"),
    ("灯火夜市一个摊", "delivery", "送来的凉菜有异味，两个人都吃坏了肚子"),
)


def visit_stories(stage: Stage, today: datetime) -> Iterator[tuple[datetime, Story]]:
    """The stories with the moment each begins."""
    for number, days in enumerate((40, 9, 0.05)):
        yield today - timedelta(days=days), _whistle(stage, number)
    for number, days in enumerate((35, 15, 8, 2)):
        yield today - timedelta(days=days), _difficulty(stage, number)
    for number, days in enumerate((30, 1)):
        yield today - timedelta(days=days), _tip(stage, number)


def _step(scope: Scope, matter: Matter, name: str, **answers: Any) -> None:
    take_step(scope, matter.pk, name, Answers(**answers))


def _sent(stage: Stage, desk: str, matter: Matter) -> list[Scope]:
    """Hand it out as the duty table says; the clerks of the offices that have it, lead first."""
    way = route(matter.kind, matter.category, matter.division_path)
    _step(stage.scope(desk), matter, "dispatch", lead=way.lead, assists=way.assists)
    return [stage.clerks[office] for office in (way.lead or 0, *way.assists)]


def _whistle(stage: Stage, number: int) -> Story:
    where, why, urgency, text = WHISTLES[number]
    draft = Draft(
        "whistle",
        text,
        division=where,
        urgency=urgency,
        channel="proxy",
        payload={"why": why},
    )
    matter = raise_matter(stage.scope("chuishao"), draft).matter
    yield now() + timedelta(minutes=12)
    _step(stage.scope("diaodu"), matter, "verify")
    offices = _sent(stage, "diaodu", matter)
    yield now() + timedelta(minutes=20)
    _step(offices[0], matter, "report_in")
    yield now() + timedelta(hours=1)
    for scope in offices:
        _step(scope, matter, "arrive")
    yield now() + timedelta(days=1)
    for scope in offices:
        _step(scope, matter, "resolve", note="已现场处置，与街道交接完毕。")
    yield now() + timedelta(days=1)
    _rated(stage, matter, offices)
    yield now()


def _rated(stage: Stage, matter: Matter, offices: list[Scope]) -> None:
    street = stage.scope("chuishao")
    held = matter.holdings.filter(role__in=("lead", "assist"), ended_at=None)
    for office in held.values_list("organisation_id", flat=True):
        said = {"office": office, "arrival": "on_time", "solved": "yes"}
        _step(street, matter, "rate_office", more=said)
    _step(street, matter, "accept_result")
    for scope in offices:
        _step(scope, matter, "rate_back", more={"justified": "yes"})


def _difficulty(stage: Stage, number: int) -> Story:
    found_on, whose, name, where, text, summary = DIFFICULTIES[number]
    draft = Draft(
        "difficulty",
        text,
        summary=summary,
        division=where,
        channel="proxy",
        contact={"name": name} if name else {},
        payload={"found_on": found_on, "whose": whose},
    )
    matter = raise_matter(stage.scope("shequ"), draft).matter
    yield now() + timedelta(days=1)
    offices = _sent(stage, "shequ", matter)
    yield now() + timedelta(days=2)
    for scope in offices:
        _step(scope, matter, "sign")
    yield now() + timedelta(days=9)
    for scope in offices:
        _step(scope, matter, "answer", note="已协调解决，本人知道了。")
    yield now() + timedelta(days=3)
    _step(stage.scope("shequ"), matter, "confirm_word", more={"heard": "visit"})
    yield now()


def _tip(stage: Stage, number: int) -> Story:
    merchant, eaten, text = TIPS[number]
    draft = Draft("tip", text, division="ZC0101", payload={"merchant": merchant, "eaten": eaten})
    matter = raise_matter(PUBLIC, draft).matter
    yield now() + timedelta(hours=5)
    inspector = _sent(stage, "shian", matter)[0]
    yield now() + timedelta(days=1)
    _step(inspector, matter, "sign")
    yield now() + timedelta(days=2)
    today = local_day(now())
    dates = {"inspected_on": today, "rectify_by": today + timedelta(days=7)}
    _step(inspector, matter, "inspect", note="责令整改", more=dates)
    yield now() + timedelta(days=6)
    _step(inspector, matter, "rectify", note="复查已整改")
    yield now() + timedelta(days=1)
    _step(stage.scope("shian"), matter, "answer_tip", note="已查实并整改，谢谢您。")
    yield now()
