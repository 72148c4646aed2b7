"""The state of the installation, the calendar and the rules."""

from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.models import Notice
from zhuchao.access.policy import demand_administrator
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.moments import day
from zhuchao.journal.queries import health
from zhuchao.places.actions import add_rule_set, set_day
from zhuchao.places.models import Holiday, RuleSet
from zhuchao.places.queries import calendar
from zhuchao.rules.catalogue import shipped
from zhuchao.rules.ruleset import RuleSet as Rules
from zhuchao.rules.ruleset_file import read_rule_set
from zhuchao.web import heartbeat
from zhuchao.web.administration.forms import Day, NewRules, show

SHOWN = 50


def administrator(request: HttpRequest) -> Scope:
    """The scope of an administrator who proved a second factor. Raises Refused for anybody else."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    demand_administrator(scope, _("设置只对系统管理员开放"))
    return scope


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What an administrator looks at first: does everything run, and what failed."""
    administrator(request)
    waiting = Notice.objects.filter(sent_at__isnull=True)
    context = {
        "journal": health(),
        "worker": heartbeat.seconds_since(),
        "waiting": waiting.filter(failed_at__isnull=True, due_at__lte=now()).count(),
        "failed": waiting.filter(failed_at__isnull=False).order_by("-failed_at")[:SHOWN],
        "provisional": calendar().provisional(
            local_day(now()), local_day(now()) + timedelta(days=90)
        ),
    }
    return render(request, "administration/overview.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest) -> HttpResponse:
    """The days that differ from the built-in calendar; add or correct one."""
    scope = administrator(request)
    form = Day(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = set_day(scope, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("已记下 %(day)s") % {"day": day(row.day)})
            return HttpResponseRedirect(reverse("settings_calendar"))
    context = {
        "form": form,
        "days": Holiday.objects.order_by("-day")[:SHOWN],
        "known_until": max(calendar().known_years),
    }
    status = 422 if form.errors else 200
    return render(request, "administration/calendar.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The versions of every rule set; load another."""
    scope = administrator(request)
    form = NewRules(request.POST or None, initial={"source": _text(request.GET.get("from", ""))})
    if request.method == "POST" and form.is_valid():
        try:
            row = add_rule_set(scope, form.cleaned_data["source"])
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("已载入 %(v)s") % {"v": f"{row.key} {row.version}"})
            return HttpResponseRedirect(reverse("settings_rules"))
    context = {"form": form, "versions": _versions()}
    status = 422 if form.errors else 200
    return render(request, "administration/rules.html", context, status=status)


@dataclass(frozen=True)
class Version:
    """A version of a rule set as the list shows it."""

    rules: Rules
    origin: str


def _versions() -> list[Version]:
    rows = RuleSet.objects.order_by("key", "-in_force_from", "-pk")
    loaded = [Version(read_rule_set(r.source, r.key), _("本地载入")) for r in rows]
    return [*loaded, *(Version(rules, _("随平台提供")) for rules in shipped().values())]


@login_required
@require_GET
def rule_source(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """The text of one version, to read or to start the next one from."""
    administrator(request)
    text = _text(f"{key}@{version}")
    if not text:
        raise Http404
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _text(name: str) -> str:
    """The TOML of a version named key@version, the newest loaded one of it; "" for none."""
    key, _at, version = name.partition("@")
    row = RuleSet.objects.filter(key=key, version=version).order_by("-pk").first()
    if row is not None:
        return row.source
    known = key in shipped() and shipped()[key].version == version
    return (files("zhuchao.rules") / f"sets/{key}.toml").read_text("utf-8") if known else ""
