"""Plates, taps and boards of the invented district, lived through the real actions."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from zhuchao.access.models import Account
from zhuchao.access.scope import PUBLIC, Scope, system
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.actions import award, withdraw
from zhuchao.marks.board_actions import decide_board, record_board
from zhuchao.marks.checking import Answer, assess
from zhuchao.marks.models import Board, Mark
from zhuchao.marks.standards import standards
from zhuchao.places.models import Division, Site
from zhuchao.places.site_kinds import FACTS
from zhuchao.registry.actions import host
from zhuchao.registry.models import Organisation
from zhuchao.registry.scope import scope_of
from zhuchao.registry.site_actions import confirm_facts, contradict_fact

SEED = 7
SUPERVISOR = "duban"
HOSTS = (
    ("yz-1", "jd-xianni"), ("yz-2", "jd-xinzhi"), ("yz-3", "hy-dangwei"), ("dq-1", "jd-xianni"),
    ("lx-1", "gwh"), ("lx-2", "jd-xinzhi"), ("hj-2", "jd-xinzhi"), ("sq-1", "sq-guiyan"),
)  # fmt: skip
PLATES = (
    ("yz-1", "station_six", 40, ()), ("yz-3", "station_six", 50, ()),
    ("qj-1", "station_six", 30, ()), ("hw-1", "station_six", 20, ("found",)),
    ("dq-1", "station_six", 45, ()), ("sh-2", "station_six", 28, ()),
    ("xq-1", "nine_haves", 35, ("meals",)),
    ("xq-2", "nine_haves", 20, ("meals", "pickup", "parking", "charging")),
    ("jq-1", "nine_haves", 33, ()), ("sq-3", "nine_haves", 31, ("parking",)),
    ("sh-1", "warm_merchant", 50, ()), ("sh-2", "warm_merchant", 48, ("discount",)),
    ("sh-3", "warm_merchant", 44, ("off_peak",)), ("hj-1", "dispute_desk", 25, ()),
)  # fmt: skip
"""Site, standard, days before today of the check, and what was not met."""
BOARDS = (
    ("归雁社区垃圾分类示范点（虚构）", "cgj", "ZC0401", "居委会大门左侧", "", "removed"),
    ("归雁社区智慧停车工作站（虚构）", "jtj", "ZC0401", "居委会大门左侧", "", "removed"),
    ("归雁社区儿童之家（虚构）", "sq-guiyan", "ZC0401", "二楼走廊", "区民政文件（虚构）", "kept"),
    ("春泥社区科普大学（虚构）", "jtw", "ZC0101", "一楼门厅", "", "merged"),
    ("春泥社区应急管理服务站（虚构）", "yjj", "ZC0101", "一楼门厅", "", "standardised"),
    ("望巢村电商服务站（虚构）", "gwh", "ZC050101", "村部外墙", "", "removed"),
    ("望巢村农家书屋（虚构）", "jtw", "ZC050101", "村部一楼", "上级统一要求（虚构）", "pending"),
    ("新芽社区健康小屋（虚构）", "wjw", "ZC0201", "服务大厅门口", "", "pending"),
)
"""Words, owner, division, place, basis, outcome."""
NOTES = ("现场看过", "有人在用", "门口就能看到", "和登记的一样")


Event = tuple[datetime, Callable[[], object]]


def mark_stories(today: datetime) -> Iterator[tuple[datetime, Iterator[datetime]]]:
    """What happened in this room in the sixty days before `today`, each at its moment.

    To be lived together with the stories of the other rooms, in the order of time.
    """
    dice, who = random.Random(SEED), scope_of(Account.objects.get(username=SUPERVISOR))  # noqa: S311
    places = {s.code: s for s in Site.objects.select_related("division")}
    told = chain(
        _hosts(places, today), _checks(dice, who, places, today),
        _taps(dice, who, places.values(), today), _boards(who, today),
    )  # fmt: skip
    for moment, act in told:
        yield moment, _once(act)


def _once(act: Callable[[], object]) -> Iterator[datetime]:
    act()
    yield from ()


def _hosts(places: Mapping[str, Site], today: datetime) -> Iterator[Event]:
    for code, office in HOSTS:
        organisation = Organisation.objects.get(code=office)
        act = partial(host, system("demo"), "host", organisation, places[code])
        yield today - timedelta(days=55), act


def _checks(
    dice: random.Random, who: Scope, places: Mapping[str, Site], today: datetime
) -> Iterator[Event]:
    for code, standard, days, failed in PLATES:
        act = partial(_check, dice, who, places[code], standard, failed)
        yield today - timedelta(days=days), act
    yield today - timedelta(days=3), partial(_give_back, who, "sh-3")


def _give_back(who: Scope, code: str) -> None:
    mark = Mark.objects.get(site__code=code)
    withdraw(who, mark.pk, reason="店主说不想再参加，牌子已交回", version=mark.version)


def _check(
    dice: random.Random, who: Scope, site: Site, standard: str, failed: Iterable[str]
) -> None:
    """A check on the spot; what passed gets its plate."""
    answers = {
        item.key: Answer(item.key not in failed, dice.choice(NOTES))
        for item in standards()[standard].items
    }
    check = assess(who, site.pk, standard, "onsite", answers, after=0)
    if check.grade:
        award(who, check.pk)


def _taps(
    dice: random.Random, who: Scope, places: Iterable[Site], today: datetime
) -> Iterator[Event]:
    """Staff confirm most of it, passers-by some of it; here and there somebody says no."""
    every = [name for name, _label in FACTS]
    for site in (s for s in places if s.status == "open"):
        version = site.version
        if dice.random() < 0.7:
            moment = today - timedelta(days=dice.randint(1, 50), hours=dice.randint(0, 9))
            yield moment, partial(confirm_facts, who, site.pk, every, version=version)
        moment = today - timedelta(hours=dice.randint(1, 20))
        if dice.random() < 0.4:
            yield moment, partial(confirm_facts, PUBLIC, site.pk, ["open"], version=version)
        if dice.random() < 0.2:
            yield moment, partial(contradict_fact, PUBLIC, site.pk, "equipment", version=version)


def _boards(who: Scope, today: datetime) -> Iterator[Event]:
    for number, (text, owner, code, place, basis, outcome) in enumerate(BOARDS):
        board = Board(
            text=text,
            owner=Organisation.objects.get(code=owner),
            division=Division.objects.get(code=code),
            place=place,
            basis=basis,
        )
        yield today - timedelta(days=40 - number), partial(record_board, who, board)
        if outcome != "pending":
            yield today - timedelta(days=20 - number), partial(_decide, who, board, outcome)


def _decide(who: Scope, board: Board, outcome: str) -> None:
    decide_board(who, board.pk, outcome, on=local_day(now()), version=1)
