"""The figures of Party building in a period, and the matters behind each of them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.desk_queries import of_ids
from zhuchao.matters.desk_rows import rows
from zhuchao.matters.door import staff
from zhuchao.matters.forms_party import PeriodForm
from zhuchao.matters.kinds.party_figures import BY_CODE, Counted, all_counted, counted
from zhuchao.matters.kinds.party_money import yuan

PAGE = 50


def _asked(request: HttpRequest, scope: Scope) -> PeriodForm:
    demand(scope.holds("party_desk"), _("这里只给党建岗"))
    form = PeriodForm(request.GET)
    form.is_valid()
    return form


@require_GET
@staff
def figures(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every figure of the period with its definition, and a way to the matters behind it."""
    form = _asked(request, scope)
    found = [] if form.errors else all_counted(scope, **form.cleaned_data)
    context = {"form": form, "shown": [_shown(one, form) for one in found]}
    status = 422 if form.errors else 200
    return render(request, "matters/party/figures.html", context, status=status)


def _shown(one: Counted, form: PeriodForm) -> dict[str, Any]:
    return {
        "count": one.count,
        "money": yuan(one.fen) if one.figure.money else "",
        "label": _(one.figure.label),
        "meaning": _(one.figure.meaning),
        "behind": f"{reverse('desk:party_behind', args=[one.figure.code])}?{_address(form)}",
    }


def _address(form: PeriodForm, **more: Any) -> str:
    days = {name: form.cleaned_data[name].isoformat() for name in ("first", "last")}
    return urlencode({**days, **more})


@require_GET
@staff
def behind(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The matters that a figure counted, newest first."""
    form, figure = _asked(request, scope), BY_CODE.get(code)
    if figure is None:
        raise Refused("not_found", _("没有这项数字"))
    if form.errors:
        raise Refused("invalid", _("地址不完整，请从数字页面点进来"))
    one = counted(scope, figure, **form.cleaned_data)
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 19 else None
    listed = of_ids(scope, one.matters, before=before, size=PAGE)
    more = bool(listed) and any(number < listed[-1].pk for number in one.matters)
    context = {
        "title": _(figure.label),
        "count": len(one.matters),
        "rows": rows(listed),
        "back": f"{reverse('desk:party_figures')}?{_address(form)}",
        "first": f"?{_address(form)}" if before else "",
        "next": f"?{_address(form, before=listed[-1].pk)}" if more else "",
    }
    return render(request, "matters/party/behind.html", context)
