"""A scope built from dated ties: the only place where authority is read."""

from datetime import date

from django.db.models import FilteredRelation, Q

from zhuchao.access.models import Account
from zhuchao.access.scope import Grant, Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.kinds import AUTHORITY, BY_NAME
from zhuchao.registry.models import Person


def in_force(day: date, of: str = "") -> Q:
    """Ties that hold on a day, both ends included; `of` is the way to them, such as "ties__"."""
    begun = Q(**{f"{of}valid_from__lte": day})
    return begun & (Q(**{f"{of}valid_to__isnull": True}) | Q(**{f"{of}valid_to__gte": day}))


def scope_of(account: Account, *, second_factor: bool = False) -> Scope:
    """Who an account is and what it may do today, by the ties of its person (one statement).

    A person without any authority is somebody all the same: what is his own he sees. An inactive
    account gets no grants at all and is nobody.
    """
    held = in_force(local_day(now()), "ties__") & Q(ties__kind__in=AUTHORITY)
    people = Person.objects.filter(account=account).annotate(
        held=FilteredRelation("ties", condition=held)
    )
    rows = people.order_by("held").values_list(
        "pk", "held__kind", "held__whom_organisation", "held__whom_division__path"
    )
    found = list(rows) if account.is_active else []
    return Scope(
        who=account.pseudonym,
        account_id=account.pk,
        person_id=found[0][0] if found else None,
        label=str(account),
        grants=tuple(
            Grant(BY_NAME[kind].role, path or "", organisation)
            for _person, kind, organisation, path in found
            if kind
        ),
        second_factor=second_factor,
    )
