"""Neighbours who may offer help: verified by the community where they live, and ended by it."""

import secrets
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.accounts import create_account
from zhuchao.access.identities import mask_name, sealed
from zhuchao.access.models import Account
from zhuchao.access.policy import demand, over, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, appoint, end_tie
from zhuchao.registry.models import Person, Tie
from zhuchao.registry.scope import in_force

DESK = "community_desk"
KIND = "helper"


@dataclass(frozen=True)
class Verified:
    """A helper, and the password of the account that was made for him: shown once, kept nowhere."""

    tie: Tie
    username: str
    password: str


def helpers(scope: Scope) -> list[Tie]:
    """Everybody whom the scope's communities verified, those in force first, then the newest."""
    rows = Tie.objects.filter(under("whom_division__path", scope.paths(DESK)), kind=KIND)
    known = rows.select_related("who_person__account", "who_person__identity", "whom_division")
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=local_day(now()))
    return [*known.filter(current).order_by("-pk"), *known.exclude(current).order_by("-pk")[:50]]


def verify_helper(
    scope: Scope, division: Division, *, name: str, phone: str, username: str = ""
) -> Verified:
    """Make somebody whose papers were seen a helper of a community or street.

    Without `username` he gets an account of his own; with it the one he has is used. Raises Refused
    outside the scope's places, for an unknown account, and for who is a helper there already.
    """
    demand(over(division.path, scope.paths(DESK)), _("只能核实自己社区的帮手"))
    if not name.strip():
        raise Refused("invalid", _("请填写姓名"), "name")
    # His authority over the place was checked; the registry's own verbs ask for an administrator.
    acting = replace(scope, system=True)
    with writing(scope.who) as log:
        password = "" if username else secrets.token_urlsafe(9)
        person = _known(username) if username else _new(acting, name, phone, password)
        _demand_new(person, division)
        tie = appoint(acting, KIND, person, division)
        log.add(Fact("helper.verified", ("person", person.pk), division.path))
    account = person.account.username if person.account else ""
    return Verified(tie, account, password)


def _known(username: str) -> Person:
    account = Account.objects.filter(username=username.strip().lower(), is_active=True).first()
    person = Person.objects.filter(account=account).first() if account else None
    if person is None:
        raise Refused("invalid", _("没有这个账号"), "username")
    return person


def _new(scope: Scope, name: str, phone: str, password: str) -> Person:
    """An account named by chance: who he is stands sealed with his person."""
    username = f"bang{secrets.randbelow(10**8):08}"
    account = create_account(scope, username, name=mask_name(name.strip()), password=password)
    person = add_person(scope, mask_name(name.strip()), account)
    identity = sealed({"name": name, "phone": phone})
    identity.save()
    person.identity = identity
    person.save(update_fields=["identity"])
    return person


def _demand_new(person: Person, division: Division) -> None:
    same = Tie.objects.filter(
        in_force(local_day(now())), kind=KIND, who_person=person, whom_division=division
    )
    if same.exists():
        raise Refused("conflict", _("他已经是这里的帮手"), "username")


def end_helper(scope: Scope, number: int) -> Tie:
    """End a helper's tie today; what he was accepted for goes on or is taken up by the desk.

    Raises Refused for a tie outside the scope's places, or one that ended already.
    """
    tie = next((row for row in helpers(scope) if row.pk == number), None)
    if tie is None:
        raise Refused("not_found", _("没有这位帮手，或者不归您管"))
    return end_tie(replace(scope, system=True), tie, on=local_day(now()))
