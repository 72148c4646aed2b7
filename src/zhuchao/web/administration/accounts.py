"""The list of accounts with their roles of today, and the making of another."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuchao.access.accounts import create_account
from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.actions import add_person
from zhuchao.registry.kinds import AUTHORITY
from zhuchao.registry.models import Tie
from zhuchao.registry.scope import in_force
from zhuchao.web.administration.forms import NewAccount, show
from zhuchao.web.administration.views import administrator

SIZE = 50


@dataclass(frozen=True)
class Row:
    """An account as the list shows it."""

    account: Account
    roles: list[str]


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The accounts by user name, those that `q` finds; make another."""
    scope = administrator(request)
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(scope, form)
        except Refused as refused:
            show(form, refused)
        else:
            return HttpResponseRedirect(reverse("settings_account", args=[made.pk]))
    context = {"form": form, **_page(request)}
    status = 422 if form.errors else 200
    return render(request, "administration/accounts.html", context, status=status)


def _page(request: HttpRequest) -> dict[str, object]:
    """A page of the list, by key: user names after `after`."""
    wanted, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    found = Account.objects.filter(username__gt=after).order_by("username")
    if wanted:
        found = found.filter(Q(username__icontains=wanted) | Q(name__icontains=wanted))
    accounts = list(found[: SIZE + 1])
    shown = accounts[:SIZE]
    roles = _roles(shown)
    more = {"q": wanted, "after": shown[-1].username} if len(accounts) > SIZE else {}
    return {
        "q": wanted,
        "rows": [Row(account, roles.get(account.pk, [])) for account in shown],
        "first": f"?{urlencode({'q': wanted})}" if after else "",
        "next": f"?{urlencode(more)}" if more else "",
    }


def _roles(accounts: list[Account]) -> dict[int, list[str]]:
    """What each account may do today and where, by its id (one statement).

    Nothing else of its person: that he is a Party member is not an administrator's to know.
    """
    held = Tie.objects.filter(in_force(local_day(now())), kind__in=AUTHORITY)
    today = held.filter(who_person__account__in=accounts)
    found: dict[int, list[str]] = {}
    columns = ("whom_division", "whom_organisation", "who_person")
    for tie in today.select_related(*columns).order_by("pk"):
        number = tie.who_person.account_id if tie.who_person else None
        where = tie.whom_division or tie.whom_organisation
        found.setdefault(number or 0, []).append(f"{_(tie.get_kind_display())} · {where}")
    return found


def _make(scope: Scope, form: NewAccount) -> Account:
    said = form.cleaned_data
    with transaction.atomic():
        made = create_account(
            scope,
            said["username"],
            name=said["name"],
            email=said["email"],
            password=said["password"] or None,
        )
        add_person(scope, said["name"], made)
    return made
