"""What the desk reads beside the list and the detail: today's counts, names, hands, look-alikes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.policy import either
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters.guessing import ALIKE, NEAR_METRES, Near, alike
from zhuchao.matters.models import Holding, Matter, Participant
from zhuchao.matters.policy import (
    MEMBERS,
    barred_rule,
    is_barred,
    own_holdings,
    own_part,
    roles_on,
    view_rule,
    visible_to,
    with_roles,
)
from zhuchao.matters.queries import DUE_DAYS, due_within, open_near, states_of
from zhuchao.places.atlas import metres
from zhuchao.registry.people import members

URGENT_ROWS = 8
RECENT = 200
"""Open matters of the same kind that are compared for likeness where there is no point."""


@dataclass(frozen=True)
class Today:
    """How many open matters ask for something, and those due first."""

    late: int
    today: int
    week: int
    unsigned: int
    new: int
    reopened: int
    waiting: int
    urgent: list[Matter]


def today(scope: Scope) -> Today:
    """What needs whoever looks, in three statements: counts, what he signs for, the most urgent.

    Over a territory every open matter asks for something, elsewhere what his organisations hold.
    """
    held = own_holdings(scope)
    unsigned = held.filter(role__in=("lead", "assist"), state="open")
    found = Matter.objects.filter(closed_at__isnull=True)
    if scope.paths("intake", "supervisor"):
        found = found.filter(view_rule(scope))
    else:
        found = found.filter(either(Q(pk__in=held.values("matter")), own_part(scope)))
    counts = found.aggregate(
        late=Count("pk", filter=Q(due_at__lt=now())),
        today=Count("pk", filter=due_within(DUE_DAYS["today"])),
        week=Count("pk", filter=due_within(DUE_DAYS["week"])),
        new=Count("pk", filter=Q(state__in=states_of("new"))),
        reopened=Count("pk", filter=Q(state__in=states_of("bad"))),
        waiting=Count("pk", filter=Q(state__in=states_of("waiting"))),
    )
    first = found.filter(due_at__isnull=False).order_by("due_at", "pk")
    rows = first.defer("text", "payload", "answer", "intake_digest")[:URGENT_ROWS]
    signing = unsigned.values("matter").distinct().count()
    return Today(**counts, unsigned=signing, urgent=list(rows))


def names(pseudonyms: Iterable[str]) -> dict[str, str]:
    """Pseudonym → the name colleagues know, for a timeline; one statement."""
    found = Account.objects.filter(pseudonym__in=set(pseudonyms))
    return {a.pseudonym: str(a) for a in found}


def held_by(scope: Scope, account: int) -> list[Holding]:
    """The open holdings one person took, with their matters, by deadline.

    Without those of a file that is closed to whoever looks.
    """
    rows = Holding.objects.filter(account=account, ended_at__isnull=True)
    rows = rows.exclude(matter__in=Matter.objects.filter(barred_rule(scope)))
    return list(rows.select_related("matter", "organisation").order_by("matter__due_at", "pk"))


def people_to_hand_over(scope: Scope) -> list[Account]:
    """Those whose matters he may hand over: his own, and those of the offices he heads."""
    own = Account.objects.filter(pk=scope.account_id or 0)
    if scope.holds("administrator"):
        holding = Holding.objects.filter(ended_at__isnull=True, account__isnull=False)
        return list(Account.objects.filter(Q(pk__in=holding.values("account")) | Q(pk__in=own)))
    headed = members(scope.organisations("section_head", "leader"), *MEMBERS)
    return list(dict.fromkeys([*own, *headed]))


def of_ids(scope: Scope, ids: Iterable[int], *, before: int | None, size: int) -> list[Matter]:
    """The visible ones of these matters, newest id first, from below `before`."""
    wanted = sorted((i for i in ids if before is None or i < before), reverse=True)[:size]
    found = visible_to(scope).filter(pk__in=wanted).order_by("-pk")
    return list(found.defer("text", "payload", "answer", "intake_digest"))


def slip_of(scope: Scope, receipt: str) -> tuple[Matter, bool]:
    """The matter whose slip a scope may print, and whether it may see more of it than the slip.

    The slip opens the asker's page, so only the accepting office prints it, and who entered the
    matter for him. Raises Refused("forbidden") for everybody else who sees the matter.
    """
    entered = Participant.objects.filter(
        matter=OuterRef("pk"), role="proxy", account=scope.account_id or 0
    )
    found = with_roles(Matter.objects.filter(receipt=receipt), scope)
    matter = found.annotate(entered=Exists(entered)).first()
    seen = visible_to(scope).filter(receipt=receipt).exists()
    if matter is None or not (seen or (matter.entered and not is_barred(scope, matter.pk))):
        raise Refused("not_found", _("没有这件事，或者您无权查看"))
    if "intake" not in roles_on(matter) and not matter.entered:
        raise Refused("forbidden", _("回执只由受理单位和代录人打印"))
    return matter, seen


def look_alikes(scope: Scope, matter: Matter) -> list[Near]:
    """Visible open matters of the same kind that may be the same: close by, or alike in words.

    A place that both name speaks for it, different ones against it; older ones count less.
    """
    others = _others(scope, matter)
    scores = alike(f"{matter.title} {matter.text} {matter.address}", others)
    found = [
        Near(other, _distance(matter, other), like.score)
        for other, like in zip(others, scores, strict=True)
    ]
    fitting = (n for n in found if n.alike >= ALIKE or 0 <= n.metres <= NEAR_METRES)
    return sorted(fitting, key=lambda n: (-n.alike, n.metres))[:5]


def _others(scope: Scope, matter: Matter) -> list[Matter]:
    seen = visible_to(scope).filter(kind=matter.kind, closed_at__isnull=True)
    recent = seen.exclude(pk=matter.pk).order_by("-raised_at", "-pk")
    close: list[Matter] = []
    if matter.lon is not None and matter.lat is not None:
        ids = [m.pk for m in open_near(matter.kind, matter.lon, matter.lat)]
        close = list(recent.filter(pk__in=ids))
    same_place = recent.filter(division_path=matter.division_path)[:RECENT]
    return list({m.pk: m for m in [*close, *same_place]}.values())


def _distance(one: Matter, other: Matter) -> int:
    """Metres between two matters; -1 when one of them has no point."""
    if one.lon is None or one.lat is None or other.lon is None:
        return -1
    return round(metres(one.lon, one.lat, other.lon, other.lat))
