"""Wishes and requests for help of the demo, at different points of their way; all invented."""

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from zhuchao.access.models import Account
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.actions.steps import take_part, take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.wish.cards import deliver_cards, order_batch
from zhuchao.matters.kinds.wish.claiming import Claim, claim_at_desk
from zhuchao.matters.models import Matter
from zhuchao.matters.taking_part import Newcomer
from zhuchao.registry.scope import scope_of

Story = Iterator[datetime]
WISHES = (
    ("home", "elder", "goods", 60, 1, "想要一盏夜里会自己亮的小灯", "ZC0301"),
    ("study", "child", "goods", 120, 1, "想要一套彩色铅笔和两本故事书", "ZC0302"),
    ("company", "elder", "service", 0, 1, "想有人陪着去一次湿地公园", "ZC0303"),
    ("home", "adult", "goods", 90, 3, "想给楼下歇脚的地方添三把折叠椅", "ZC0301"),
    ("home", "elder", "goods", 80, 1, "想要一双防滑的棉鞋", "ZC0304"),
    ("repair", "elder", "service", 0, 1, "想请人把阳台的晾衣架修好", "ZC0302"),
)
HELPS = (
    ("carry", "today", "想请人帮忙把一袋米搬上楼", "ZC0301"),
    ("errand", "days", "想请人帮忙取一个包裹", "ZC0302"),
    ("repair", "any", "想请人看看关不紧的柜门", "ZC0303"),
)
UNSPOKEN = "（演示：原话和住址都是虚构的，只有说明用途后才打开。）"


def neighbour_stories(today: datetime) -> Iterator[tuple[datetime, Story]]:
    """The stories with the moment each begins."""
    yield today - timedelta(days=28), _cards()
    for number, (days, tell) in enumerate(zip((30, 24, 16, 12, 5, 2), TOLD, strict=True)):
        yield today - timedelta(days=days), tell(number)
    for number, (days, help_) in enumerate(zip((9, 3, 1), HELPED, strict=True)):
        yield today - timedelta(days=days), help_(number)


def _scope(username: str) -> Scope:
    return scope_of(Account.objects.get(username=username))


def _raised(kind: str, summary: str, place: str, category: str, said: Mapping[str, Any]) -> Matter:
    draft = Draft(
        kind=kind,
        text=f"{summary}。{UNSPOKEN}",
        summary=summary,
        category=category,
        division=place,
        contact={"name": "某某", "phone": "", "address": "虚构路"},
        channel="proxy",
        payload=said,
    )
    return raise_matter(_scope("shequ"), draft).matter


def _desk(matter: Matter, step: str, **answers: Any) -> None:
    take_step(_scope("shequ"), matter.pk, step, Answers(**answers))


def _collected(number: int) -> Matter:
    category, age, form, yuan, parts, summary, place = WISHES[number]
    said = {"age": age, "form": form, "price": yuan * 100, "parts": parts}
    return _raised("wish", summary, place, category, {**said, "guardian": age == "child"})


def _published(number: int) -> Generator[datetime, None, Matter]:
    """Collected, seen at home and shown; the matter comes back as the generator's value."""
    matter = _collected(number)
    yield now() + timedelta(days=1)
    _desk(matter, "check", more={"visited": True, "consent": True})
    yield now() + timedelta(hours=3)
    _desk(matter, "publish", more={"sure": True})
    return matter


def _claimed(matter: Matter, name: str, phone: str) -> int:
    claim = Claim(phone=phone, name=name, pledge="周末送到社区")
    return int(claim_at_desk(_scope("shequ"), matter.pk, claim).pk)


def _granted(number: int) -> Story:
    """All the way to the thanks."""
    matter = yield from _published(number)
    yield now() + timedelta(days=1)
    claimer = _claimed(matter, "甲某", "13000000001")
    yield now() + timedelta(days=3)
    _desk(matter, "hand_over", participant=claimer, more={"way": "desk"})
    yield now() + timedelta(days=1)
    _desk(matter, "received", more={"asked_by": "call"})
    yield now() + timedelta(days=1)
    _desk(matter, "thank", note="收到了，天天都用着，谢谢你。", more={"sure": True})


def _returned(number: int) -> Story:
    """Claimed, forgotten, and back on the wall by itself."""
    matter = yield from _published(number)
    yield now() + timedelta(days=1)
    _claimed(matter, "乙某", "13000000002")
    yield now() + timedelta(days=2000)


def _open(number: int) -> Story:
    yield from _published(number)
    yield now() + timedelta(days=2000)


def _shared(number: int) -> Story:
    """One of three parts is claimed."""
    matter = yield from _published(number)
    yield now() + timedelta(days=6)
    _claimed(matter, "丙某", "13000000003")
    yield now() + timedelta(days=2000)


def _taken(number: int) -> Story:
    matter = yield from _published(number)
    yield now() + timedelta(days=1)
    _claimed(matter, "丁某", "13000000004")
    yield now() + timedelta(days=2000)


def _fresh(number: int) -> Story:
    _collected(number)
    yield now() + timedelta(days=2000)


TOLD: tuple[Callable[[int], Story], ...] = (_granted, _returned, _open, _shared, _taken, _fresh)


def _cards() -> Story:
    """A batch of printed cards, half of them out."""
    scope = _scope("shequ")
    batch = order_batch(
        scope, campaign="明信片传爱心（演示）", printed=400, place="暖阳菜市场门口", division="ZC03"
    )
    yield now() + timedelta(days=2)
    deliver_cards(scope, batch, 200)


def _asked(number: int) -> Matter:
    category, when, summary, place = HELPS[number]
    return _raised("help", summary, place, category, {"when": when, "who": "adult"})


def _offered(matter: Matter) -> int:
    helper = _scope("bangshou")
    answers = Answers(more={"word": "晚饭后有空"})
    return int(
        take_part(helper, matter.pk, "offer", answers, Newcomer(account=helper.account_id)).pk
    )


def _helped(number: int) -> Story:
    matter = _asked(number)
    yield now() + timedelta(hours=2)
    offer = _offered(matter)
    yield now() + timedelta(hours=1)
    _desk(matter, "choose", participant=offer)
    yield now() + timedelta(hours=5)
    take_step(_scope("bangshou"), matter.pk, "report_done", Answers())
    yield now() + timedelta(hours=12)
    _desk(matter, "confirm_done")


def _helping(number: int) -> Story:
    matter = _asked(number)
    yield now() + timedelta(hours=4)
    offer = _offered(matter)
    yield now() + timedelta(hours=6)
    _desk(matter, "choose", participant=offer)
    yield now() + timedelta(days=2000)


def _waiting(number: int) -> Story:
    _asked(number)
    yield now() + timedelta(days=2000)


HELPED: tuple[Callable[[int], Story], ...] = (_helped, _helping, _waiting)
