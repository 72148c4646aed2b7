"""One account: its roles, its keys, and everything an administrator does to it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access import accounts
from zhuchao.access.api_keys import make_key, revoke_key
from zhuchao.access.models import Account, ApiKey
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.api_access import VERBS
from zhuchao.registry.actions import add_person, appoint, end_tie
from zhuchao.registry.administrators import deactivate
from zhuchao.registry.kinds import AUTHORITY
from zhuchao.registry.models import Person, Tie
from zhuchao.web.administration.forms import Appointment, NewKey, NewPassword, show
from zhuchao.web.administration.views import administrator

Forms = dict[str, forms.Form]


@login_required
@require_GET
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account with the forms of what can be done about it."""
    administrator(request)
    return _page(request, get_object_or_404(Account, pk=number), {})


@login_required
@never_cache
@require_POST
def change(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """Do one of FILLED (with a form) or PLAIN (with a button) to an account."""
    scope = administrator(request)
    shown = get_object_or_404(Account, pk=number)
    if act in FILLED:
        return _filled(request, scope, shown, act)
    if act not in PLAIN:
        raise Http404
    try:
        messages.success(request, PLAIN[act](scope, shown, request))
    except Refused as refused:
        if refused.code not in ("invalid", "conflict", "stale"):
            raise
        messages.error(request, refused.message)
    return _back(shown)


def _filled(request: HttpRequest, scope: Scope, shown: Account, act: str) -> HttpResponse:
    make, do = FILLED[act]
    form = make(request.POST, prefix=act)
    if form.is_valid():
        try:
            secret = do(scope, shown, form)
        except Refused as refused:
            show(form, refused)
        else:
            if secret:
                return _page(request, shown, {}, secret=secret)
            messages.success(request, _("已办好"))
            return _back(shown)
    return _page(request, shown, {act: form})


def _back(shown: Account) -> HttpResponse:
    return HttpResponseRedirect(reverse("settings_account", args=[shown.pk]))


def _roles(shown: Account) -> QuerySet[Tie]:
    """What an account may or might do; his other ties are not an administrator's to know."""
    return Tie.objects.filter(who_person__account=shown, kind__in=AUTHORITY)


def _page(request: HttpRequest, shown: Account, faulty: Forms, secret: str = "") -> HttpResponse:
    ties = _roles(shown).order_by("valid_to", "-valid_from")
    labels = dict(VERBS)
    keys = [(k, [labels.get(v, v) for v in k.verbs]) for k in shown.api_keys.order_by("-pk")]
    context = {
        "account": shown,
        "ties": ties.select_related("whom_division", "whom_organisation"),
        "keys": keys,
        "today": local_day(now()),
        "now": now(),
        "secret": secret,
        **{
            f"{act}_form": faulty.get(act) or make(prefix=act) for act, (make, do) in FILLED.items()
        },
    }
    status = 422 if faulty else 200
    return render(request, "administration/account.html", context, status=status)


def _appoint(scope: Scope, shown: Account, form: forms.Form) -> str:
    said = form.cleaned_data
    with transaction.atomic():
        person = Person.objects.filter(account=shown).first()
        person = person or add_person(scope, str(shown), shown)
        appoint(scope, said["role"], person, said["over"], since=said["since"], until=said["until"])
    return ""


def _password(scope: Scope, shown: Account, form: forms.Form) -> str:
    accounts.reset_password(scope, shown, form.cleaned_data["password"])
    return ""


def _key(scope: Scope, shown: Account, form: forms.Form) -> str:
    said = form.cleaned_data
    _row, secret = make_key(
        scope, shown, said["label"], verbs=said["verbs"], expires_at=said["expires_at"]
    )
    return secret


Make = Callable[..., forms.Form]
Do = Callable[[Scope, Account, forms.Form], str]
FILLED: dict[str, tuple[Make, Do]] = {
    "appoint": (Appointment, _appoint),
    "password": (NewPassword, _password),
    "key": (NewKey, _key),
}
"""Act → its form, and what does it; a text that comes back is a secret to be shown once."""


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)


def _end(scope: Scope, shown: Account, request: HttpRequest) -> str:
    tie = get_object_or_404(_roles(shown), pk=_number(request, "tie"))
    end_tie(scope, tie, on=local_day(now()))
    return _("任命到今天为止")


def _revoke(scope: Scope, shown: Account, request: HttpRequest) -> str:
    revoke_key(scope, get_object_or_404(ApiKey, pk=_number(request, "key"), account=shown))
    return _("密钥已作废")


def _deactivate(scope: Scope, shown: Account, request: HttpRequest) -> str:
    deactivate(scope, shown)
    return _("账号已停用")


def _reactivate(scope: Scope, shown: Account, request: HttpRequest) -> str:
    accounts.reactivate(scope, shown)
    return _("账号已恢复")


def _second_factor(scope: Scope, shown: Account, request: HttpRequest) -> str:
    accounts.reset_second_factor(scope, shown)
    return _("下次登录时须重新设置二次验证")


PLAIN: dict[str, Callable[[Scope, Account, HttpRequest], str]] = {
    "end": _end,
    "revoke": _revoke,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "second-factor": _second_factor,
}
"""Act → what does it and says so."""
