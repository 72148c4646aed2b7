"""The board of running whistles, and the whistle ratio of each street."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhuchao.access.policy import demand
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.door import staff
from zhuchao.matters.matter_page import part_label
from zhuchao.matters.policy import MEMBERS
from zhuchao.matters.whistles import Running, ratio, running
from zhuchao.rules.flows import flow

DAYS = 90
WATCHING = ("intake", "supervisor", "whistle_desk")
SEEING = (*WATCHING, "whistler", *MEMBERS)


class PeriodForm(forms.Form):
    """From which day to which, both included; the last three months if nothing is said."""

    first = forms.DateField(
        label=gettext_lazy("从"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("到"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@require_GET
@staff
def whistles(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Which departments are on their way, and who whistles how often."""
    demand(scope.holds(*SEEING), _("只有街道、部门和调度的人能看哨单"))
    today = local_day(now())
    usual = {"first": today - timedelta(days=DAYS), "last": today}
    form = PeriodForm({**usual, **{k: v for k, v in request.GET.items() if v}})
    first, last = usual.values()
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    watching = scope.holds(*WATCHING)
    context = {
        "form": form,
        "first": first,
        "last": last,
        "running": [_row(one) for one in running(scope)],
        "streets": ratio(scope, first, last) if watching and form.is_valid() else [],
    }
    return render(
        request, "matters/desk/whistles.html", context, status=200 if form.is_valid() else 422
    )


def _row(one: Running) -> dict[str, object]:
    state = flow("whistle").state(one.matter.state)
    parts = [(p.office, part_label("whistle", p.state), p.state, p.due) for p in one.parts]
    return {
        "matter": one.matter,
        "minutes": one.minutes,
        "parts": parts,
        "state": _(state.label),
        "tone": state.tone,
    }
