"""Give a matter the number and deadline it has in another system, or correct them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters import clocks
from zhuchao.matters.changing import Change, changing
from zhuchao.matters.models import Deadline, Matter


def set_external(
    scope: Scope,
    matter_id: int,
    *,
    system: str,
    no: str,
    due: datetime | None = None,
    version: int | None = None,
) -> Matter:
    """Keep the number of another system, such as the city's hotline, and *its* deadline.

    A running main clock falls due at `due`, as if the order had come with it (domain.md §2).
    Raises Refused without the accepting role, for a missing name or number, and for a number
    that another matter has.
    """
    with changing(scope, matter_id, version) as change:
        change.demand("intake")
        for name, given in (("external_system", system), ("external_no", no)):
            if not given.strip():
                raise Refused("invalid", _("外部系统和编号都要填写"), name)
        matter = change.matter
        matter.external_system, matter.external_no = system.strip(), no.strip()
        matter.external_due = due
        _demand_free(matter)
        if due is not None:
            _follow(change, due)
        change.tell("matter.external", facets={"due": due.isoformat() if due else ""})
        clocks.refresh(change)
    return matter


def _demand_free(matter: Matter) -> None:
    """Write the number now, where another matter that has it can still be told apart."""
    try:
        with transaction.atomic():
            matter.save(update_fields=["external_system", "external_no"])
    except IntegrityError:
        raise Refused("conflict", _("这个外部编号已经登记过"), "external_no") from None


def _follow(change: Change, due: datetime) -> None:
    main = [c.name for c in change.flow.clocks if c.main]
    running = Deadline.objects.filter(matter=change.matter, clock__in=main, stopped_at__isnull=True)
    running.update(due_at=due, shifted_at=due, provisional=False, next_at=due, level=0)
