"""The pages of a verified helper: what is asked near him, and what he was accepted for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.identities import open_identity
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.actions.steps import take_own_part, take_part, take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.asking import MOST_LINE
from zhuchao.matters.changing import subject
from zhuchao.matters.door import staff
from zhuchao.matters.forms_matter import PurposeForm
from zhuchao.matters.kinds.help.near import helping, near
from zhuchao.matters.matter_page import may_know
from zhuchao.matters.models import Matter
from zhuchao.matters.queries import Detail, detail
from zhuchao.matters.statements import may_read, open_statement
from zhuchao.matters.taking_part import Newcomer

OWN_STEPS = ("report_done", "report_last", "fall_through")


def _demand_helper(scope: Scope) -> None:
    demand(scope.holds("helper"), _("这里只给社区核实过的邻里帮手；想帮忙，请到社区登记"))


@require_GET
@staff
def near_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Open requests in the places he is verified for, and his own."""
    _demand_helper(scope)
    context = {"asked": near(scope), "helping": helping(scope)}
    return render(request, "matters/help/near.html", context)


@require_POST
@staff
def offer(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Offer to help."""
    _demand_helper(scope)
    word = request.POST.get("word", "").strip()
    if len(word) > MOST_LINE:
        words = _("最多 %(most)s 字，现在有 %(have)s 字")
        raise Refused("invalid", words % {"most": MOST_LINE, "have": len(word)}, "word")
    matter = _open_to(scope, receipt)
    answers = Answers(more={"word": word} if word else {})
    take_part(scope, matter.pk, "offer", answers, Newcomer(account=scope.account_id))
    messages.success(request, _("已告诉对方。选定您的话会通知您；没有选定也谢谢您。"))
    return redirect("near")


def _open_to(scope: Scope, receipt: str) -> Matter:
    """A request that this helper sees on his list. Raises Refused("not_found") for any other."""
    if not any(one.receipt == receipt for one in near(scope)):
        raise Refused("not_found", _("这件求助已经有人帮了，或者不在您的社区"))
    return Matter.objects.get(receipt=receipt)


@require_POST
@staff
def take_back(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Take an offer back: that costs nothing."""
    _demand_helper(scope)
    take_own_part(scope, _open_to(scope, receipt).pk, "take_back", Answers())
    messages.success(request, _("已收回，没有关系。"))
    return redirect("near")


@require_http_methods(["GET", "POST"])
@staff
def mine(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """What he was accepted for; with a purpose the name, phone and address, told in the journal."""
    found = _accepted(scope, receipt)
    form = PurposeForm(request.POST or None)
    opened: dict[str, str] = {}
    words = ""
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        opened, words = _opened(scope, found, purpose)
    context = {
        "matter": found.matter,
        "state": found.state,
        "form": form,
        "may_open": any(may_know(found, p) for p in found.participants if p.role == "asker"),
        "opened": opened,
        "words": words,
        "steps": [s for s in found.steps if s.name in OWN_STEPS],
    }
    status = 422 if form.errors else 200
    return render(request, "matters/help/mine.html", context, status=status)


def _accepted(scope: Scope, receipt: str) -> Detail:
    _demand_helper(scope)
    found = detail(scope, receipt)
    if "helper" not in found.roles or found.matter.kind != "help":
        raise Refused("not_found", _("这件求助已经有人帮了，或者不在您的社区"))
    return found


def _opened(scope: Scope, found: Detail, purpose: str) -> tuple[dict[str, str], str]:
    """Who asked and what exactly: each opening with its purpose in the journal."""
    asker = next((p for p in found.participants if p.role == "asker"), None)
    if asker is None or asker.identity is None or not may_know(found, asker):
        raise Refused("forbidden", _("已经帮完，或者对方没有留下联系方式"))
    matter = found.matter
    plain = open_identity(
        scope, asker.identity, subject=subject(matter), path=matter.division_path, purpose=purpose
    )
    words = open_statement(scope, matter.pk, purpose) if may_read(matter, found.roles) else ""
    return plain, words


@require_POST
@staff
def step(request: HttpRequest, scope: Scope, receipt: str, step: str) -> HttpResponse:
    """Report that it is done, or that it did not work out."""
    found = _accepted(scope, receipt)
    if step not in OWN_STEPS:
        raise Refused("not_found", _("没有这一步"))
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    answers = Answers(reason=request.POST.get("reason", "")[:2000])
    take_step(scope, found.matter.pk, step, answers, version=version)
    messages.success(request, _("已记下，谢谢您。"))
    return redirect("near")
