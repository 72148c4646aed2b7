"""Who works where today: read by notices, escalation and handover."""

from collections.abc import Iterable

from zhuchao.access.models import Account
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.kinds import TIE_KINDS
from zhuchao.registry.models import Tie
from zhuchao.registry.scope import in_force


def posted_over(path: str, *roles: str) -> list[Account]:
    """The active accounts holding any of these roles over a division that contains `path`."""
    kinds = [k.name for k in TIE_KINDS if k.role in roles]
    parts = path.strip("/").split("/")
    above = ["/" + "".join(f"{p}/" for p in parts[:n]) for n in range(len(parts) + 1)]
    ties = Tie.objects.filter(
        in_force(local_day(now())),
        kind__in=kinds,
        whom_division__path__in=above,
        who_person__account__is_active=True,
    )
    return list(Account.objects.filter(person__ties__in=ties).distinct().order_by("pk"))


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
