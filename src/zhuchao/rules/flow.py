"""What a kind of matter is allowed to do: states, steps, clocks and its chain, as data."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

Unit = Literal["minute", "hour", "day", "working_day"]

ROLES = {
    "asker": "诉求人",
    "intake": "受理岗",
    "lead": "主办",
    "assist": "协办",
    "hop": "当前一站",
    "section_head": "科室负责人",
    "leader": "分管领导",
    "supervisor": "督办岗",
    "origin": "发起单位",
    "claimer": "认领人",
    "offerer": "愿意帮忙的人",
    "helper": "帮忙的人",
    "mediator": "调解员",
    "other": "对方当事人",
    "system": "系统",
}
"""Who may take a step. Which account is which is decided by ties, never by a list of names."""

POSTED = ("instructor",)
"""Authorities in an organisation somebody is only posted to; its own people learn nothing by it."""

TAKING_PART = ("claimer", "offerer", "helper", "mediator", "other")
"""Roles somebody has by taking part himself, on a receipt of his own or with his account."""

NEEDS = {
    "note": "说明",
    "reason": "理由",
    "evidence": "办理凭据",
    "lead": "主办单位",
    "duty": "职责条目",
    "rating": "评价",
    "target": "并入的办件",
    "participant": "哪一位",
    "photos": "照片",
}
"""What a person must give with a step; the forms, the API and the refusals all derive from it."""

NOT_FOR_ASKS = frozenset(
    {*NEEDS, "assists", "category", "photos", "resolved", "satisfied", "urgency", "version"}
)
"""Fields that forms of steps have already: an ask of that name would be taken for the need."""


AskKind = Literal["choice", "yes", "date", "number", "money", "office", "row", "line", "words"]


@dataclass(frozen=True)
class Ask:
    """One thing a person is asked with a step, a request or at intake; forms and API follow it.

    Codes, dates (ISO), numbers, money in fen and offices become facets of the journal entry; a
    `line` or `words` is free text and goes into the erasable remark, behind its label. `least` and
    `most` bound a number. With `when` = (another ask, its values) it is asked only then. A date is
    never in the future unless `future`. A choice is out of `choices`, or out of the list `listed` =
    (key of a rule set, list) that the rules in force hold. A `row` is the number of one of the rows
    that the kind offers (`Kind.rows`). What is `kept` goes neither into facets
    nor remark: an effect of the kind keeps it, sealed.
    """

    name: str
    label: str
    kind: AskKind
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    least: int = 0
    most: int = 1_000_000
    future: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    hint: str = ""
    listed: tuple[str, str] | None = None
    kept: bool = False

    @property
    def free(self) -> bool:
        """Whether the answer is somebody's own words."""
        return self.kind in ("line", "words")


@dataclass(frozen=True)
class State:
    """A state of a matter; `tone` picks colour *and* shape on screen; `final` ends every clock."""

    name: str
    label: str
    tone: Literal["new", "active", "waiting", "good", "bad", "quiet"] = "active"
    final: bool = False


@dataclass(frozen=True)
class Step:
    """One permitted move: from any of `source` to `target`, by any of the roles `by`.

    `target` None keeps the state (a supervision, a note). A step marked `each_holder` is taken by
    every open holder for his own part, which it brings to `part`; the matter moves on when all of
    them did. The note of a step that is `told` is shown to the asker. `asks` is what only this
    step wants to know. Where a step counts from a day that is written on paper (a notice served),
    `on` names the ask that gives it, and its clocks start at that day. By a step that `joins`
    somebody comes to take part in that role; it is offered where one joins, to nobody inside.
    What stays `inside` the offices is never told to the asker.
    """

    name: str
    label: str
    source: tuple[str, ...]
    target: str | None
    by: tuple[str, ...]
    needs: tuple[str, ...] = ()
    each_holder: bool = False
    weight: Literal["main", "more", "danger"] = "more"
    told: bool = False
    part: Literal["signed", "arrived", "done", "rated"] = "done"
    asks: tuple[Ask, ...] = ()
    on: str = ""
    joins: str = ""
    inside: bool = False


@dataclass(frozen=True)
class Clock:
    """A deadline: from the step `starts`, `amount` `unit`s, until one of `stops`; idle in pauses.

    `amount` is the shipped default; the rule set in force when the matter began decides.
    An order from the city's hotline keeps its own deadline in place of the `main` clock's.
    A `window` is a right that ends (to return an order), not a duty that can be late. `then` is
    the step the system takes when time is up; without it, lateness escalates. With `each` it
    runs for every holder (lead and assists), or for every participant of that role, on his own.
    `only` = (ask, values) starts it only where the starting step was answered so. `until` names
    the ask of the starting step that gives its last day, in place of the amount.
    Units are never mixed: 日 is a calendar day, 工作日 a working day (domain.md, rule 3).
    """

    name: str
    label: str
    starts: tuple[str, ...]
    amount: int
    unit: Unit
    stops: tuple[str, ...]
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    main: bool = False
    window: bool = False
    then: str = ""
    each: str = ""
    only: tuple[str, tuple[str, ...]] | None = None
    until: str = ""


@dataclass(frozen=True)
class Hop:
    """One station of a chain with its own limit; anybody asking may skip it."""

    name: str
    label: str
    amount: int
    unit: Unit


@dataclass(frozen=True)
class Chain:
    """The stations an appeal climbs before the accepting office (诉求直通车, M40)."""

    name: str
    label: str
    hops: tuple[Hop, ...]

    def after(self, hop: str) -> Hop | None:
        """The next station, or None when the accepting office is next.

        Raises KeyError for a name that is no station of this chain.
        """
        names = [h.name for h in self.hops]
        if hop not in names:
            raise KeyError(hop)
        place = names.index(hop) + 1
        return self.hops[place] if place < len(self.hops) else None


@dataclass(frozen=True)
class RequestKind:
    """Something decided beside the main state: asked by one role, decided by another.

    `within` is the clock during which it may be asked (empty: any time); `once` per holder.
    `reasons` is the closed list of codes to choose from, with their words; empty: free words.
    `extends` is the clock that a granted extension moves (empty: the main one), by at most the
    rule set's `limit`.
    """

    name: str
    label: str
    asked_by: tuple[str, ...]
    decided_by: tuple[str, ...]
    needs: tuple[str, ...] = ("reason",)
    within: str = ""
    once: bool = False
    reasons: tuple[tuple[str, str], ...] = ()
    extends: str = ""
    limit: str = "extension"


RETURN = RequestKind(
    "return",
    "退单",
    ("lead", "assist"),
    ("intake",),
    ("reason", "duty"),
    within="return",
    once=True,
)
EXTENSION = RequestKind("extension", "延期", ("lead",), ("supervisor", "leader"), ("reason",))
EXCLUSION = RequestKind(
    "exclusion",
    "不计入考核",
    ("lead", "intake"),
    ("supervisor",),
    ("reason",),
    reasons=(
        ("unreachable", "联系不上"),
        ("out_of_duty", "超出职责范围"),
        ("unreasonable", "诉求不合理"),
    ),
)
"""退单 once, in its window, citing the duty list: domain.md §2 Returns; exclusions: Three rates."""


@dataclass(frozen=True)
class Flow:
    """The whole way of one kind of matter. Checked when it is made: see `faults`."""

    kind: str
    label: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]
    requests: tuple[RequestKind, ...] = ()
    chain: Chain | None = None
    secrecy: Literal["open", "asker_hidden", "sealed"] = "asker_hidden"
    desk: str = "intake"
    """The authority over a territory that makes somebody this kind's accepting office."""
    watch: str = "supervisor"
    """The authority over a territory that supervises this kind."""
    knows: tuple[str, ...] = ("intake",)
    """Roles that may open who asked, for a purpose; handlers only where he agreed."""
    reads: tuple[str, ...] = ("intake", "lead")
    """Roles that may open the sealed original of a sealed kind, for a purpose."""
    while_in: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of the roles that know and read: those that do so only in these states."""
    raisers: tuple[str, ...] = ()
    """Authorities of which one is needed to raise it at its place; none: anybody may."""
    members: tuple[str, ...] = ("staff", "section_head", "leader")
    """Roles in an organisation by which somebody acts for it while it holds such a matter."""
    also_starts: tuple[str, ...] = ()
    """Other states a new matter may be in, as its kind decides (`Kind.start`)."""

    def __post_init__(self) -> None:
        found = list(faults(self))
        if found:
            raise ValueError(f"flow {self.kind}: " + "; ".join(found))

    @property
    def start(self) -> str:
        """The state a new matter is in: the first one written down."""
        return self.states[0].name

    @property
    def keepers(self) -> tuple[str, ...]:
        """The raisers whose own office then stays with the matter to its end."""
        return tuple(r for r in self.raisers if r not in POSTED)

    @property
    def finals(self) -> frozenset[str]:
        """The states in which nothing is owed any more."""
        return frozenset(s.name for s in self.states if s.final)

    def state(self, name: str) -> State:
        """The state of that name. Raises KeyError when the flow has none."""
        for state in self.states:
            if state.name == name:
                return state
        raise KeyError(name)

    def step(self, name: str) -> Step:
        """The step of that name. Raises KeyError when the flow has none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def clock(self, name: str) -> Clock:
        """The clock of that name. Raises KeyError when the flow has none."""
        for clock in self.clocks:
            if clock.name == name:
                return clock
        raise KeyError(name)

    def request(self, name: str) -> RequestKind:
        """The kind of request of that name. Raises KeyError when the flow has none."""
        for request in self.requests:
            if request.name == name:
                return request
        raise KeyError(name)

    def informed(self, roles: Collection[str], state: str) -> bool:
        """Whether any of these roles may still know or read in a state, as `while_in` has it."""
        limits = dict(self.while_in)
        return any(state in limits.get(role, (state,)) for role in roles)

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Every step that may be taken in `state`, in the order written."""
        return tuple(s for s in self.steps if state in s.source)


def faults(flow: Flow) -> Iterator[str]:
    """What makes a flow unusable, as sentences; nothing when it is sound."""
    yield from _step_faults(flow)
    yield from _dead_ends(flow)
    yield from _clock_faults(flow)
    yield from (
        f"{role} knows while in the unknown state {state}"
        for role, states in flow.while_in
        for state in states
        if state not in {s.name for s in flow.states}
    )
    clocks = {c.name for c in flow.clocks}
    for request in flow.requests:
        yield from (
            f"request {request.name}: unknown role {role}"
            for role in (*request.asked_by, *request.decided_by)
            if role not in ROLES
        )
        for clock in (request.within, request.extends):
            if clock and clock not in clocks:
                yield f"request {request.name} names the unknown clock {clock}"


def _step_faults(flow: Flow) -> Iterator[str]:
    names = {s.name for s in flow.states}
    for step in flow.steps:
        for state in (*step.source, step.target):
            if state is not None and state not in names:
                yield f"step {step.name} names the unknown state {state}"
        if not step.by:
            yield f"step {step.name} has nobody who may take it"
        yield from (f"step {step.name}: unknown role {r}" for r in step.by if r not in ROLES)
        yield from (f"step {step.name}: unknown need {n}" for n in step.needs if n not in NEEDS)
        yield from (f"step {step.name}: {fault}" for fault in ask_faults(step.asks))
        if step.joins and step.joins not in TAKING_PART:
            yield f"step {step.name} joins the unknown {step.joins}"
        if step.on and step.on not in {a.name for a in step.asks if a.kind == "date"}:
            yield f"step {step.name} takes effect on {step.on}, which is no date it asks"


def ask_faults(asks: tuple[Ask, ...]) -> Iterator[str]:
    """What makes a list of asks unusable, as sentences."""
    names = [a.name for a in asks]
    yield from (f"asks {n} twice" for n in sorted({n for n in names if names.count(n) > 1}))
    yield from (f"ask {n} has the name of a need" for n in sorted(set(names) & NOT_FOR_ASKS))
    for ask in asks:
        if (ask.kind == "choice") != bool(ask.choices or ask.listed):
            yield f"ask {ask.name} has choices without being one, or is one without"
        if ask.when and ask.when[0] not in names:
            yield f"ask {ask.name} depends on the unknown {ask.when[0]}"


def _dead_ends(flow: Flow) -> Iterator[str]:
    reached = {flow.start, *flow.also_starts}
    while True:
        more = {s.target for s in flow.steps if s.target and reached & set(s.source)} - reached
        if not more:
            break
        reached |= more
    for state in flow.states:
        leaves = any(
            state.name in s.source and s.target not in (None, state.name) for s in flow.steps
        )
        if state.name not in reached:
            yield f"state {state.name} is never reached"
        if not state.final and not leaves:
            yield f"state {state.name} is an end but not marked final"
        if state.final and leaves:
            yield f"state {state.name} is final but a step leaves it"


def _clock_faults(flow: Flow) -> Iterator[str]:
    events = {s.name for s in flow.steps} | {"raise"}
    for clock in flow.clocks:
        if clock.each not in ("", "holder", *TAKING_PART):
            yield f"clock {clock.name} runs for each {clock.each}, which nobody is"
        for event in (*clock.starts, *clock.stops, *clock.pauses, *clock.resumes):
            if event not in events:
                yield f"clock {clock.name} names the unknown step {event}"
