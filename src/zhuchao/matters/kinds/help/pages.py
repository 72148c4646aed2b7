"""The pages of help for anybody: the board of a community, and asking, emergency numbers first."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.limits import allow
from zhuchao.access.phone_codes import phones_can_be_checked, send_code
from zhuchao.access.refusal import Refused
from zhuchao.matters.kinds.help.asking import PURPOSE, ask_for_help, demand_sound
from zhuchao.matters.kinds.help.forms import BoardForm, HelpForm
from zhuchao.matters.kinds.help.near import board
from zhuchao.matters.public_tracking import receipt_address
from zhuchao.rules.emergency import dangers, lines


@never_cache
@require_GET
def board_page(request: HttpRequest) -> HttpResponse:
    """What is asked nearby and how many offer, without identities."""
    form = BoardForm(request.GET)
    place = form.cleaned_data["division"] if form.is_valid() else ""
    context = {
        "form": form,
        "board": board(place),
        "lines": lines(),
        "by_phone": phones_can_be_checked(),
        "platform": settings.ZHUCHAO_SMART_COMMUNITY,
    }
    return render(request, "matters/help/board.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for help: what sounds like an emergency gets the numbers first, then the phone a code."""
    if not phones_can_be_checked():
        return redirect("help")
    if request.method == "GET":
        return _form(request, HelpForm())
    _limit(request)
    form = HelpForm(request.POST)
    if "safe" not in request.POST and _words(form):
        return _numbers_first(request, form)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        return _ask(request, form)
    except Refused as refused:
        form.blame(refused)
        return _form(request, form, status=refused.status)


def _words(form: HelpForm) -> bool:
    """Whether anything he wrote, valid or not, sounds like an emergency."""
    return bool(dangers(f"{form['summary'].value() or ''} {form['text'].value() or ''}"))


def _numbers_first(request: HttpRequest, form: HelpForm) -> HttpResponse:
    found = dangers(f"{form['summary'].value() or ''} {form['text'].value() or ''}")
    kept = [(n, v) for n in form.fields if n != "safe" for v in request.POST.getlist(n)]
    context = {"dangers": found, "kept": kept, "words": found[0].words}
    return render(request, "matters/help/danger.html", context)


def _ask(request: HttpRequest, form: HelpForm) -> HttpResponse:
    said = form.cleaned_data
    draft = form.draft()
    if not said["check"] or "again" in request.POST:
        demand_sound(draft)
        data = request.POST.copy()
        data["check"], data["code"] = str(send_code(said["phone"], PURPOSE)), ""
        return _form(request, HelpForm(data))
    if not said["code"].strip():
        raise Refused("invalid", _("请填写短信里的六位数字"), "code")
    raised = ask_for_help(draft, check=said["check"], code=said["code"])
    return redirect(receipt_address(raised.matter.receipt))


def _form(request: HttpRequest, form: HelpForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "sent": bool(form["check"].value()),
        "lines": lines(),
        "safe": "safe" in request.POST,
    }
    return render(request, "matters/help/ask.html", context, status=status)


def _limit(request: HttpRequest) -> None:
    if not allow(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("提交得太频繁了，请一分钟后再试"))
