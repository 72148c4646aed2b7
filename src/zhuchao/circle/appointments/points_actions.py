"""Taking part in points, leaving, drawing a coupon, and redeeming one at a counter."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.appointments.found_true import credit_of
from zhuchao.circle.appointments.points import codes as codes_of
from zhuchao.circle.appointments.points import coupons_drawn, mine, scheme, takes_part
from zhuchao.circle.merchants.policy import demand_counter
from zhuchao.circle.merchants.queries import valid_on
from zhuchao.circle.models import Coupon, Credited, Offer
from zhuchao.journal.clock import local_day, moment_of, now
from zhuchao.journal.keys import keyed_hash
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.matters.receipts import code_fits, tidy_receipt
from zhuchao.places.models import Site
from zhuchao.rules.points import Credit


def join_points(scope: Scope) -> None:
    """Begin to collect. Raises Refused where the district has no points, and the second time."""
    _demand_on()
    with writing(scope.who) as log:
        _lock(scope)
        if takes_part(scope):
            raise Refused("conflict", _("您已经参加"))
        log.add(_fact(scope, "points.joined"))


def leave_points(scope: Scope) -> None:
    """Stop collecting, at any time; nothing else changes. Raises Refused for who does not."""
    with writing(scope.who) as log:
        _lock(scope)
        if not takes_part(scope):
            raise Refused("conflict", _("您没有参加"))
        log.add(_fact(scope, "points.left"))


def claim(scope: Scope, receipt: str, code: str) -> Credit:
    """Have a report of one's own credited, by its receipt: only once it was found true.

    The reporter stays hidden: what is kept is that he was credited on a day for one of a kind,
    and a keyed hash of the report, which leads from neither to the other. Raises Refused for who
    does not take part, a wrong code, a report not yet found true, and the second time.
    """
    _demand_on()
    number = tidy_receipt(receipt)
    if not code_fits(number, code):
        raise Refused("invalid", _("编号或查询码不对，请对照回执"), "code")
    with writing(scope.who) as log:
        _lock(scope)
        if not takes_part(scope):
            raise Refused("conflict", _("您没有参加"))
        credit = credit_of(number)
        if credit is None:
            raise Refused("conflict", _("还没有核实属实，核实以后再来"), "receipt")
        _once(number)
        facets = {"kind": credit.kind, "reporters": credit.reporters, "first": credit.first}
        told = replace(_fact(scope, "points.credited"), facets=facets)
        log.add(replace(told, occurred_at=moment_of(credit.on)))
    return credit


def _once(receipt: str) -> None:
    try:
        with transaction.atomic():
            Credited.objects.create(mark=keyed_hash("points", receipt))
    except IntegrityError as error:
        raise Refused("conflict", _("这件已经记过了"), "receipt") from error


def draw_coupon(scope: Scope, offer_id: int) -> Coupon:
    """Give points for one use of an offer.

    Raises Refused where the district has no points, for offers without a price or that are over,
    and with too few points.
    """
    _demand_on()
    today = local_day(now())
    offer = Offer.objects.filter(valid_on(today), pk=offer_id, site__status="open").first()
    price = scheme().prices.get(offer.kind) if offer else None
    if offer is None or price is None:
        raise Refused("not_found", _("这项优惠不能用积分换"))
    with writing(scope.who) as log:
        _lock(scope)
        if mine(scope).balance.left < price:
            raise Refused("conflict", _("积分不够：要 %(price)s 分") % {"price": price})
        drawn = coupons_drawn(scope)
        coupon = Coupon.objects.create(
            code=codes_of(scope, drawn + 1)[drawn],
            offer=offer,
            last_day=today + timedelta(days=scheme().coupon_days),
        )
        log.add(_fact(scope, "points.spent", price))
    return coupon


def redeem(scope: Scope, site: Site, code: str) -> Coupon:
    """Take a coupon at the counter of the merchant it is for; who gave it stays unknown.

    Raises Refused for other shops' codes, after the last day and for the second time.
    """
    demand_counter(scope, site)
    today = local_day(now())
    with writing(scope.who) as log:
        coupon = Coupon.objects.filter(code=code.strip().lower(), offer__site=site).first()
        if coupon is None:
            raise Refused("invalid", _("没有这张兑换券，请核对"), "code")
        if coupon.last_day < today:
            raise Refused("invalid", _("这张兑换券已经过期"), "code")
        fresh = Coupon.objects.filter(pk=coupon.pk, redeemed_on=None)
        if not fresh.update(redeemed_on=today):
            raise Refused("conflict", _("这张兑换券已经用过"), "code")
        _tell_redeemed(log, site, coupon)
    return coupon


def _tell_redeemed(log: Log, site: Site, coupon: Coupon) -> None:
    log.add(
        Fact(
            "coupon.redeemed",
            ("shop", site.pk),
            str(site.division.path),
            headcount=1,
            facets={"offer": coupon.offer_id},
        )
    )


def _demand_on() -> None:
    demand(scheme().enabled, _("本地没有启用积分"))


def _lock(scope: Scope) -> None:
    """Two buttons pressed at once are pressed one after the other."""
    found = Account.objects.select_for_update().filter(pk=scope.account_id or 0).first()
    if found is None:
        raise Refused("forbidden", _("请先登录"))


def _fact(scope: Scope, verb: str, points: int | None = None) -> Fact:
    subject = ("point_account", scope.account_id or 0)
    if points is None:
        return Fact(verb, subject)
    return Fact(verb, subject, quantity=Decimal(points), unit="分")
