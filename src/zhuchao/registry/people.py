"""Who works where today: read by notices, escalation and handover."""

from collections.abc import Iterable

from zhuchao.access.models import Account
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.kinds import TIE_KINDS
from zhuchao.registry.models import Tie
from zhuchao.registry.scope import in_force


def members(organisations: Iterable[int], *roles: str) -> list[Account]:
    """The active accounts holding any of these roles in any of the organisations, each once."""
    kinds = [k.name for k in TIE_KINDS if k.role in roles]
    ties = Tie.objects.filter(
        in_force(local_day(now())),
        kind__in=kinds,
        whom_organisation__in=list(organisations),
        who_person__account__is_active=True,
    )
    return list(Account.objects.filter(person__ties__in=ties).distinct().order_by("pk"))
