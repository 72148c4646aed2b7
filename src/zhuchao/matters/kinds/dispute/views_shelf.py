"""The desk's pages of the whole: keep the shelf, read the numbers and what is behind them."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.desk_queries import of_ids
from zhuchao.matters.desk_rows import rows
from zhuchao.matters.door import staff
from zhuchao.matters.kinds.dispute.desks import desks, path_of
from zhuchao.matters.kinds.dispute.forms import EndForm, ShelfForm
from zhuchao.matters.kinds.dispute.keeping import (
    KEEPERS,
    keeps,
    put_on_shelf,
    take_off_shelf,
)
from zhuchao.matters.kinds.dispute.numbers import COUNTERS, Numbers, numbers, tallies
from zhuchao.matters.kinds.dispute.shelf import field_names, on_duty, services
from zhuchao.matters.models import ShelfMediator
from zhuchao.matters.rates import Rate
from zhuchao.places.site_kinds import LEVELS

SIZE = 50
LABELS = {
    "raised": gettext_noop("受理"),
    "settled": gettext_noop("化解"),
    "oral": gettext_noop("其中口头协议"),
    "written": gettext_noop("其中书面协议"),
    "ended": gettext_noop("没有达成协议而终止"),
    "passed": gettext_noop("转上一级或下一级"),
    "confirmed": gettext_noop("法院确认有效"),
    "agreement": gettext_noop("调解有结果的"),
    "performance": gettext_noop("履行有结果的"),
}


@require_http_methods(["GET", "POST"])
@staff
def shelf(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who stands on the shelf of one's desks, and who did; put somebody on it."""
    demand(scope.holds(*KEEPERS), _("只有调解受理岗和系统管理员可以管理货架"))
    paths = scope.paths(*KEEPERS)
    if request.method == "GET":
        return _shelf(request, scope, ShelfForm(paths))
    form = ShelfForm(paths, request.POST)
    if not form.is_valid():
        return _shelf(request, scope, form, 422)
    try:
        put_on_shelf(scope, form.place())
    except Refused as refused:
        form.blame(refused)
        return _shelf(request, scope, form, refused.status)
    messages.success(request, _("已上架。"))
    return redirect("desk:shelf")


def _shelf(request: HttpRequest, scope: Scope, form: ShelfForm, status: int = 200) -> HttpResponse:
    today = local_day(now())
    found = ShelfMediator.objects.select_related("person", "desk").order_by("desk", "pk")
    context = {
        "form": form,
        "rows": [
            {
                "row": row,
                "fields": "、".join(field_names(row.fields)),
                "duty": on_duty(row),
                "over": bool(row.valid_to and row.valid_to < today),
                "end": EndForm(initial={"until": today}, auto_id=f"id_end{row.pk}_%s"),
            }
            for row in found
            if keeps(scope, path_of(row.desk_id))
        ],
        "services": services(),
        "opened": form.is_bound,
    }
    return render(request, "matters/dispute/shelf.html", context, status=status)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Take somebody off the shelf after a day."""
    form = EndForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("invalid", _("请填写日期，例如 2026-11-25"), "until")
        take_off_shelf(scope, number, on=form.cleaned_data["until"])
    except Refused as refused:
        if refused.code not in ("invalid", "conflict"):
            raise
        messages.error(request, refused.message)
    else:
        messages.success(request, _("已下架；手里的纠纷照常办完。"))
    return redirect("desk:shelf")


@require_GET
@staff
def room(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The numbers of one's territory, each opening its disputes, and the desks by level."""
    first, last = _period(request)
    found = numbers(scope, first, last) if scope.holds(*COUNTERS) else None
    context = {
        "first": first,
        "last": last,
        "may_keep": scope.holds(*KEEPERS),
        "lines": _lines(found, first, last) if found else [],
        "rates": _rates(found) if found else [],
        "levels": [(_(label), [d for d in desks() if d.level == name]) for name, label in LEVELS],
        "mine": f"{reverse('desk:matters')}?kind=dispute&open=on",
    }
    return render(request, "matters/dispute/room.html", context)


def _period(request: HttpRequest) -> tuple[date, date]:
    """First and last day asked for; this year when they are absent or nonsense."""
    today = local_day(now())
    try:
        first = date.fromisoformat(request.GET.get("first", ""))
        last = date.fromisoformat(request.GET.get("last", ""))
    except ValueError:
        return date(today.year, 1, 1), today
    return (first, last) if first <= last else (last, first)


def _lines(found: Numbers, first: date, last: date) -> list[dict[str, object]]:
    """Each number with its unit: batches and persons are two numbers, never one."""
    address = reverse("desk:mediation_behind")
    shown = []
    for name in ("raised", "settled", "oral", "written", "ended", "passed", "confirmed"):
        tally = getattr(found, name)
        shown.append(
            {
                "label": _(LABELS[name]),
                "matters": len(tally.matters),
                "people": tally.people if name in ("settled", "oral", "written") else None,
                "to": f"{address}?what={name}&first={first}&last={last}",
            }
        )
    return shown


def _rates(found: Numbers) -> list[dict[str, object]]:
    return [
        _rate(found.agreement, _("达成协议率")),
        _rate(found.performance, _("协议履行率")),
    ]


def _rate(rate: Rate, label: str) -> dict[str, object]:
    value = rate.value
    return {
        "label": label,
        "per_cent": "—" if value is None else f"{float(value) * 100:.1f}%",
        "hits": len(rate.hits),
        "base": len(rate.base),
        "name": rate.name,
    }


@require_GET
@staff
def behind(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The disputes behind one number, as far as this scope may see them."""
    demand(scope.holds(*COUNTERS), _("没有权限查看这些数字"))
    first, last = _period(request)
    what = request.GET.get("what", "")
    if what not in LABELS:
        raise Refused("not_found", _("没有这个数字"))
    ids = tallies(numbers(scope, first, last))[what]
    before = request.GET.get("before", "")
    start = int(before) if before.isascii() and before.isdecimal() else None
    found = of_ids(scope, ids, before=start, size=SIZE)
    query = f"what={what}&first={first}&last={last}"
    context = {
        "title": _(LABELS[what]),
        "count": len(ids),
        "rows": rows(found),
        "back": f"{reverse('desk:mediation')}?first={first}&last={last}",
        "first": f"?{query}" if start else "",
        "next": f"?{query}&before={found[-1].pk}" if len(found) == SIZE else "",
    }
    return render(request, "matters/dispute/behind.html", context)
