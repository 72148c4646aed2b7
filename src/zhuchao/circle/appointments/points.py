"""Somebody's points: read from the journal each time, never stored, never compared with others'."""

import base64
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from zhuchao.access.scope import Scope
from zhuchao.circle.models import Coupon
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.keys import keyed_hash
from zhuchao.journal.models import Entry
from zhuchao.rules.points import Balance, Credit, PointsScheme, Spent, balance

LENGTH = 10


def scheme() -> PointsScheme:
    """The scheme of this installation; turned off unless its operator gave one."""
    found: PointsScheme = settings.ZHUCHAO_POINTS
    return found


@dataclass(frozen=True)
class Mine:
    """What somebody sees of his own points."""

    joined: bool
    balance: Balance
    coupons: list[Coupon]


def mine(scope: Scope) -> Mine:
    """The points and coupons of whoever asks, today."""
    credits = [
        Credit(e.day, e.facets["kind"], e.facets["reporters"], bool(e.facets["first"]))
        for e in _own(scope, "points.credited")
    ]
    spent = [Spent(e.day, int(e.quantity or 0)) for e in _own(scope, "points.spent")]
    found = Coupon.objects.filter(code__in=codes(scope, len(spent))).select_related("offer__site")
    total = balance(scheme(), credits, spent, local_day(now()))
    return Mine(takes_part(scope), total, list(found.order_by("-pk")))


def codes(scope: Scope, count: int) -> list[str]:
    """The codes of somebody's first so many coupons: only the key file leads from him to them."""
    return [_code(scope, number) for number in range(count)]


def _code(scope: Scope, number: int) -> str:
    digest = bytes.fromhex(keyed_hash("coupon", f"{scope.account_id}:{number}"))
    return base64.b32encode(digest).decode()[:LENGTH].lower()


def coupons_drawn(scope: Scope) -> int:
    """How many coupons somebody has drawn so far."""
    return _own(scope, "points.spent").count()


def takes_part(scope: Scope) -> bool:
    """Whether somebody has joined and not left."""
    last = _own(scope, "points.joined", "points.left").order_by("id").last()
    return last is not None and last.verb == "points.joined"


def _own(scope: Scope, *verbs: str) -> QuerySet[Entry]:
    return Entry.objects.filter(who=scope.who, verb__in=verbs).order_by("id")
