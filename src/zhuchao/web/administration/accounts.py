"""Accounts, the roles of their people, and keys for programs."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access import accounts
from zhuchao.access.api_keys import make_key, revoke_key
from zhuchao.access.models import Account, ApiKey
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.api_access import VERBS
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, appoint, end_tie
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.scope import in_force
from zhuchao.web.administration.forms import (
    Appointment,
    NewAccount,
    NewKey,
    NewPassword,
    show,
)
from zhuchao.web.administration.views import administrator

Act = Callable[[Scope, Account, HttpRequest], str]


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Every account with its roles of today; make another."""
    scope = administrator(request)
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(scope, form)
        except Refused as refused:
            show(form, refused)
        else:
            return HttpResponseRedirect(reverse("settings_account", args=[made.pk]))
    rows = Account.objects.order_by("username").prefetch_related("person__ties")
    today = Tie.objects.filter(in_force(local_day(now())), who_person__isnull=False)
    roles: dict[int, list[str]] = {}
    for tie in today:
        roles.setdefault(tie.who_person_id or 0, []).append(tie.get_kind_display())
    shown = [(a, roles.get(a.person.pk, []) if hasattr(a, "person") else []) for a in rows]
    context = {"form": form, "rows": shown}
    status = 422 if form.errors else 200
    return render(request, "administration/accounts.html", context, status=status)


def _make(scope: Scope, form: NewAccount) -> Account:
    data = form.cleaned_data
    made = accounts.create_account(
        scope,
        data["username"],
        name=data["name"],
        email=data["email"],
        password=data["password"] or None,
    )
    add_person(scope, data["name"], made)
    return made


@login_required
@require_GET
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account: its roles, its keys, and what can be done about it."""
    administrator(request)
    return _account_page(request, get_object_or_404(Account, pk=number))


def _account_page(
    request: HttpRequest, shown: Account, *, wrong: forms.Form | None = None, secret: str = ""
) -> HttpResponse:
    ties = Tie.objects.filter(who_person__account=shown).select_related(
        "whom_division", "whom_organisation"
    )
    made: dict[str, forms.Form] = {
        "appointment": Appointment(prefix="appoint"),
        "password": NewPassword(prefix="password"),
        "key": NewKey(VERBS, prefix="key"),
    }
    if wrong is not None:
        made[{"appoint": "appointment"}.get(wrong.prefix or "", wrong.prefix or "")] = wrong
    context = {
        "account": shown,
        "ties": ties.order_by("valid_to", "-valid_from"),
        "keys": shown.api_keys.order_by("-created_at"),
        "today": local_day(now()),
        "secret": secret,
        **{f"{name}_form": form for name, form in made.items()},
    }
    status = 422 if wrong is not None else 200
    return render(request, "administration/account.html", context, status=status)


@login_required
@require_POST
def change(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """Do one thing to an account: appoint, end, password, key, revoke, deactivate …"""
    scope = administrator(request)
    shown = get_object_or_404(Account, pk=number)
    if act in FORMS:
        return _with_form(scope, request, shown, act)
    if act not in ACTS:
        raise Http404
    messages.success(request, ACTS[act](scope, shown, request))
    return HttpResponseRedirect(reverse("settings_account", args=[number]))


def _with_form(scope: Scope, request: HttpRequest, shown: Account, act: str) -> HttpResponse:
    form = (
        NewKey(VERBS, request.POST, prefix=act)
        if act == "key"
        else {"appoint": Appointment, "password": NewPassword}[act](request.POST, prefix=act)
    )
    if form.is_valid():
        try:
            secret = FORMS[act](scope, shown, form)
        except Refused as refused:
            show(form, refused)
        else:
            if secret:
                return _account_page(request, shown, secret=secret)
            messages.success(request, _("已办好"))
            return HttpResponseRedirect(reverse("settings_account", args=[shown.pk]))
    return _account_page(request, shown, wrong=form)


def _appoint(scope: Scope, shown: Account, form: forms.Form) -> str:
    data = form.cleaned_data
    kind, _sep, number = data["over"].partition(":")
    model = Division if kind == "division" else Organisation
    whom = model.objects.get(pk=int(number))
    person = Person.objects.filter(account=shown).first() or add_person(scope, str(shown), shown)
    appoint(scope, data["role"], person, whom, since=data["since"], until=data["until"])
    return ""


def _password(scope: Scope, shown: Account, form: forms.Form) -> str:
    accounts.reset_password(scope, shown, form.cleaned_data["password"])
    return ""


def _key(scope: Scope, shown: Account, form: forms.Form) -> str:
    data = form.cleaned_data
    _row, secret = make_key(
        scope, shown, data["label"], verbs=data["verbs"], expires_at=data["expires_at"]
    )
    return secret


FORMS: dict[str, Callable[[Scope, Account, forms.Form], str]] = {
    "appoint": _appoint,
    "password": _password,
    "key": _key,
}


def _end(scope: Scope, shown: Account, request: HttpRequest) -> str:
    tie = get_object_or_404(Tie, pk=request.POST.get("tie") or 0, who_person__account=shown)
    end_tie(scope, tie, on=local_day(now()))
    return _("任命到今天为止")


def _revoke(scope: Scope, shown: Account, request: HttpRequest) -> str:
    revoke_key(scope, get_object_or_404(ApiKey, pk=request.POST.get("key") or 0, account=shown))
    return _("密钥已作废")


def _deactivate(scope: Scope, shown: Account, request: HttpRequest) -> str:
    accounts.deactivate(scope, shown)
    return _("账号已停用")


def _reactivate(scope: Scope, shown: Account, request: HttpRequest) -> str:
    accounts.reactivate(scope, shown)
    return _("账号已恢复")


def _second_factor(scope: Scope, shown: Account, request: HttpRequest) -> str:
    accounts.reset_second_factor(scope, shown)
    return _("下次登录时须重新设置二次验证")


ACTS: dict[str, Act] = {
    "end": _end,
    "revoke": _revoke,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "second-factor": _second_factor,
}
