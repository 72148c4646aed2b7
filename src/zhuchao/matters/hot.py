"""Hot issues among stored matters: read once for the same matters, then remembered."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

from django.db.models import QuerySet

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.matters.models import Matter
from zhuchao.matters.policy import visible_to
from zhuchao.text.issues import Issue, Message, find_issues

KINDS = ("appeal", "hazard")
"""Never a sealed kind: what many say is read word by word."""
WINDOWS = (7, 30, 90)
MOST = 5000
"""The newest matters that are read; more take longer than a page may."""
SHOWN = 20
REMEMBERED = 8
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Hot:
    """One issue as a page shows it: the matters behind it newest first, and how many a week."""

    rank: int
    heat: float
    title: str
    place: str
    first: date
    last: date
    weeks: tuple[tuple[date, int], ...]
    """First day of each week of the window, the oldest first, and the matters raised in it."""
    matters: tuple[Matter, ...]


@dataclass(frozen=True)
class HotIssues:
    """The hottest issues, how many there are, how many matters were read and whether not all."""

    issues: tuple[Hot, ...]
    total: int
    read: int
    capped: bool


def hot_issues(scope: Scope, days: int) -> HotIssues:
    """What several visible matters of the last `days` are about, hottest first, SHOWN at most.

    Three statements: which matters, their words unless remembered, and those behind the issues.
    """
    since = now() - timedelta(days=days)
    asked = visible_to(scope).filter(kind__in=KINDS, raised_at__gte=since)
    newest = asked.order_by("-raised_at", "-pk")
    keys = list(newest.values_list("pk", "version")[: MOST + 1])
    found = _remembered(keys[:MOST], newest)
    shown = found[:SHOWN]
    ids = [int(m.id) for issue in shown for m in issue.messages]
    lean = visible_to(scope).filter(pk__in=ids).order_by("-raised_at", "-pk")
    matters = {m.pk: m for m in lean.defer("text", "payload", "answer", "intake_digest")}
    issues = tuple(_hot(issue, matters, since) for issue in shown)
    return HotIssues(issues, len(found), min(len(keys), MOST), len(keys) > MOST)


_kept: "OrderedDict[bytes, list[Issue]]" = OrderedDict()
_lock = Lock()


def _remembered(keys: Sequence[tuple[int, int]], newest: QuerySet[Matter]) -> list[Issue]:
    """The issues among matters as they were read, or read now; the key is every id and version."""
    stamp = hashlib.sha256(repr(keys).encode()).digest()
    with _lock:
        if stamp in _kept:
            _kept.move_to_end(stamp)
            return _kept[stamp]
    wanted = {pk for pk, _version in keys}
    rows = newest.values_list("pk", "title", "text", "address", "raised_at")[:MOST]
    messages = [
        Message(str(pk), title, f"{address} {text}".strip(), raised_at)
        for pk, title, text, address, raised_at in rows
        if pk in wanted
    ]
    found = find_issues(messages)
    with _lock:
        _kept[stamp] = [_without_words(issue) for issue in found]
        while len(_kept) > REMEMBERED:
            _kept.popitem(last=False)
    return found


def _without_words(issue: Issue) -> Issue:
    """What is remembered keeps ids and times, not what people wrote."""
    kept = tuple(Message(m.id, "", "", m.time) for m in issue.messages)
    return Issue(**{**vars(issue), "messages": kept})


def _hot(issue: Issue, matters: dict[int, Matter], since: datetime) -> Hot:
    behind = [matters[int(m.id)] for m in issue.messages if int(m.id) in matters]
    days = [local_day(m.time) for m in issue.messages if m.time]
    return Hot(
        rank=issue.rank,
        heat=issue.heat,
        title=issue.title,
        place=issue.place,
        first=min(days),
        last=max(days),
        weeks=tuple(_weeks(days, since.astimezone(zone()).date())),
        matters=tuple(sorted(behind, key=lambda m: (m.raised_at, m.pk), reverse=True)),
    )


def _weeks(days: Sequence[date], since: date) -> list[tuple[date, int]]:
    today = local_day(now())
    start = today + timedelta(days=1)
    found: list[tuple[date, int]] = []
    while start > since:
        start -= WEEK
        found.append((start, sum(start <= day < start + WEEK for day in days)))
    return found[::-1]
