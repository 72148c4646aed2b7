"""The worklist of closings that were drawn to be looked at again."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.door import staff
from zhuchao.matters.policy import WATCHES
from zhuchao.matters.rechecks import OUTCOMES, Sample, recheck, sample


class MonthForm(forms.Form):
    """Which month."""

    month = forms.DateField(
        label=gettext_lazy("办结月份"),
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )


@require_http_methods(["GET", "POST"])
@staff
def rechecks(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The drawn closings of a month, each to be looked at again."""
    demand(scope.holds(*WATCHES), _("只有督办岗可以复核"))
    form = MonthForm({"month": request.GET.get("month") or f"{local_day(now()):%Y-%m}"})
    month = (form.cleaned_data["month"] if form.is_valid() else None) or local_day(now())
    if request.method == "POST":
        return _say(request, scope, month)
    return _page(request, scope, month, None, 200 if form.is_valid() else 422, form)


def _say(request: HttpRequest, scope: Scope, month: date) -> HttpResponse:
    said = {name: request.POST.get(name, "") for name in ("receipt", "outcome", "note")}
    try:
        recheck(scope, said["receipt"], said["outcome"], note=said["note"])
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _page(request, scope, month, refused, refused.status)
    messages.success(request, _("复核结果已记下。"))
    return redirect(f"{reverse('desk:rechecks')}?month={month:%Y-%m}")


def _page(
    request: HttpRequest,
    scope: Scope,
    month: date,
    refused: Refused | None,
    status: int,
    form: MonthForm | None = None,
) -> HttpResponse:
    found: Sample = sample(scope, month)
    context = {
        "form": form or MonthForm({"month": f"{month:%Y-%m}"}),
        "found": found,
        "month": f"{month:%Y-%m}",
        "outcomes": [(code, _(label)) for code, label in OUTCOMES.items()],
        "refused": refused,
        "wrong": request.POST.get("receipt", "") if refused else "",
        "note": request.POST.get("note", "") if refused else "",
    }
    return render(request, "matters/desk/rechecks.html", context, status=status)
