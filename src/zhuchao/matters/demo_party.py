"""Members who look for a branch and people on their way to membership in the demo; all invented."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from zhuchao.access.scope import PUBLIC, Scope, bearer
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.demo_case import Stage
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.admission.quota import plan
from zhuchao.matters.kinds.admission.records import current, standings
from zhuchao.matters.kinds.reunion.posts import post
from zhuchao.matters.models import Matter
from zhuchao.registry.models import Organisation

Story = Iterator[datetime]
DESK, SECRETARY = "dangjian", "shuji"
FLOATING, BRANCH = "hy-zhibu", "dzb-wangdian"
WANDERERS = (
    ("甲归", "13900000101", "云上县远山镇云上村党支部（虚构）", "freight"),
    ("乙还", "13900000102", "水边县渡口街道渡口社区党支部（虚构）", "ride_hail"),
)
APPLICANTS = (
    ("丙行", "riders", "talk", 20),
    ("丁远", "riders", "observe", 220),
    ("戊进", "platform_heads", "sponsors", 520),
    ("己成", "production_line", "file_member", 900),
)
"""Name, group, how far, and how many days ago he applied."""
GIVEN: dict[str, dict[str, Any]] = {
    "contacts": {"people": 2},
    "sponsors": {"people": 2},
    "train": {"days": 3},
    "vote": {"due": 11, "present": 10, "yes": 9},
}
PLAN = (("riders", 12, 5), ("platform_heads", 3, 2), ("production_line", 8, 0), ("teachers", 6, 0))


def party_stories(stage: Stage, today: datetime) -> Iterator[tuple[datetime, Story]]:
    """The stories with the moment each begins."""
    yield today - timedelta(days=50), _plan_and_post(stage)
    for number, days in enumerate((45, 4)):
        yield today - timedelta(days=days), _reunion(stage, number)
    for number, days in enumerate((18, 16, 14, 12)):
        yield today - timedelta(days=days), _admission(stage, number)


def _plan_and_post(stage: Stage) -> Story:
    year = local_day(now()).year
    for group, places, tilt in PLAN:
        plan(
            stage.scope(DESK),
            year=year,
            division="ZC",
            group=group,
            organisation=None,
            places=places,
            tilt=tilt,
        )
    post(
        stage.scope(SECRETARY),
        organisation=_office(FLOATING),
        trade="freight",
        division="ZC",
        since=date(year - 1, 1, 1),
    )
    yield now() + timedelta(days=3650)


def _office(code: str) -> int:
    return Organisation.objects.values_list("pk", flat=True).get(code=code)


def _take(scope: Scope, matter: Matter, step: str, **more: Any) -> None:
    take_step(scope, matter.pk, step, Answers(more=more))


def _reunion(stage: Stage, number: int) -> Story:
    """He comes by himself; the first is received, verified and placed, the second waits."""
    name, phone, home, trade = WANDERERS[number]
    draft = Draft(
        "reunion",
        home,
        division="ZC01",
        contact={"name": name, "phone": phone},
        payload={"trade": trade, "found": "self"},
    )
    matter = raise_matter(replace(PUBLIC, system=True), draft).matter
    yield now() + timedelta(hours=6)
    _take(stage.scope(DESK), matter, "send", branch=_office(FLOATING))
    yield now() + timedelta(days=1)
    _take(stage.scope(SECRETARY), matter, "receive")
    if number:
        yield now() + timedelta(days=3650)
    yield now() + timedelta(days=1)
    _take(bearer(matter.receipt), matter, "agree")
    yield now() + timedelta(hours=4)
    today = local_day(now())
    _take(stage.scope(SECRETARY), matter, "tell_home", told_by="letter", told_on=today)
    yield now() + timedelta(days=5)
    today = local_day(now())
    left = today - timedelta(days=200)
    _take(stage.scope(SECRETARY), matter, "verify", verified_on=today, left_on=left)
    _take(stage.scope(SECRETARY), matter, "register", registered_on=today)
    yield now() + timedelta(days=2)
    today = local_day(now())
    _take(stage.scope(SECRETARY), matter, "place", branch=_office(FLOATING), placed_on=today)
    yield now() + timedelta(days=7)
    _take(stage.scope(SECRETARY), matter, "start_life", since=local_day(now()))


def _admission(stage: Stage, number: int) -> Story:
    """Taken down with all that had happened before, each step on its own day."""
    name, group, last, days = APPLICANTS[number]
    desk = stage.scope(DESK)
    draft = Draft(
        "admission",
        "递交入党申请书",
        division="ZC01",
        contact={"name": name},
        payload={"group": group, "branch": _office(BRANCH), "adult": True},
    )
    matter = raise_matter(desk, draft).matter
    day = local_day(now()) - timedelta(days=days)
    following = current(standings(matter))
    while following:
        step = following.step
        day = max(day + timedelta(days=4), following.earliest or day)
        given = dict(GIVEN.get(step.name, {}))
        if step.notice:
            day += timedelta(days=20)
            given |= {"notice_from": day - timedelta(days=20), "notice_to": day - timedelta(days=1)}
        if step.decides:
            given["outcome"] = "passed"
        _take(desk, matter, step.name, done_on=day, **given)
        if step.name == last:
            break
        matter = Matter.objects.get(pk=matter.pk)
        following = current(standings(matter))
    yield now() + timedelta(days=3650)
