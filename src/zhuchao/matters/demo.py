"""The demo: sixty days in an invented district, lived through the real actions."""

import heapq
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhuchao.access.models import Account, Notice
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import system
from zhuchao.journal.clock import at, now
from zhuchao.marks.demo import mark_stories
from zhuchao.matters.demo_case import Stage
from zhuchao.matters.demo_dispute import dispute_stories
from zhuchao.matters.demo_drafts import stories
from zhuchao.matters.demo_neighbours import neighbour_stories
from zhuchao.matters.demo_party import party_stories
from zhuchao.matters.demo_petition import petition_stories
from zhuchao.matters.demo_stories import Story
from zhuchao.matters.demo_visits import visit_stories
from zhuchao.matters.models import Matter
from zhuchao.matters.tick import tick
from zhuchao.places.memory import one_look
from zhuchao.places.models import Division
from zhuchao.registry.demo import ROOT, make_accounts, make_district
from zhuchao.registry.imports.demo import make_imports

DAYS = 60
TICK = timedelta(hours=3)
SEED = 20


def load_demo(matters: int = 120) -> bool:
    """Fill an empty installation with the demo, all or nothing; False when it is there already.

    Raises Refused when the database holds anything of its own.
    """
    roots = set(Division.objects.filter(parent=None).values_list("code", flat=True))
    used = Account.objects.exists() or Matter.objects.exists()
    if used and roots != {ROOT}:
        raise Refused("conflict", _("这个库里已有自己的资料，不能再载入演示数据"))
    if not used:
        if not roots <= {"LOCAL", ROOT}:
            raise Refused("conflict", _("这个库里已载入别的区，不能再载入演示数据"))
        with transaction.atomic(), one_look():
            _live(matters)
    (Path(settings.ZHUCHAO_HOME) / "demo").touch()
    return not used


def _live(matters: int) -> None:
    scope, today = system("demo"), now()
    with at(today - timedelta(days=DAYS + 1)):
        make_district(scope)
        make_accounts(scope)
    stage = Stage(random.Random(SEED))  # noqa: S311
    told = stories(stage, today, DAYS, matters)
    more = (mark_stories(today), dispute_stories(today), petition_stories(today))
    late = (party_stories(stage, today), neighbour_stories(today))
    _play(chain(told, visit_stories(stage, today), *more, *late), today)
    make_imports()
    # Nobody waits for these any more; left open, the first worker would send them all.
    Notice.objects.filter(sent_at=None).update(sent_at=F("due_at"))


def _play(begun: Iterator[tuple[datetime, Story]], until: datetime) -> None:
    """Let every story go on at its own moments, in the order of time, with the tick between."""
    waiting = [(moment, number, story) for number, (moment, story) in enumerate(begun)]
    heapq.heapify(waiting)
    ticked = waiting[0][0] if waiting else until
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        while ticked + TICK <= moment:
            ticked += TICK
            with at(ticked):
                tick()
        with at(moment):
            later = next(story, None)
        if later is not None and later <= until:
            heapq.heappush(waiting, (max(later, moment), number, story))
    tick()
