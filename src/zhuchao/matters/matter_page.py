"""What the page of a matter shows, made ready: who has it, what may be done, what happened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters.asking import empty
from zhuchao.matters.clocks import due_of
from zhuchao.matters.desk_queries import names
from zhuchao.matters.earlier import Earlier, to_write_from
from zhuchao.matters.forms_matter import (
    ExternalForm,
    MatterForm,
    PleaForm,
    PurposeForm,
    RulingForm,
    SortForm,
)
from zhuchao.matters.forms_step import StepForm
from zhuchao.matters.guessing import propose_category
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.models import (
    CATEGORY_SOURCES,
    PARTICIPANTS,
    Holding,
    Matter,
    Participant,
    Request,
)
from zhuchao.matters.offers import steps_offered, told
from zhuchao.matters.policy import MEMBERS
from zhuchao.matters.queries import Detail
from zhuchao.matters.statements import may_read
from zhuchao.matters.timeline import Line, clock_label, timeline
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import ROLES, RequestKind
from zhuchao.rules.flows import FLOWS

PARTS = {
    "open": gettext_noop("待签收"),
    "signed": gettext_noop("办理中"),
    "arrived": gettext_noop("已到场"),
    "done": gettext_noop("已办"),
    "rated": gettext_noop("已评价"),
    "left": gettext_noop("已转出"),
}
OUTCOMES = {
    "": gettext_noop("等待裁定"),
    "granted": gettext_noop("同意"),
    "refused": gettext_noop("不同意"),
}
MAY_SORT = frozenset({"intake", "lead", "supervisor"})


@dataclass(frozen=True)
class Act:
    """One thing that may be done now: a form that opens in place, or a plain button."""

    key: str
    label: str
    weight: str
    to: str
    form: BaseForm
    open: bool
    hint: str = ""
    """Beside the label: until when, say."""
    words: str = ""
    """On the button, where that is not the label."""
    earlier: str = ""
    """Where earlier answers may be looked up to write from."""

    @property
    def submit(self) -> str:
        """What the button says."""
        return self.words or self.label


@dataclass(frozen=True)
class Hand:
    """Who has or had it."""

    office: str
    role: str
    part: str
    since: datetime
    ended_at: datetime | None
    due: datetime | None
    """The limit of a station of the chain."""


@dataclass(frozen=True)
class Somebody:
    """A participant as this scope may see him."""

    id: int
    role: str
    shown: str
    """Masked; empty when this scope may not know."""
    hidden: bool
    """There is somebody, and this scope may not know who."""
    act: Act | None
    opened: Mapping[str, str]
    """His plain fields, on the one page that answers an opening."""


@dataclass(frozen=True)
class Proposal:
    """A category somebody's model or keywords propose, with the words that spoke for it."""

    code: str
    name: str
    per_cent: int
    words: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class MatterPage:
    """The context of the template, under the one name `page`."""

    matter: Matter
    kind: str
    state: str
    tone: str
    division: str
    facts: list[tuple[str, str]]
    hands: list[Hand]
    past_hands: list[Hand]
    limits: list[tuple[str, Any]]
    acts: list[Act]
    rulings: list[tuple[Request, str, Act]]
    requests: list[tuple[Request, str, str]]
    sorting: Act | None
    external: Act | None
    proposals: list[Proposal]
    people: list[Somebody]
    original: Act | None
    """The form that opens the sealed original, where the scope may."""
    statement: str
    """The original, on the one page that answers its opening."""
    sent: list[Any]
    evidence: list[Any]
    lines: list[Line]
    may_slip: bool
    near_to: str
    onward: list[tuple[str, str]]
    """What else it can be turned into: the kind and where that is done."""
    aside: tuple[str, Any] | None
    """What only this kind shows here: its template, and what that is given."""
    lost: str
    """Words of a form that is no longer offered, because somebody else was first."""


Forms = Mapping[str, Any]


def matter_page(
    scope: Scope,
    found: Detail,
    forms: Forms | None = None,
    opened: Mapping[int, Mapping[str, str]] | None = None,
    target: str = "",
    statement: str = "",
    drafts: Mapping[str, Earlier] | None = None,
) -> MatterPage:
    """The page for a scope. `forms` are bound ones by act key, shown open with their faults.

    `drafts` are earlier answers by the step whose note begins with their words.
    """
    given = forms or {}
    matter = found.matter
    steps = _lent(scope, found, _steps(scope, found, given, target), drafts or {})
    acts = [*steps, *_pleas(scope, found, given)]
    rulings = list(_rulings(found, given))
    sorting = _sorting(found, given)
    external = _external(found, given)
    small = [act for act in (sorting, external) if act]
    shown = {a.key for a in (*acts, *(r[2] for r in rulings), *small)}
    return MatterPage(
        matter=matter,
        kind=_(found.flow.label),
        state=_(found.state.label),
        tone=found.state.tone,
        division=atlas().by_path[matter.division_path].code,
        facts=[*_facts(matter), *_answered(matter)],
        hands=[_hand(found, h) for h in found.holdings if h.ended_at is None],
        past_hands=[_hand(found, h) for h in found.holdings if h.ended_at is not None],
        limits=[(clock_label(found.flow, d.clock), d) for d in found.deadlines],
        acts=acts,
        rulings=rulings,
        requests=[_told(found, r) for r in found.requests if r.decided_at],
        sorting=sorting,
        external=external,
        proposals=_proposals(matter) if sorting and not matter.closed_at else [],
        people=[_somebody(found, p, given, opened or {}) for p in found.participants],
        original=_original(found, given),
        statement=statement,
        sent=[f for f in found.files if f.purpose == "report"],
        evidence=[f for f in found.files if f.purpose != "report"],
        lines=timeline(found, names(e.who for e in found.entries)),
        may_slip=_may_slip(scope, found),
        near_to=_to("near", found) if "intake" in found.roles and not matter.closed_at else "",
        aside=_aside(scope, found),
        onward=list(_onward(scope, found)),
        lost="\n".join(
            f.words() for k, f in given.items() if k not in shown and isinstance(f, MatterForm)
        ),
    )


def _aside(scope: Scope, found: Detail) -> tuple[str, Any] | None:
    own = KINDS[found.matter.kind].desk_aside
    return (own[0], own[1](scope, found)) if own else None


def _onward(scope: Scope, found: Detail) -> Iterator[tuple[str, str]]:
    for name, kind in KINDS.items():
        address = kind.out_of(scope, found) if kind.out_of else ""
        if address:
            yield _(FLOWS[name].label), address


def _may_slip(scope: Scope, found: Detail) -> bool:
    """Whether the slip may be printed; `desk_queries.slip_of` decides."""
    entered = any(p.role == "proxy" and p.account == scope.account_id for p in found.participants)
    return "intake" in found.roles or entered


def _to(page: str, found: Detail, *more: Any) -> str:
    return reverse(f"desk:{page}", args=[found.matter.receipt, *more])


def _steps(scope: Scope, found: Detail, given: Forms, target: str) -> Iterator[Act]:
    """The steps by weight: what is usually done next comes first, what ends it last."""
    order = {"main": 0, "more": 1, "danger": 2}
    for step in sorted(steps_offered(scope, found), key=lambda s: order[s.weight]):
        initial = {"target": target} if "target" in step.needs else {}
        form = given.get(step.name) or StepForm(step, found.matter, initial=initial)
        yield Act(
            key=step.name,
            label=_(step.label),
            weight=step.weight,
            to=_to("step", found, step.name),
            form=form,
            open=form.is_bound or bool(target and initial),
        )


def _lent(
    scope: Scope, found: Detail, acts: Iterable[Act], drafts: Mapping[str, Earlier]
) -> Iterator[Act]:
    """The steps, with the way to earlier answers, and with the words of one that was chosen."""
    lending = {step.name for step in to_write_from(scope, found)}
    for act in acts:
        draft = drafts.get(act.key)
        if draft and isinstance(act.form, StepForm):
            act.form.begin_from(draft.receipt, draft.words)
        to = f"{_to('earlier', found)}?step={act.key}" if act.key in lending else ""
        yield replace(act, earlier=to, open=act.open or draft is not None)


def _pleas(scope: Scope, found: Detail, given: Forms) -> Iterator[Act]:
    own = [
        h
        for h in found.holdings
        if h.ended_at is None and h.organisation_id in scope.organisations(*MEMBERS)
    ]
    for kind in found.requests_open:
        may, hint = _window(found, kind, own)
        if may:
            form = given.get(kind.name) or PleaForm(kind, found.matter)
            label = _("申请%(what)s") % {"what": _(kind.label)}
            to = _to("ask", found, kind.name)
            yield Act(kind.name, label, "more", to, form, form.is_bound, hint)


def _window(found: Detail, kind: RequestKind, own: list[Holding]) -> tuple[bool, str]:
    """Whether a request may still be made, and until when."""
    ids = {h.pk for h in own}
    asked = [r for r in found.requests if r.kind == kind.name and r.holding_id in ids]
    if any(kind.once or not r.decided_at for r in asked):
        return False, ""
    if not kind.within or not own:
        return not kind.within, ""
    until = due_of(found.matter, kind.within, own[0].since).due
    return now() <= until, _("%(when)s 前可以提出，只有一次") % {"when": f"{until:%m-%d %H:%M}"}


def _rulings(found: Detail, given: Forms) -> Iterator[tuple[Request, str, Act]]:
    kinds = {k.name: k for k in found.flow.requests}
    said = {e.facets.get("request"): e.words for e in found.entries if e.verb.endswith(".asked")}
    for request in found.requests:
        kind = kinds[request.kind]
        if request.decided_at or not found.roles & set(kind.decided_by):
            continue
        key = f"ruling{request.pk}"
        form = given.get(key) or RulingForm(request, found.matter)
        to = _to("ruling", found, request.pk)
        label = _("裁定：%(what)s") % {"what": _(kind.label)}
        act = Act(key, label, "main", to, form, open=True, words=_("提交裁定"))
        yield request, said.get(request.pk, ""), act


def _told(found: Detail, request: Request) -> tuple[Request, str, str]:
    return request, _(found.flow.request(request.kind).label), _(OUTCOMES[request.outcome])


def _sorting(found: Detail, given: Forms) -> Act | None:
    if found.matter.closed_at or not found.roles & MAY_SORT:
        return None
    form = given.get("sort") or SortForm(found.matter)
    return Act("sort", _("更正"), "more", _to("sort", found), form, form.is_bound)


def _external(found: Detail, given: Forms) -> Act | None:
    if found.matter.closed_at or "intake" not in found.roles:
        return None
    form = given.get("external") or ExternalForm(found.matter)
    return Act("external", _("外部系统的单"), "more", _to("external", found), form, form.is_bound)


def _proposals(matter: Matter) -> list[Proposal]:
    if matter.category_source == "staff":
        return []
    table = desk()
    found = []
    for one in propose_category(matter.kind, f"{matter.title} {matter.text}"):
        label = table.label(matter.kind, one.label)
        if label and label.code != matter.category:
            per_cent = round(one.confidence * 100)
            source = _("模型") if one.source == "model" else _("关键词")
            found.append(Proposal(label.code, label.name, per_cent, tuple(one.words), source))
    return found


def _facts(matter: Matter) -> Iterator[tuple[str, str]]:
    label = desk().label(matter.kind, matter.category)
    source = CATEGORY_SOURCES.get(matter.category_source, "")
    named = label.name if label else _("未归类")
    yield _("类别"), f"{named}（{_(source)}）" if label and source else named
    yield _("紧急程度"), _(matter.get_urgency_display())
    yield _("区划"), atlas().full_name(matter.division_path)
    yield _("地点"), matter.address
    yield _("来源"), _(matter.get_channel_display())
    yield _("外部编号"), f"{matter.external_system} {matter.external_no}".strip()


def _hand(found: Detail, holding: Holding) -> Hand:
    hop = clock_label(found.flow, f"hop.{holding.hop}") if holding.hop else ""
    limits = {d.clock: d.due_at for d in found.deadlines if d.stopped_at is None}
    handles = holding.role in ("lead", "assist")
    return Hand(
        office=holding.organisation.name,
        role=hop or _(ROLES[holding.role]),
        part=part_label(found.flow.kind, holding.state) if handles else "",
        since=holding.since,
        ended_at=holding.ended_at,
        due=limits.get(f"hop.{holding.hop}"),
    )


def part_label(kind: str, state: str) -> str:
    """What the part of a holder is called in one of its states."""
    return _(KINDS[kind].parts.get(state) or PARTS[state])


def _answered(matter: Matter) -> Iterator[tuple[str, str]]:
    """The intake answers of the kind, as they are called."""
    for ask in KINDS[matter.kind].asks:
        value = matter.payload.get(ask.name)
        nobody = ask.kind in ("row", "office") and not value
        if not (empty(value) or nobody):
            yield _(ask.label), told(matter.kind, ask, value)


def _original(found: Detail, given: Forms) -> Act | None:
    if not may_read(found.matter, found.roles):
        return None
    form = given.get("original") or PurposeForm(auto_id="id_original_%s")
    label = pgettext("按钮", "查看原文")
    return Act("original", label, "more", _to("original", found), form, form.is_bound)


def may_know(found: Detail, participant: Participant) -> bool:
    """Whether a scope may know who a participant is: by the flow's own rule, or if he agreed."""
    agreed = bool(found.roles & set(found.flow.knows)) or participant.share
    return bool(found.sees_identity and participant.identity_id and agreed)


def _somebody(
    found: Detail,
    participant: Participant,
    given: Forms,
    opened: Mapping[int, Mapping[str, str]],
) -> Somebody:
    identity = participant.identity if may_know(found, participant) else None
    act = None
    if identity and not identity.erased_at:
        form = given.get(f"identity{participant.pk}") or PurposeForm(
            auto_id=f"id_identity{participant.pk}_%s"
        )
        to, label = _to("identity", found, participant.pk), pgettext("按钮", "查看身份")
        act = Act(f"identity{participant.pk}", label, "more", to, form, form.is_bound)
    masks = (identity.name_mask, identity.phone_mask) if identity else ()
    return Somebody(
        id=participant.pk,
        role=_(PARTICIPANTS[participant.role]),
        shown=" ".join(m for m in masks if m),
        hidden=bool(participant.identity_id) and identity is None,
        act=act,
        opened=opened.get(participant.pk, {}),
    )
