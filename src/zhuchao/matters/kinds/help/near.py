"""What helpers and anybody may read of requests for help: never who, never where exactly."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters.kinds.help import WHEN
from zhuchao.matters.models import Matter, Participant
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk

OPEN = ("asked", "offered")
UNDER_WAY = ("accepted", "helped", "met")
RECENT = timedelta(days=30)
MOST = 200


@dataclass(frozen=True)
class Asked:
    """An open request as the board shows it: what kind of help, which community, how many offer."""

    category: str
    place: str
    when: str
    since: datetime
    offers: int


@dataclass(frozen=True)
class Near:
    """The same for a verified helper of that place, with the words the asker wrote for helpers."""

    asked: Asked
    receipt: str
    words: str
    mine: bool
    """Whether he offers already."""


@dataclass(frozen=True)
class Board:
    """The mutual-aid board of a place."""

    open: list[Asked]
    under_way: int
    helped: int
    """Closed with help within RECENT."""


def board(division: str = "") -> Board:
    """The board of a division (code), or of everywhere."""
    area = atlas().by_code.get(division)
    rows = Matter.objects.filter(kind="help")
    if area:
        rows = rows.filter(under("division_path", (area.path,)))
    states: Counter[str] = Counter(rows.filter(closed_at=None).values_list("state", flat=True))
    done = rows.filter(state__in=("closed", "by_desk"), closed_at__gt=now() - RECENT).count()
    found = list(rows.filter(state__in=OPEN).order_by("-pk")[:MOST])
    offers = _offers(found)
    return Board(
        [_asked(m, offers) for m in found],
        sum(states[s] for s in UNDER_WAY),
        done,
    )


def near(scope: Scope) -> list[Near]:
    """The open requests in the places a helper is verified for, newest first."""
    rows = Matter.objects.filter(
        under("division_path", scope.paths("helper")), kind="help", state__in=OPEN
    )
    found = list(rows.order_by("-pk")[:MOST])
    offers, own = _offers(found), _own(scope, found)
    return [Near(_asked(m, offers), m.receipt, m.text, m.pk in own) for m in found]


def helping(scope: Scope) -> list[Matter]:
    """The requests somebody was accepted for and that are not at their end."""
    rows = Participant.objects.filter(account=scope.account_id, role="helper", until__isnull=True)
    return list(Matter.objects.filter(kind="help", pk__in=rows.values("matter")).order_by("-pk"))


def _asked(matter: Matter, offers: Mapping[int, int]) -> Asked:
    label = desk().label("help", matter.category)
    places = [a for a in atlas().chain(matter.division_path) if a.kind != "grid"]
    return Asked(
        category=label.name if label else "",
        place=" · ".join(a.name for a in places[1:] or places),
        when=_(dict(WHEN)[matter.payload["when"]]),
        since=matter.raised_at,
        offers=offers.get(matter.pk, 0),
    )


def _offers(matters: Iterable[Matter]) -> dict[int, int]:
    rows = Participant.objects.filter(matter__in=list(matters), role="offerer", until=None)
    return dict(rows.values_list("matter").annotate(Count("pk")))


def _own(scope: Scope, matters: Iterable[Matter]) -> set[int]:
    rows = Participant.objects.filter(
        matter__in=list(matters), role="offerer", until=None, account=scope.account_id
    )
    return set(rows.values_list("matter", flat=True))
