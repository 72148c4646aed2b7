"""Hot issues in a heap of messages: many people writing about the same thing in the same place."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

import numpy as np
from numpy.typing import NDArray

from zhuchao.text.clustering import issue_groups
from zhuchao.text.message_features import Rows, message_rows

SMALLEST = 2
BUSY = timedelta(days=30)
# A name is the issue's place when so many of its messages speak of it.
SPOKEN_OF = 0.5
NEARLY_ALL = 0.8


@dataclass(frozen=True)
class Message:
    """One message; `author` tells people apart and need not name them."""

    id: str
    title: str
    text: str
    time: datetime | None = None
    votes: int = 0
    author: str = ""


@dataclass(frozen=True)
class Issue:
    """Messages about one thing in one place, oldest first; rank 1 is the hottest."""

    rank: int
    heat: float
    title: str
    place: str
    first: datetime | None
    last: datetime | None
    messages: tuple[Message, ...]


def find_issues(
    messages: Sequence[Message], *, progress: Callable[[int], None] = lambda _: None
) -> list[Issue]:
    """The issues two messages or more are about, hottest first.

    `progress` gets how many messages are read; finding starts when all are. The same messages in
    the same order give the same issues.
    """
    rows = message_rows([m.title for m in messages], [m.text for m in messages], progress=progress)
    groups = issue_groups(rows)
    order = np.argsort(groups, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    found = [_issue(messages, rows, part) for part in parts if len(part) >= SMALLEST]
    found.sort(key=lambda issue: (-issue.heat, -len(issue.messages), issue.messages[0].id))
    return [Issue(**{**vars(issue), "rank": rank}) for rank, issue in enumerate(found, 1)]


def heat(messages: Sequence[Message]) -> float:
    """How much an issue moves people: (voices + log2(1 + votes)) × (1 + busiest share) / 2.

    Voices are different authors, where all are known, else messages; the busiest share is the
    part of the messages that came within its busiest 30 days.

    >>> heat([Message("1", "", "", votes=3), Message("2", "", "")])
    4.0
    """
    authors = [m.author for m in messages]
    voices = len(set(authors)) if all(authors) else len(authors)
    votes = log2(1 + sum(max(0, m.votes) for m in messages))
    return round((voices + votes) * (1 + _busiest_share(messages)) / 2, 2)


def _busiest_share(messages: Sequence[Message]) -> float:
    times = sorted(m.time for m in messages if m.time)
    if not times:
        return 1.0
    start = most = 0
    for end, moment in enumerate(times):
        while moment - times[start] > BUSY:
            start += 1
        most = max(most, end + 1 - start)
    return most / len(times)


def _issue(messages: Sequence[Message], rows: Rows, part: NDArray[np.int64]) -> Issue:
    chosen = [messages[n] for n in part]
    times = [m.time for m in chosen if m.time]
    aged = sorted(chosen, key=lambda m: (m.time is None, m.time.timestamp() if m.time else 0))
    return Issue(
        rank=0,
        heat=heat(chosen),
        title=messages[_typical(rows, part)].title or messages[part[0]].text.strip()[:40],
        place=_place(rows, part),
        first=min(times, default=None),
        last=max(times, default=None),
        messages=tuple(aged),
    )


def _typical(rows: Rows, part: NDArray[np.int64]) -> int:
    """The message whose title is most like all of them together."""
    likeness = np.zeros(len(part))
    for matrix in (rows.headline, rows.titled, rows.signs):
        own = matrix[part]
        likeness += own @ np.asarray(own.sum(axis=0)).ravel()
    return int(part[np.argmax(likeness)])


def _place(rows: Rows, part: NDArray[np.int64]) -> str:
    """The name most of the messages speak of, titles counting more; the fuller of two forms."""
    spoken: Counter[str] = Counter()
    for matrix in (rows.mentioned, rows.titled):
        spoken.update(rows.names[column] for column in matrix[part].indices)
    most = max(spoken.values(), default=0)
    if most < SPOKEN_OF * len(part):
        return ""
    return max(
        (n for n, count in spoken.items() if count >= NEARLY_ALL * most),
        key=lambda n: (len(n), spoken[n]),
    )
