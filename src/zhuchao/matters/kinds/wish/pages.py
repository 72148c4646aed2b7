"""The pages of wishes for anybody: the shelf, one wish, claiming it, and where a card leads."""

from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.limits import allow
from zhuchao.access.phone_codes import phones_can_be_checked, send_code
from zhuchao.access.refusal import Refused
from zhuchao.matters.kinds.wish.cards import scanned
from zhuchao.matters.kinds.wish.claiming import PURPOSE, claim
from zhuchao.matters.kinds.wish.forms import ClaimForm, ShelfForm
from zhuchao.matters.kinds.wish.public import PublicWish, open_wishes, public_wish, where
from zhuchao.matters.models import Matter
from zhuchao.matters.public_tracking import receipt_address


@never_cache
@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    """The open wishes, without identity, by category and street."""
    form = ShelfForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    narrowed = {name: said.get(name) or "" for name in ("category", "division")}
    found = open_wishes(**narrowed, after=said.get("after"))
    kept = {name: value for name, value in narrowed.items() if value}
    page = reverse("wishes")
    context = {
        "form": form,
        "wishes": found.wishes,
        "first": f"{page}?{urlencode(kept)}" if said.get("after") else "",
        "next": f"{page}?{urlencode({**kept, 'after': found.after})}" if found.after else "",
    }
    return render(request, "matters/wish/shelf.html", context)


def address(request: HttpRequest, path: str) -> str:
    """An address as it stands in a QR code: of the public site where that is known."""
    return (
        f"{settings.ZHUCHAO_URL}{path}"
        if settings.ZHUCHAO_URL
        else request.build_absolute_uri(path)
    )


def qr(text: str) -> str:
    """A QR code as the source of an image."""
    made = segno.make(text, error="m", micro=False)
    return str(made.svg_data_uri(border=2, dark="#28231d", light="#ffffff"))


@never_cache
@require_GET
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One wish, what claiming means, and the form to do it."""
    matter, wish = public_wish(code)
    return _wish(request, matter, wish, ClaimForm(wish.left))


def _wish(
    request: HttpRequest, matter: Matter, wish: PublicWish, form: ClaimForm, status: int = 200
) -> HttpResponse:
    link = address(request, reverse("wish", args=[wish.code]))
    context = {
        "wish": wish,
        "form": form,
        "sent": bool(form["check"].value()),
        "by_phone": phones_can_be_checked(),
        "office": where(matter),
        "link": link,
        "qr": qr(link),
    }
    return render(request, "matters/wish/wish.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def claim_page(request: HttpRequest, code: str) -> HttpResponse:
    """First the phone gets a code; with it the claim is made and its receipt shown."""
    if request.method == "GET":
        return redirect("wish", code)
    _limit(request)
    matter, wish = public_wish(code)
    form = ClaimForm(max(wish.left, 1), request.POST)
    if not form.is_valid():
        return _wish(request, matter, wish, form, status=422)
    try:
        return _claim(request, matter, wish, form)
    except Refused as refused:
        form.blame(refused)
        matter, wish = public_wish(code)
        return _wish(request, matter, wish, form, status=refused.status)


def _claim(request: HttpRequest, matter: Matter, wish: PublicWish, form: ClaimForm) -> HttpResponse:
    said = form.cleaned_data
    if not said["check"] or "again" in request.POST:
        data = request.POST.copy()
        data["check"], data["code"] = str(send_code(said["phone"], PURPOSE)), ""
        return _wish(request, matter, wish, ClaimForm(wish.left, data))
    if not said["code"].strip():
        raise Refused("invalid", _("请填写短信里的六位数字"), "code")
    row = claim(matter.pk, form.claim(), check=said["check"], code=said["code"])
    return redirect(receipt_address(row.receipt))


def _limit(request: HttpRequest) -> None:
    if not allow(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("提交得太频繁了，请一分钟后再试"))


@never_cache
@require_GET
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a card leads: its wish, or the wishes of its batch. No cookie is set."""
    batch = scanned(code)
    if batch.matter_id:
        return redirect("wish", batch.code)
    narrowed = {
        "category": batch.category,
        "division": batch.division.code if batch.division and batch.division.parent_id else "",
    }
    kept = urlencode({name: value for name, value in narrowed.items() if value})
    return redirect(f"{reverse('wishes')}{'?' if kept else ''}{kept}")
