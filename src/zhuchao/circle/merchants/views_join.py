"""The pages of joining for anybody: apply, see how it stands, take up the account."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.files import store_photo
from zhuchao.access.limits import allow
from zhuchao.access.refusal import Refused
from zhuchao.circle.merchants.codes import outside, picture
from zhuchao.circle.merchants.forms import ApplyForm, JoinForm, NominateForm
from zhuchao.circle.merchants.joining import (
    INVITED,
    Asked,
    apply,
    invited,
    opened_application,
    take_up,
)
from zhuchao.circle.merchants.kinds import OFFER_KINDS, STATES, TONES
from zhuchao.circle.models import Application
from zhuchao.matters.receipts import query_code
from zhuchao.places.atlas import atlas


@never_cache
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest) -> HttpResponse:
    """Apply: six fields and a photo, then a receipt."""
    if request.method == "GET":
        return render(request, "merchants/apply.html", {"form": ApplyForm()})
    if not allow(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("提交得太频繁了，请一分钟后再试"))
    form = ApplyForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            row = apply(taken(form))
            return redirect(state_address(row.receipt))
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
    return render(request, "merchants/apply.html", {"form": form}, status=422)


def taken(form: NominateForm) -> Asked:
    """What a valid form asks for, its photo stored."""
    photo = form.cleaned_data["photo"]
    return form.asked((store_photo(photo).pk,) if photo else ())


def state_address(receipt: str, page: str = "applied") -> str:
    """A public page of an application with the code that opens it; the desk leads there too."""
    return f"/shop/{page}/{receipt}/?{urlencode({'code': query_code(receipt)})}"


def _opened(request: HttpRequest, receipt: str) -> Application:
    code = request.POST.get("code", "") or request.GET.get("code", "")
    return opened_application(receipt, code, str(request.META.get("REMOTE_ADDR")))


@never_cache
@require_GET
def applied(request: HttpRequest, receipt: str) -> HttpResponse:
    """How an application stands: the slip to keep, and the way on once it is accepted."""
    row = _opened(request, receipt)
    here = state_address(receipt)
    context = {
        "row": row,
        "offer": _(dict(OFFER_KINDS)[row.offer]),
        "where": atlas().full_name(row.division.path),
        "state": _(dict(STATES)[row.state]),
        "tone": TONES[row.state],
        "code": query_code(receipt),
        "qr": picture(outside(request, here)),
        "join": state_address(receipt, "join") if invited(row) else "",
        "days": INVITED.days,
    }
    return render(request, "merchants/applied.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, receipt: str) -> HttpResponse:
    """The keeper of an accepted merchant makes his account."""
    row = _opened(request, receipt)
    if not invited(row):
        return redirect(state_address(receipt))
    form = JoinForm(request.POST or None)
    context = {"row": row, "form": form, "code": query_code(receipt)}
    if request.method == "GET":
        return render(request, "merchants/join.html", context)
    if form.is_valid():
        try:
            take_up(row, **form.cleaned_data)
        except Refused as refused:
            form.blame(refused)
        else:
            messages.success(request, _("账号开好了，请登录。"))
            return redirect(f"{reverse('account_login')}?{urlencode({'next': '/shop/'})}")
    return render(request, "merchants/join.html", context, status=422)
