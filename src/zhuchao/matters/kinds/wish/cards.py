"""Batches of printed cards and their scans: traced to the batch and the day, never to a person."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.kinds.wish.card_codes import new_code
from zhuchao.matters.models import CardBatch, CardScans
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Division
from zhuchao.rules.units import Measure

DESKS = ("community_desk", "supervisor")
DAYS = 30


def may_print(scope: Scope) -> bool:
    """Whether somebody orders cards: a community desk, or who supervises it."""
    return scope.holds(*DESKS)


def batches(scope: Scope) -> QuerySet[CardBatch]:
    """The batches that lead to wishes of the scope's places, newest first, with their scans.

    A batch for a whole street is seen from each of its communities, which hand it out.
    """
    fresh = CardScans.objects.filter(day__gt=local_day(now()) - timedelta(days=DAYS))
    own = scope.paths(*DESKS)
    above = [area.path for path in own for area in atlas().chain(path)]
    rows = CardBatch.objects.filter(
        under("division__path", own) | Q(division__path__in=above), matter=None
    )
    seen = rows.select_related("division").order_by("-pk")
    return seen.prefetch_related(Prefetch("scans", fresh.order_by("day")))


def order_batch(
    scope: Scope, *, campaign: str, printed: int, place: str, division: str = "", category: str = ""
) -> CardBatch:
    """A batch with one code on all its cards. Raises Refused outside the scope's territory."""
    area = atlas().by_code.get(division) or atlas().root
    demand(
        may_print(scope) and area is not None and _touches(scope, area.path),
        _("只能为自己服务的地方印卡片"),
    )
    with writing(scope.who) as log:
        row = CardBatch.objects.create(
            code=new_code(),
            campaign=campaign.strip(),
            printed=printed,
            place=place.strip(),
            division=Division.objects.get(pk=area.id) if area else None,
            category=category,
            made_at=now(),
        )
        log.add(_fact("cards.printed", row, printed))
    return row


def _touches(scope: Scope, path: str) -> bool:
    """A card may lead to a street or the district, wider than the community that hands it out."""
    own = scope.paths(*DESKS)
    return over(path, own) or any(mine.startswith(path) for mine in own)


def deliver_cards(scope: Scope, batch: CardBatch, delivered: int) -> CardBatch:
    """So many are out by now. Raises Refused for more than were printed, or fewer than before."""
    demand(may_print(scope), _("只能为自己服务的地方印卡片"))
    if not batch.delivered <= delivered <= batch.printed:
        words = _("应在 %(least)s 到 %(most)s 之间")
        bounds = {"least": batch.delivered, "most": batch.printed}
        raise Refused("invalid", words % bounds, "delivered")
    with writing(scope.who) as log:
        same = CardBatch.objects.filter(pk=batch.pk, delivered=batch.delivered)
        if not same.update(delivered=delivered):
            raise Refused("stale", _("这件事刚被他人处理过，请刷新后再看"))
        log.add(_fact("cards.delivered", batch, delivered - batch.delivered))
    batch.delivered = delivered
    return batch


def _fact(verb: str, batch: CardBatch, count: int, day: date | None = None) -> Fact:
    """So many copies, or so many scans of a day, of a batch; the place is that of the wishes."""
    place = batch.matter.division_path if batch.matter else ""
    return Fact(
        verb,
        ("card_batch", batch.pk),
        batch.division.path if batch.division else place,
        quantity=Decimal(count),
        unit=Measure.ITEM_COUNT.value if day else Measure.COPY.value,
        facets={"day": day.isoformat()} if day else {},
    )


def scanned(code: str) -> CardBatch:
    """Count a scan for its batch and day, and give the batch. Nothing of who scanned is looked at.

    Raises Refused("not_found") for a code that is on no card.
    """
    batch = CardBatch.objects.select_related("division").filter(code=code.upper()).first()
    if batch is None:
        raise Refused("not_found", _("没有这张卡片，请再扫一次，或者直接看心愿墙"))
    today = CardScans.objects.filter(batch=batch, day=local_day(now()))
    if not today.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                CardScans.objects.create(batch=batch, day=local_day(now()), count=1)
        except IntegrityError:
            today.update(count=F("count") + 1)
    return batch


def tell_scans() -> int:
    """Tell the journal of each day that is over, once: so many scans of a batch; how many days."""
    over_days = CardScans.objects.filter(day__lt=local_day(now()), told=False)
    rows = list(over_days.select_related("batch__division", "batch__matter").order_by("pk")[:500])
    if not rows:
        return 0
    with writing("system:cards") as log:
        fresh = over_days.filter(pk__in=[r.pk for r in rows])
        if fresh.update(told=True) != len(rows):
            raise Refused("stale", _("已由另一个进程处理"))
        for row in rows:
            log.add(_fact("cards.scanned", row.batch, row.count, row.day))
    return len(rows)
