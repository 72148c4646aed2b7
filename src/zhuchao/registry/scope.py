"""A scope built from dated ties: the only place where authority is read."""

from datetime import date

from django.db.models import Q

from zhuchao.access.models import Account
from zhuchao.access.scope import Grant, Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.kinds import AUTHORITY, BY_NAME
from zhuchao.registry.models import Person, Tie


def in_force(day: date) -> Q:
    """Ties that hold on a day, both ends included."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def scope_of(account: Account, *, second_factor: bool = False) -> Scope:
    """Who an account is and what it may do today, by the ties of its person.

    One statement, and a second one for a person without any authority: he is somebody all the
    same, and what is his own he sees. An inactive account gets no grants at all and is nobody.
    """
    ties = Tie.objects.filter(
        in_force(local_day(now())), who_person__account=account, kind__in=AUTHORITY
    ).values_list("kind", "who_person_id", "whom_organisation_id", "whom_division__path")
    rows = list(ties) if account.is_active else []
    person = rows[0][1] if rows else None
    if not rows and account.is_active:
        person = Person.objects.filter(account=account).values_list("pk", flat=True).first()
    return Scope(
        who=account.pseudonym,
        account_id=account.pk,
        person_id=person,
        label=str(account),
        grants=tuple(
            Grant(BY_NAME[kind].role, path or "", organisation)
            for kind, _person, organisation, path in rows
        ),
        second_factor=second_factor,
    )
