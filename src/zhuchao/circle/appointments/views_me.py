"""What somebody finds of himself on his phone: appointments, points and coupons; nothing else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.appointments.forms import ClaimForm, CouponForm
from zhuchao.circle.appointments.points import mine, scheme
from zhuchao.circle.appointments.points_actions import (
    claim,
    draw_coupon,
    join_points,
    leave_points,
    redeem,
)
from zhuchao.circle.appointments.policy import KINDS
from zhuchao.circle.appointments.views_desk import line
from zhuchao.circle.merchants.policy import demand_counter
from zhuchao.circle.merchants.queries import offer_words, open_merchant, valid_on
from zhuchao.circle.models import Offer
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.models import Tie
from zhuchao.registry.teams.actions import leave_oneself
from zhuchao.registry.teams.queries import own_teams

SHOWN = 30


@require_GET
@staff
def me(request: HttpRequest, scope: Scope) -> HttpResponse:
    """My appointments and, where the district has them, my points."""
    return _me(request, scope, ClaimForm())


def _me(request: HttpRequest, scope: Scope, form: ClaimForm, status: int = 200) -> HttpResponse:
    own = Tie.objects.filter(kind__in=KINDS, who_person=scope.person_id or 0)
    today = local_day(now())
    rules = scheme()
    found = mine(scope) if rules.enabled else None
    context = {
        "appointments": [
            line(t)
            for t in own.select_related("whom_division", "who_person").order_by("-valid_from")
        ],
        "teams": own_teams(scope, today),
        "rules": rules,
        "mine": found,
        "coupons": [
            {"coupon": c, "words": offer_words(c.offer), "over": c.last_day < today}
            for c in (found.coupons if found else ())
        ],
        "offers": _offers(found.balance.left) if found and found.joined else [],
    }
    return render(request, "appointments/me.html", context | {"form": form}, status=status)


def _offers(left: int) -> list[dict[str, object]]:
    """What can be had for points, the cheapest first."""
    prices = scheme().prices
    rows = Offer.objects.filter(
        valid_on(local_day(now())), kind__in=list(prices), site__status="open"
    )
    found = [
        {
            "offer": o,
            "words": offer_words(o),
            "price": prices[o.kind],
            "enough": prices[o.kind] <= left,
        }
        for o in rows.select_related("site").order_by("site__name", "pk")[:SHOWN]
    ]
    return sorted(found, key=lambda one: prices[one["offer"].kind])  # type: ignore[attr-defined]


@require_POST
@staff
def join(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take part in points."""
    join_points(scope)
    messages.success(request, _("已参加。以后核实的反映会记分，随时可以退出。"))
    return redirect("me")


@require_POST
@staff
def leave(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take part no longer."""
    leave_points(scope)
    messages.success(request, _("已退出，不影响您使用其他功能。"))
    return redirect("me")


@require_POST
@staff
def leave_team(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Be a volunteer of a team no longer."""
    leave_oneself(scope, number)
    messages.success(request, _("已退出队伍，谢谢您做过的。"))
    return redirect("me")


@require_POST
@staff
def credit(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Have a report of one's own credited."""
    form = ClaimForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            claim(scope, form.cleaned_data["receipt"], form.cleaned_data["code"])
        except Refused as refused:
            form.blame(refused)
            status = refused.status
        else:
            messages.success(request, _("已记分。"))
            return redirect("me")
    return _me(request, scope, form, status)


@require_POST
@staff
def draw(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Points for a coupon."""
    coupon = draw_coupon(scope, number)
    messages.success(request, _("换好了，到店报兑换码：%(code)s") % {"code": coupon.code})
    return redirect("me")


@require_http_methods(["GET", "POST"])
@staff
def counter(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Redeem a coupon at the counter."""
    site = open_merchant(code)
    demand_counter(scope, site)
    form = CouponForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                coupon = redeem(scope, site, form.cleaned_data["code"])
            except Refused as refused:
                form.blame(refused)
                status = refused.status
            else:
                words = _("已核销：%(offer)s") % {"offer": offer_words(coupon.offer)}
                messages.success(request, words)
                return redirect("shop_coupons", site.code)
    return render(request, "appointments/counter.html", {"form": form, "site": site}, status=status)
