"""The verbs of items: list one, take it up, give it back, take it off the list (认领事项)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.models import Division
from zhuchao.registry.checkins.actions import NOT_YOURS
from zhuchao.registry.checkins.codes import ITEM_KINDS, NO_ITEM
from zhuchao.registry.checkins.policy import CHECK_INS, keeps, may_act, visible_items
from zhuchao.registry.models import CommunityItem, TakeUp, Tie
from zhuchao.registry.scope import in_force

NO_TAKE = gettext_noop("没有这次认领，或者您不能查看")


def list_item(
    scope: Scope, place: Division, kind: str, words: str, wanted: int, until: date
) -> CommunityItem:
    """List what a community asks for: `wanted` takers, to be taken up until a day.

    Raises Refused outside of the desk's area, for an unknown kind, no words, no taker, and a day
    that is past.
    """
    demand(keeps(scope, str(place.path)), _(NOT_YOURS))
    if kind not in dict(ITEM_KINDS):
        raise Refused("invalid", _("请从列表里选一项"), "kind")
    if not words.strip():
        raise Refused("invalid", _("请写明做什么"), "words")
    if wanted < 1:
        raise Refused("invalid", _("至少要一个认领"), "wanted")
    if until < local_day(now()):
        raise Refused("invalid", _("截止日期已经过去"), "until")
    with writing(scope.who) as log:
        item = CommunityItem.objects.create(
            division=place, kind=kind, words=words.strip(), wanted=wanted, until=until,
            listed_at=now(),
        )  # fmt: skip
        log.add(_told("item.listed", item, wanted=wanted))
    return item


def close_item(scope: Scope, item_id: int, reason: str) -> None:
    """Take an item off the list; what was taken up goes on. Raises Refused without a reason."""
    item = _seen(scope, item_id)
    demand(keeps(scope, str(item.division.path)), _(NOT_YOURS))
    with writing(scope.who) as log:
        if not CommunityItem.objects.filter(pk=item.pk, closed_at=None).update(closed_at=now()):
            raise Refused("stale", _("这个事项已经收起"))
        log.add(_told("item.closed", item, remark=_reason(reason)))


def take_up(scope: Scope, item_id: int, tie_id: int, *, on: date) -> TakeUp:
    """Who reports there takes an item up on a day (认领); he, his secretary or the desk may.

    The item's row is locked: of two at once for the last place, one is refused. Raises Refused
    for a day to come or after the last one, for who does not report there that day, twice for the
    same, and beyond what is wanted.
    """
    item = _seen(scope, item_id)
    not_to_come(on)
    reports = Tie.objects.filter(in_force(on), kind__in=CHECK_INS, whom_division=item.division_id)
    tie = reports.filter(pk=tie_id).select_related("who_person").first()
    if tie is None or not may_act(scope, item, tie):
        raise Refused("invalid", _("他那天没有向这个社区报到"), "tie")
    with writing(scope.who) as log:
        _demand_place(CommunityItem.objects.select_for_update().get(pk=item.pk), tie, on)
        take = TakeUp.objects.create(item=item, tie=tie, on=on, recorded_at=now())
        log.add(_told("item.taken", item, take=take))
    return take


def _demand_place(item: CommunityItem, tie: Tie, on: date) -> None:
    """Whether the locked item has a place left for somebody who has none."""
    if item.closed_at or on > item.until:
        raise Refused("conflict", _("这个事项已经截止"), "on")
    live = item.takes.filter(given_back_on=None)
    if live.filter(tie=tie).exists():
        raise Refused("conflict", _("已经认领过这个事项"), "tie")
    if live.count() >= item.wanted:
        words = _("已经认满：只要 %(n)s 个，都有人认领了") % {"n": item.wanted}
        raise Refused("conflict", words, "tie")


def give_back(scope: Scope, take_id: int, reason: str) -> None:
    """Give an item back today, with a reason; its place is free again, its sessions stand."""
    take = seen_take(scope, take_id)
    with writing(scope.who) as log:
        live = TakeUp.objects.filter(pk=take.pk, given_back_on=None)
        if not live.update(given_back_on=local_day(now())):
            raise Refused("stale", _("已经退回"))
        log.add(_told("item.given_back", take.item, take=take, remark=_reason(reason)))


def seen_take(scope: Scope, take_id: int) -> TakeUp:
    """Something taken up that the scope may act for. Raises Refused("not_found")."""
    rows = TakeUp.objects.select_related("item__division", "tie__who_person")
    take = rows.filter(pk=take_id).first()
    if take is None or not may_act(scope, take.item, take.tie):
        raise Refused("not_found", _(NO_TAKE))
    return take


def _seen(scope: Scope, item_id: int) -> CommunityItem:
    rows = CommunityItem.objects.filter(visible_items(scope), pk=item_id)
    item = rows.select_related("division").first()
    if item is None:
        raise Refused("not_found", _(NO_ITEM))
    return item


def _reason(words: str) -> str:
    if not words.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    return words.strip()


def _told(
    verb: str,
    item: CommunityItem,
    *,
    wanted: int | None = None,
    take: TakeUp | None = None,
    remark: str = "",
) -> Fact:
    """A fact of an item; of a member who took it up, the journal knows the number of the take."""
    facets = {"kind": item.kind, "wanted": wanted, "take": take.pk if take else None}
    return Fact(
        verb,
        ("item", item.pk),
        str(item.division.path),
        organisation=take.tie.who_organisation_id if take else None,
        facets={name: value for name, value in facets.items() if value is not None},
        remark=remark,
    )
