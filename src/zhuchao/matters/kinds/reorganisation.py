"""调整 reorganisation: which organisation, how; carried out, the register keeps the chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import moment_of
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.holdings import originate
from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.party_days import dated
from zhuchao.matters.kinds.party_heirs import pass_on
from zhuchao.matters.kinds.party_rows import PARTY, demand_over, job, named, organisation
from zhuchao.matters.models import Matter
from zhuchao.registry.actions import affiliate
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisation_actions import close_organisation, found_organisation, succeed
from zhuchao.rules.flow import Ask, Step
from zhuchao.rules.flows.reorganisation import FLOW, WAYS

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft, Placed
    from zhuchao.matters.queries import Detail


@dataclass(frozen=True)
class Intake:
    """How, which organisation, and the other one: its new superior, or what it is merged into."""

    version: int = 1
    how: str = ""
    organisation: int = 0
    other: int = 0


def _faults(draft: "Draft") -> Iterator[tuple[str, str]]:
    how, other = draft.payload.get("how"), draft.payload.get("other")
    if how in ("transfer", "merge") and not other:
        yield "other", _("请选转到哪里或者并入哪个党组织")
    if other and other == draft.payload.get("organisation"):
        yield "other", _("两个党组织不能相同")


def _begun(scope: Scope, placed: "Placed", matter: Matter) -> None:
    """Whoever proposed it stays with it."""
    originate(scope, matter)


def _approve(change: Change, step: Step, answers: Answers) -> None:
    """Only a desk over each organisation that it changes approves it."""
    payload = change.matter.payload
    numbers = [n for n in (payload["organisation"], payload["other"]) if n]
    demand_over(change, [organisation(n, "approved_on") for n in numbers])


def _carry_out(change: Change, step: Step, answers: Answers) -> None:
    """The change in the register, by its kind; told with the organisations old and new."""
    payload, on = change.matter.payload, answers.more["done_on"]
    old = organisation(payload["organisation"], "done_on")
    news = HOW[payload["how"]](change, old, on, answers)
    facets = {"how": payload["how"], "old": old.pk, "new": [one.pk for one in news]}
    told = moment_of(on)
    change.tell("party.reorganised", facets=facets, organisation=old.pk, occurred_at=told)


def _transfer(change: Change, old: Organisation, on: date, answers: Answers) -> list[Organisation]:
    """Its industry line goes to another superior from the day on (A-06)."""
    superior = organisation(change.matter.payload["other"], "done_on")
    affiliate(job(change), "industry_line", old, superior, since=on)
    return [old]


def _reduce(change: Change, old: Organisation, on: date, answers: Answers) -> list[Organisation]:
    """A committee becomes a branch; members and covered units go along (A-07)."""
    new = _new(change, old, _name(answers, "new_name"), "branch", on)
    _pass_on(change, old, [new], "reduce", on)
    return [new]


def _merge(change: Change, old: Organisation, on: date, answers: Answers) -> list[Organisation]:
    into = organisation(change.matter.payload["other"], "done_on")
    _pass_on(change, old, [into], "merge", on)
    return [into]


def _split(change: Change, old: Organisation, on: date, answers: Answers) -> list[Organisation]:
    """Two new ones; members and units go to the first and are moved on from there by hand."""
    names = [_name(answers, "new_name"), _name(answers, "second_name")]
    news = [_new(change, old, name, old.kind, on) for name in names]
    _pass_on(change, old, news, "split", on)
    return news


HOW = {"transfer": _transfer, "reduce": _reduce, "merge": _merge, "split": _split}


def _name(answers: Answers, field: str) -> str:
    name = str(answers.more.get(field) or "").strip()
    if not name:
        raise Refused("invalid", _("请写新党组织的名称"), field)
    return name


def _new(change: Change, old: Organisation, name: str, kind: str, on: date) -> Organisation:
    row = Organisation(name=name, kind=kind, division=old.division, trade=old.trade)
    return found_organisation(job(change), row, since=on)


def _pass_on(
    change: Change, old: Organisation, news: list[Organisation], how: str, on: date
) -> None:
    """The chain old → new, what goes along, and the end of the old one the day before."""
    scope, last = job(change), on - timedelta(days=1)
    succeed(scope, [old], news, how, on=on)
    pass_on(scope, old, news, how, on=on)
    old.refresh_from_db()
    reason = dict(WAYS)[how]
    close_organisation(scope, old.pk, on=last, reason=reason, version=old.version)


def _beside(scope: Scope, found: "Detail") -> dict[str, Any]:
    payload = found.matter.payload
    rows = [
        (_("怎么调整"), _(dict(WAYS)[payload["how"]])),
        (_("党组织"), named(payload["organisation"])),
    ]
    if payload["other"]:
        rows.append((_("转到或并入"), named(payload["other"])))
    note = _("党员和覆盖的单位随着转到新的党组织；原党组织撤销，沿革留着。")
    return {"title": _("调整什么"), "rows": rows, "note": note}


KIND = Kind(
    Intake,
    asks=(
        Ask("how", "怎么调整", "choice", choices=WAYS),
        Ask("organisation", "党组织", "row"),
        Ask("other", "转到或并入哪里", "row", required=False, when=("how", ("transfer", "merge"))),
    ),
    check=_faults,
    begun=_begun,
    effects=dated(FLOW, {"approve": _approve, "carry_out": _carry_out}),
    rows={"organisation": PARTY, "other": PARTY},
    desk_aside=("matters/party/one.html", _beside),
)
