"""The desk's pages of wishes: claim for who stands there, order cards, print them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.door import staff
from zhuchao.matters.kinds.wish import cards
from zhuchao.matters.kinds.wish.claiming import claim_at_desk
from zhuchao.matters.kinds.wish.forms import BatchForm, DeliveryForm, DeskClaimForm
from zhuchao.matters.kinds.wish.pages import address, qr
from zhuchao.matters.kinds.wish.parts import left
from zhuchao.matters.kinds.wish.public import PublicWish, public_wish
from zhuchao.matters.models import CardBatch
from zhuchao.matters.policy import visible_to
from zhuchao.matters.queries import Detail, detail
from zhuchao.matters.receipts import query_code

if TYPE_CHECKING:
    from django.db.models import QuerySet

A_SHEET = 10
"""Cards on a sheet of A4."""
MOST_SHEETS = 50


def _open_wish(scope: Scope, receipt: str) -> Detail:
    found = detail(scope, receipt)
    demand("intake" in found.roles, _("只有社区服务岗可以当面认领"))
    if found.matter.kind != "wish" or found.matter.state != "published":
        raise Refused("conflict", _("这个心愿现在不能认领"))
    return found


@require_http_methods(["GET", "POST"])
@staff
def claim(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Claim for somebody who stands at the desk; then his slip is printed."""
    found = _open_wish(scope, receipt)
    form = DeskClaimForm(left(found.matter), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = claim_at_desk(scope, found.matter.pk, form.claim())
        except Refused as refused:
            form.blame(refused)
        else:
            return _slip(request, row.receipt)
    context = {"form": form, "matter": found.matter}
    status = 422 if form.errors else 200
    return render(request, "matters/wish/claim.html", context, status=status)


def _slip(request: HttpRequest, receipt: str) -> HttpResponse:
    """The slip of the claimer, shown once: it opens his part and nothing of who wished."""
    code = query_code(receipt)
    track = address(request, f"{reverse('track', args=[receipt])}?code={code}")
    context = {"receipt": receipt, "code": code, "qr": qr(track)}
    return render(request, "matters/wish/claimed.html", context)


@dataclass(frozen=True)
class Card:
    """A card as it is printed."""

    code: str
    qr: str
    title: str
    words: str
    foot: str


@require_http_methods(["GET", "POST"])
@staff
def card_batches(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The batches with what is out and how often they were scanned; order another."""
    demand(cards.may_print(scope), _("只有社区服务岗和督办岗管理卡片"))
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        batch = cards.order_batch(scope, **form.cleaned_data)
        messages.success(request, _("已登记，编号 %(code)s。") % {"code": batch.code})
        return redirect("desk:cards")
    rows = [(batch, sum(s.count for s in batch.scans.all())) for batch in _seen(scope)[:100]]
    context = {"form": form, "rows": rows, "days": cards.DAYS, "any_open": _printable(scope)}
    status = 422 if form.errors else 200
    return render(request, "matters/wish/cards.html", context, status=status)


def _seen(scope: Scope) -> "QuerySet[CardBatch]":
    return cards.batches(scope)


def _batch(scope: Scope, code: str) -> CardBatch:
    batch = _seen(scope).filter(code=code.upper()).first()
    if batch is None:
        raise Refused("not_found", _("没有这批卡片，或者不归您管"))
    return batch


@require_http_methods(["GET", "POST"])
@staff
def card_batch(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One batch: its scans day by day, and how many cards are out."""
    batch = _batch(scope, code)
    form = DeliveryForm(request.POST or None, initial={"delivered": batch.delivered})
    if request.method == "POST" and form.is_valid():
        try:
            cards.deliver_cards(scope, batch, form.cleaned_data["delivered"])
        except Refused as refused:
            form.add_error("delivered" if refused.fields else None, refused.message)
        else:
            messages.success(request, _("已记下。"))
            return redirect("desk:card_batch", code)
    days = list(batch.scans.all())
    context = {
        "batch": batch,
        "form": form,
        "scans": days,
        "most": max((d.count for d in days), default=1),
    }
    status = 422 if form.errors else 200
    return render(request, "matters/wish/card_batch.html", context, status=status)


@require_GET
@staff
def print_batch(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Sheets of the same card, ready to be printed and cut."""
    batch = _batch(scope, code)
    link = address(request, reverse("card", args=[batch.code]))
    one = Card(batch.code, qr(link), batch.campaign, _("扫一扫，看看邻居的微心愿"), batch.place)
    return _sheets(request, [one] * A_SHEET, -(-batch.printed // A_SHEET))


@require_GET
@staff
def print_wishes(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A card for each open wish of the scope's places."""
    made = [_wish_card(request, wish) for wish in _printable(scope)]
    return _sheets(request, made)


def _wish_card(request: HttpRequest, wish: PublicWish) -> Card:
    link = address(request, reverse("card", args=[wish.code]))
    facts = (wish.category, wish.street, wish.age, wish.price)
    return Card(wish.code, qr(link), _("微心愿"), wish.words, " · ".join(f for f in facts if f))


def _printable(scope: Scope) -> list[PublicWish]:
    demand(cards.may_print(scope), _("只有社区服务岗和督办岗管理卡片"))
    rows = visible_to(scope).filter(kind="wish", state="published", card__isnull=False)
    codes = rows.order_by("-pk").values_list("card__code", flat=True)[: A_SHEET * MOST_SHEETS]
    return [public_wish(code)[1] for code in codes]


def _sheets(request: HttpRequest, made: Iterable[Card], sheets: int = 0) -> HttpResponse:
    context = {"cards": list(made), "sheets": sheets}
    return render(request, "matters/wish/sheet.html", context)
