"""A scope built from dated ties: the only place where authority is read."""

from datetime import date

from django.db.models import Q

from zhuchao.access.models import Account
from zhuchao.access.scope import Grant, Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.kinds import AUTHORITY, BY_NAME
from zhuchao.registry.models import Tie


def in_force(day: date) -> Q:
    """Ties that hold on a day, both ends included."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def scope_of(account: Account, *, second_factor: bool = False) -> Scope:
    """What an account may do today, by the ties of its person (one statement).

    An inactive account gets no grants at all.
    """
    ties = Tie.objects.filter(
        in_force(local_day(now())), who_person__account=account, kind__in=AUTHORITY
    ).values_list("kind", "who_person_id", "whom_organisation_id", "whom_division__path")
    rows = list(ties) if account.is_active else []
    return Scope(
        who=account.pseudonym,
        account_id=account.pk,
        person_id=rows[0][1] if rows else None,
        label=str(account),
        grants=tuple(
            Grant(BY_NAME[kind].role, path or "", organisation)
            for kind, _, organisation, path in rows
        ),
        second_factor=second_factor,
    )
