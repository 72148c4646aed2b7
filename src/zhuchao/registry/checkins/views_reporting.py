"""Who reports to the communities of the desk: the list, a new one, a last day."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm, LastDayForm
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.checkins.actions import (
    NOT_YOURS,
    end_check_in,
    report_member,
    report_organisation,
)
from zhuchao.registry.checkins.forms import MemberForm, OrganisationForm
from zhuchao.registry.checkins.policy import kept_areas
from zhuchao.registry.checkins.queries import reporting as reporting_on
from zhuchao.registry.checkins.views import after_of, rooms
from zhuchao.registry.checkins.words import check_in_line

HOME = "checkins:reporting"


@require_http_methods(["GET", "POST"])
@staff
def reporting(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list by name; a form adds an organisation or a member."""
    paths = kept_areas(scope)
    demand(bool(paths), _(NOT_YOURS))
    forms: dict[str, BlamingForm] = {
        "organisation": OrganisationForm(paths, prefix="organisation"),
        "member": MemberForm(paths, prefix="member"),
    }
    sent = request.POST.get("form", "")
    if request.method == "POST":
        if sent not in forms:
            raise Refused("invalid", _("请从页面上的表单登记"))
        if done := _sent(request, scope, forms, sent):
            return done
    today, after = local_day(now()), after_of(request)
    page = reporting_on(scope, today, after=after)
    context = {
        "rows": [check_in_line(scope, tie) for tie in page.rows],
        "forms": forms,
        "open": sent,
        "today": today,
        "first": "?" if after else "",
        "next": f"?after={page.after}" if page.after else "",
        "tab": "reporting",
        **rooms(scope),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "registry/checkins/reporting.html", context, status=status)


def _sent(
    request: HttpRequest, scope: Scope, forms: dict[str, BlamingForm], sent: str
) -> HttpResponse | None:
    paths = kept_areas(scope)
    if sent == "member":
        member = MemberForm(paths, request.POST, prefix=sent)
        forms[sent] = member

        def act() -> Any:
            given = member.cleaned_data
            where = member.place()
            return report_member(scope, given["name"], given["phone"], where, since=given["since"])

        return taken(request, member, act, HOME)
    form = OrganisationForm(paths, request.POST, prefix=sent)
    forms[sent] = form
    return taken(
        request,
        form,
        lambda: report_organisation(
            scope, form.cleaned_data["who"], form.place(), since=form.cleaned_data["since"]
        ),
        HOME,
    )


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The last day of a check-in."""
    form = LastDayForm(request.POST)
    if not form.is_valid():
        raise Refused("invalid", _("请写最后一天"), "on")
    end_check_in(scope, number, on=form.cleaned_data["on"])
    messages.success(request, _("已写入记录。"))
    return redirect(HOME)
