"""Leaders receive petitioners: sessions, and every batch that came to one (接访、约访、下访)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.petition.actions import add_visit, check_group
from zhuchao.matters.models import RECEPTION_MODES, Batch, Matter, Reception
from zhuchao.matters.policy import visible_to
from zhuchao.matters.receipts import tidy_receipt
from zhuchao.places.atlas import Area
from zhuchao.registry.models import Person, Tie
from zhuchao.registry.scope import in_force

AUTHORITIES = ("petition_desk", "petition_watch")
SHOWN = 100


@dataclass(frozen=True)
class Coming:
    """One batch at the counter: a new matter, or the receipt of one that is known."""

    headcount: int
    deputies: int
    receipt: str = ""
    draft: Draft | None = None


def may_receive(scope: Scope) -> bool:
    """Whether somebody keeps receptions: the petition office."""
    return scope.holds("petition_desk")


def receptions(scope: Scope) -> QuerySet[Reception]:
    """The sessions in the scope's territory, newest first, with batches and people apart."""
    found = Reception.objects.filter(under("division_path", scope.paths(*AUTHORITIES)))
    counted = found.annotate(
        batch_count=Count("batches"), person_count=Sum("batches__headcount", default=0)
    )
    return counted.select_related("leader", "division").order_by("-day", "-pk")


def reception(scope: Scope, number: int) -> Reception:
    """One session. Raises Refused("not_found") outside the territory."""
    found = receptions(scope).filter(pk=number).first()
    if found is None:
        raise Refused("not_found", _("没有这场接访，或者您无权查看"))
    return found


def batches(scope: Scope, held: Reception) -> list[tuple[Batch, bool]]:
    """Who came to it, each with whether the scope may open the matter."""
    rows = list(held.batches.select_related("matter").order_by("pk"))
    seen = set(visible_to(scope).filter(batches__in=rows).values_list("pk", flat=True))
    return [(row, row.matter_id in seen) for row in rows]


def leaders() -> list[Person]:
    """Those who may receive: whoever leads an office today."""
    ties = Tie.objects.filter(in_force(local_day(now())), kind__in=("leader", "section_head"))
    return list(Person.objects.filter(ties__in=ties).distinct().order_by("label"))


def open_reception(
    scope: Scope, mode: str, day: date, leader: Person, place: str, area: Area
) -> Reception:
    """Begin a session. Raises Refused without the authority there or with an unknown mode."""
    demand(over(area.path, scope.paths("petition_desk")), _("您没有在这里登记接访的权限"))
    if mode not in dict(RECEPTION_MODES):
        raise Refused("invalid", _("请从列出的选项里选"), "mode")
    if not place.strip():
        raise Refused("invalid", _("请填写地点"), "place")
    with writing(scope.who) as log:
        held = Reception.objects.create(
            mode=mode,
            day=day,
            leader=leader,
            place=place.strip(),
            division_id=area.id,
            division_path=area.path,
            opened_at=now(),
        )
        facets = {"mode": mode, "leader": leader.pk}
        about, past = ("reception", held.pk), day < local_day(now())
        moment = datetime.combine(day, time(12), zone()) if past else None
        log.add(Fact("reception.opened", about, area.path, facets=facets, occurred_at=moment))
    return held


def receive(scope: Scope, held: Reception, coming: Coming) -> Matter:
    """A batch comes before the leader: it becomes a petition, or is added to the one it is about.

    All in one transaction. Raises Refused as raising a petition does, for a receipt that is no
    petition the scope may see, and for too many speakers.
    """
    demand(over(held.division_path, scope.paths("petition_desk")), _("您没有登记这场接访的权限"))
    check_group(held.division_path, held.day, coming.headcount, coming.deputies)
    if coming.receipt.strip():
        known = _known(scope, coming.receipt)
        add_visit(scope, known.pk, coming.headcount, coming.deputies, day=held.day, reception=held)
        return known
    if coming.draft is None:
        raise Refused("invalid", _("请写明信访事项，或者填写已有信访件的受理编号"), "text")
    came = {"headcount": coming.headcount, "deputies": coming.deputies, "reception": held.pk}
    said = {**coming.draft.payload, **came, "way": "visit", "received_on": held.day}
    return raise_matter(scope, replace(coming.draft, channel="proxy", payload=said)).matter


def _known(scope: Scope, receipt: str) -> Matter:
    rows = visible_to(scope).filter(kind="petition", receipt=tidy_receipt(receipt))
    known = rows.first()
    if known is None:
        raise Refused("invalid", _("没有这件信访，或者您无权查看"), "receipt")
    return known
