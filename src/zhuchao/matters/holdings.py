"""Who has the matter in his hands: opening, signing, finishing and leaving holdings."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters.changing import Change
from zhuchao.matters.models import Holding, Matter
from zhuchao.registry.models import Organisation
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import flow

ORDER = ("lead", "hop", "intake", "assist", "origin")
"""Which role a list shows when several hold a matter."""


def give(change: Change, organisation: int, role: str, *, hop: str = "") -> None:
    """Open a holding; one already open in the same role stays."""
    same = [h for h in change.holdings() if h.organisation_id == organisation and h.role == role]
    if not same:
        Holding.objects.create(
            matter=change.matter, organisation_id=organisation, role=role, hop=hop, since=now()
        )
        change.forget_holdings()
    show_holder(change)


def originate(scope: Scope, matter: Matter) -> None:
    """Whoever raised it stays with it to the end: his office whose place covers the matter's.

    Without such an office (a desk over a territory, or an instructor, raised it) nobody does.
    """
    table = desk()
    own = (
        office
        for office in scope.organisations(*flow(matter.kind).keepers)
        if matter.division_path.startswith(table.offices[office].path)
    )
    for office in own:
        Holding.objects.create(matter=matter, organisation_id=office, role="origin", since=now())
        return


def begin_with(matter: Matter, office: int | None) -> None:
    """Of a new matter: this office (or none yet) has it at once, in place of the accepting one."""
    Holding.objects.filter(matter=matter, ended_at__isnull=True).update(
        state="left", ended_at=now()
    )
    if office:
        Holding.objects.create(matter=matter, organisation_id=office, role="lead", since=now())
    matter.holder_id = office
    matter.save(update_fields=["holder"])


def hand_out(change: Change, lead: int, assists: Iterable[int]) -> None:
    """Dispatch: the given lead and assists hold it from now, everybody else leaves."""
    wanted = [lead, *dict.fromkeys(a for a in assists if a != lead)]
    known = set(
        Organisation.objects.filter(pk__in=wanted, valid_to__isnull=True).values_list(
            "pk", flat=True
        )
    )
    if set(wanted) - known:
        raise Refused("invalid", _("没有这个单位，或者它已撤销"), "lead")
    leave(change, [h for h in change.holdings() if h.role != "origin"])
    Holding.objects.bulk_create(
        Holding(
            matter=change.matter,
            organisation_id=office,
            role="lead" if office == lead else "assist",
            since=now(),
        )
        for office in wanted
    )
    change.forget_holdings()
    show_holder(change)


def leave(change: Change, holdings: Iterable[Holding] | None = None) -> None:
    """End holdings (all open ones unless named) because the matter went elsewhere."""
    ids = [h.pk for h in (change.holdings() if holdings is None else holdings)]
    Holding.objects.filter(pk__in=ids).exclude(state__in=FINISHED).update(state="left")
    Holding.objects.filter(pk__in=ids).update(ended_at=now())
    change.forget_holdings()


def close(change: Change) -> None:
    """End every holding with the matter: nobody passed it on, so each stays as far as it came."""
    ids = [h.pk for h in change.holdings()]
    Holding.objects.filter(pk__in=ids).update(ended_at=now())
    change.forget_holdings()


PROGRESS = ("open", "signed", "arrived", "done", "rated")
"""How far a lead or assist is with his part."""
FINISHED = ("done", "rated")
"""His part is done; it stays so when the matter goes on."""


def mark_own(change: Change, state: str) -> list[Holding]:
    """Move the acting person's own parts on to `state` and note who took them.

    Raises Refused when every one of them has come so far already.
    """
    own = [h for h in change.own_holdings() if h.role in ("lead", "assist")]
    mine = [h for h in own if not reached(h, state)]
    if not mine:
        raise Refused("conflict", _("您单位的这一步已经办过了"))
    for holding in mine:
        holding.state = state
        holding.account = change.scope.account_id
    Holding.objects.bulk_update(mine, ["state", "account"])
    return mine


def reached(holding: Holding, state: str) -> bool:
    """Whether a part is at `state` or beyond."""
    return PROGRESS.index(holding.state) >= PROGRESS.index(state)


def all_reached(change: Change, state: str) -> bool:
    """Whether every lead and assist has come to `state`."""
    return all(reached(h, state) for h in change.holdings() if h.role in ("lead", "assist"))


def reopen(change: Change) -> None:
    """Put the matter back into the hands of those who answered."""
    ids = [h.pk for h in change.holdings() if h.role in ("lead", "assist")]
    Holding.objects.filter(pk__in=ids).update(state="open")
    change.forget_holdings()


def show_holder(change: Change) -> None:
    """Copy the foremost holder to the matter, for lists."""
    rows = sorted(change.holdings(), key=lambda h: ORDER.index(h.role))
    change.matter.holder = rows[0].organisation if rows else None
