"""The file of a petition (信访卷): visits, those who speak, who is barred, the papers to sign."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuchao.access.identities import mask_name
from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.kinds.petition.actions import MAY_BAR
from zhuchao.matters.kinds.petition.papers import PAPERS, Paper
from zhuchao.matters.models import Batch, Participant
from zhuchao.matters.queries import Detail, detail
from zhuchao.matters.statements import may_read
from zhuchao.registry.routing import desk


@dataclass(frozen=True)
class Barred:
    """Somebody the file is closed to."""

    id: int
    who: str


@dataclass(frozen=True)
class File:
    """All of it, as the scope may see it."""

    found: Detail
    visits: list[Batch]
    deputies: list[str]
    barred: list[Barred]
    papers: list[Paper]
    may_add: bool
    may_bar: bool
    may_unbar: bool

    @property
    def holders(self) -> list[int]:
        """The offices that have it now."""
        return [h.organisation_id for h in self.found.holdings if h.ended_at is None]


def file_of(scope: Scope, receipt: str) -> File:
    """The file of a petition. Raises Refused("not_found") for anything else."""
    found = detail(scope, receipt)
    if found.matter.kind != "petition":
        raise Refused("not_found", _("这不是信访件"))
    rows = [p for p in found.participants if p.until is None]
    return File(
        found=found,
        visits=list(
            Batch.objects.filter(matter=found.matter)
            .select_related("reception__leader")
            .order_by("pk")
        ),
        deputies=[_masked(found, p) for p in rows if p.role == "deputy"],
        barred=_barred(found, rows),
        papers=[p for p in PAPERS if _may_print(found) and p.ready(found)],
        may_add=bool(found.roles & {"intake", "lead"}),
        may_bar=bool(found.roles & set(MAY_BAR)),
        may_unbar=bool(found.roles & {"intake", "supervisor"}),
    )


def _masked(found: Detail, row: Participant) -> str:
    """A representative as this scope may see him: masked, or only that there is one."""
    known = found.sees_identity and row.identity is not None
    return row.identity.name_mask if known and row.identity else "＊"


def _barred(found: Detail, rows: list[Participant]) -> list[Barred]:
    """Whom it is closed to: told only to those who may open it again."""
    if not found.roles & {"intake", "supervisor"}:
        return []
    shut = [p for p in rows if p.role == "barred"]
    names = dict(Account.objects.filter(pk__in=[p.account for p in shut]).values_list("pk", "name"))
    offices = desk().offices
    return [
        Barred(
            p.pk,
            offices[p.organisation_id].name
            if p.organisation_id in offices
            else names.get(p.account or 0) or mask_name("-"),
        )
        for p in shut
    ]


def _may_print(found: Detail) -> bool:
    """Whether somebody may make out papers: who reads the original and knows who asked."""
    return found.sees_identity and may_read(found.matter, found.roles)
