"""组建 founding: for which units, in which form; founded, it is in the register and covers them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import moment_of
from zhuchao.journal.models import Entry
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.holdings import originate
from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.party_days import dated
from zhuchao.matters.kinds.party_rows import COVERABLE, demand_over, job, organisation
from zhuchao.matters.models import Matter
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisation_actions import found_organisation
from zhuchao.registry.tie_actions import cover
from zhuchao.rules.flow import Ask, Step
from zhuchao.rules.flows.founding import FLOW, FORMS
from zhuchao.rules.structure_file import shipped_limits

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft, Placed
    from zhuchao.matters.queries import Detail

MORE = ("unit2", "unit3", "unit4", "unit5")
UNITS = ("unit", *MORE)
KIND_OF = {"own": "branch", "joint": "joint_branch", "floating": "floating_branch"}


@dataclass(frozen=True)
class Intake:
    """The form, and the numbers of the units; 0 for none."""

    version: int = 1
    form: str = ""
    unit: int = 0
    unit2: int = 0
    unit3: int = 0
    unit4: int = 0
    unit5: int = 0


def units(payload: Mapping[str, Any]) -> list[int]:
    """The units of a founding, in the order given, each once."""
    return list(dict.fromkeys(int(payload[name]) for name in UNITS if payload.get(name)))


def _faults(draft: "Draft") -> Iterator[tuple[str, str]]:
    """One unit for a branch of its own, two to five for a joint one (P17)."""
    form, chosen = draft.payload.get("form"), units(draft.payload)
    if form == "own" and len(chosen) != 1:
        yield "unit", _("单独组建请选一家单位")
    if form == "joint" and len(chosen) < 2:
        yield "unit2", _("联合组建至少选两家单位")


def _begun(scope: Scope, placed: "Placed", matter: Matter) -> None:
    """Whoever proposed it stays with it."""
    originate(scope, matter)


def _approve(change: Change, step: Step, answers: Answers) -> None:
    """Only a desk over all of its units approves it."""
    demand_over(change, [organisation(n, "approved_on") for n in units(change.matter.payload)])


def _found(change: Change, step: Step, answers: Answers) -> None:
    """The new organisation with what it covers, from the day it was founded."""
    payload, on = change.matter.payload, answers.more["founded_on"]
    chosen = [organisation(number, "unit") for number in units(payload)]
    _demand_uncovered(chosen, on)
    name = str(answers.more["branch_name"]).strip()
    place = chosen[0].division if chosen else _place(change)
    made = found_organisation(
        job(change),
        Organisation(name=name, kind=KIND_OF[payload["form"]], division=place),
        since=on,
    )
    form = "own" if payload["form"] == "own" else "joint"
    for unit in chosen:
        cover(job(change), "covers", made, unit, since=on, terms={"form": form})
    change.tell(
        "party.founded",
        facets={"form": payload["form"], "organisation": made.pk},
        organisation=made.pk,
        occurred_at=moment_of(on),
    )


def _place(change: Change) -> Division:
    return Division.objects.get(path=change.matter.division_path)


def _demand_uncovered(chosen: list[Organisation], on: date) -> None:
    """A unit has one organisation at a time, from the day of a founding told afterwards too."""
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    ties = Tie.objects.filter(still, kind="covers", whom_organisation__in=chosen)
    taken = ties.select_related("whom_organisation").first()
    if taken and taken.whom_organisation:
        named = {"name": taken.whom_organisation.name}
        raise Refused("conflict", _("“%(name)s”那天或以后已有党组织覆盖") % named, "founded_on")


def advice(matter: Matter) -> list[str]:
    """What the numbers advise about a proposal, as words with their source; people decide."""
    limits = shipped_limits()
    rows = Organisation.objects.filter(pk__in=units(matter.payload))
    members = [row.members_known for row in rows]
    known, form = sum(m or 0 for m in members), matter.payload["form"]
    found = []
    if None in members:
        found.append(_("有的单位党员人数不清楚，先摸排"))
    if form == "own" and known < limits.branch_members:
        words = _("已知正式党员 %(n)s 名，不足 %(most)s 名一般联合组建（%(basis)s）")
        found.append(words % {"n": known, "most": limits.branch_members, "basis": _(limits.basis)})
    if form == "joint" and any((m or 0) >= limits.branch_members for m in members):
        words = _("有的单位满 %(most)s 名正式党员，应单独组建（%(basis)s）")
        found.append(words % {"most": limits.branch_members, "basis": _(limits.basis)})
    if form == "joint" and len(members) > limits.joint_units:
        found.append(_("联合的单位超过 %(most)s 家") % {"most": limits.joint_units})
    return found


def _beside(scope: Scope, found: "Detail") -> dict[str, Any]:
    matter = found.matter
    rows = Organisation.objects.filter(pk__in=units(matter.payload)).select_related("division")
    return {"units": list(rows), "advice": advice(matter), "made": _made(matter)}


def _made(matter: Matter) -> Organisation | None:
    """The organisation that came of it; None before."""
    kind, number = subject(matter)
    told = Entry.objects.filter(subject_kind=kind, subject_id=number, verb="party.founded")
    facets = told.values_list("facets", flat=True).first()
    return Organisation.objects.filter(pk=facets["organisation"]).first() if facets else None


KIND = Kind(
    Intake,
    asks=(
        Ask("form", "怎么组建", "choice", choices=FORMS),
        Ask("unit", "单位", "row", required=False, when=("form", ("own", "joint"))),
        *(
            Ask(name, "联合的单位", "row", required=False, when=("form", ("joint",)))
            for name in MORE
        ),
    ),
    check=_faults,
    begun=_begun,
    effects=dated(FLOW, {"approve": _approve, "found": _found}),
    rows=dict.fromkeys(UNITS, COVERABLE),
    desk_aside=("matters/party/founding.html", _beside),
)
