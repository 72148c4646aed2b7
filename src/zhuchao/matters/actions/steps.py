"""Move a matter along its flow."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters import clocks, holdings
from zhuchao.matters.answers import Answers, missing
from zhuchao.matters.changing import Change, changing
from zhuchao.matters.effects import evidence
from zhuchao.matters.kinds import KINDS, effect_of
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.taking_part import ACTING, Newcomer, acting_participant, join, own
from zhuchao.matters.telling import tell_askers, tell_holders
from zhuchao.rules.flow import TAKING_PART, Flow, Step
from zhuchao.rules.flows import flow


def take_step(
    scope: Scope, matter_id: int, step: str, answers: Answers, *, version: int | None = None
) -> Matter:
    """Take one step of the flow: permission → rule → compare-and-swap → journal.

    `version` is the one the person saw. Raises Refused: "forbidden" without the step's role,
    "invalid" when the state has no such step or something needed is missing (every field named),
    "stale" when somebody else was first, "not_found" when the scope may not see the matter.
    """
    with changing(scope, matter_id, version) as change:
        wanted = _permitted(change, step)
        if wanted.joins:
            raise Refused("forbidden", _("您在这件事上没有这项操作的权限"))
        _take(change, wanted, answers)
    return change.matter


def take_part(
    scope: Scope, matter_id: int, step: str, answers: Answers, newcomer: Newcomer
) -> Participant:
    """Come to take part in a matter by a step that joins; nobody has to see it before.

    With `proxy` the accepting office does it for somebody who stands before it. Raises Refused as
    `take_step` does, and whatever the kind's effect refuses: then nobody joined.
    """
    _demand_open(matter_id, step)
    door = scope if newcomer.proxy else replace(scope, system=True)
    with changing(door, matter_id) as change:
        if newcomer.proxy:
            change.demand("intake")
        wanted = _joining(change.flow, change.matter.state, step)
        row = join(
            change,
            wanted.joins,
            contact=newcomer.contact,
            account=newcomer.account,
            receipt=newcomer.account is None,
            part=newcomer.part,
        )
        change.become(row)
        _take(change, wanted, answers)
    return row


def take_own_part(scope: Scope, matter_id: int, step: str, answers: Answers) -> Matter:
    """Take a step as who takes part, by account or receipt, without seeing the matter itself.

    Raises Refused as `take_step` does; "not_found" for whoever takes no such part.
    """
    with changing(replace(scope, system=True), matter_id) as change:
        wanted = next((s for s in change.flow.steps if s.name == step), None)
        roles = set(TAKING_PART) & set(wanted.by if wanted else ())
        rows = Participant.objects.filter(ACTING, own(scope), matter=change.matter)
        row = rows.filter(role__in=roles).order_by("pk").first()
        if row is None:
            raise Refused("not_found", _("没有这件事，或者您无权查看"))
        change.become(row)
        _take(change, _permitted(change, step), answers)
    return change.matter


def _demand_open(matter_id: int, step: str) -> None:
    """A look before queueing for the row: of a crowd, all but the first few are told at once."""
    row = Matter.objects.filter(pk=matter_id).values_list("kind", "state").first()
    if row is None:
        raise Refused("not_found", _("没有这件事，或者您无权查看"))
    _joining(flow(row[0]), row[1], step)


def _joining(way: Flow, state: str, name: str) -> Step:
    for step in way.steps_from(state):
        if step.name == name and step.joins:
            return step
    raise Refused("conflict", _("晚了一步：这一件现在不能再接了"))


def _permitted(change: Change, name: str) -> Step:
    fitting = [s for s in change.flow.steps_from(change.matter.state) if s.name == name]
    if not fitting:
        raise Refused(
            "invalid",
            _("“%(state)s”时不能这样办")
            % {"state": _(change.flow.state(change.matter.state).label)},
        )
    change.demand(*fitting[0].by)
    return fitting[0]


def _take(change: Change, step: Step, answers: Answers) -> None:
    lacking = dict(missing(step, answers)) if "system" not in change.roles else {}
    if lacking:
        raise Refused("invalid", next(iter(lacking.values())), fields=lacking)
    change.participant = acting_participant(change, step, answers)
    evidence(change, answers)
    before, codes = change.matter.state, answers.codes(step)
    office, holder = _acting_office(change, step), change.matter.holder_id
    effect = effect_of(change.matter.kind, step.name)
    if effect:
        effect(change, step, answers)
    reached = _reached(change, step)
    if reached and reached.target is not None and _moves(change, reached):
        _enter(change, reached.target)
    change.tell(
        f"matter.{step.name}",
        facets={
            "from": before,
            "to": change.matter.state,
            "as": next(r for r in step.by if r in change.roles),
            "told": int(step.told),
            **({"evidence": answers.evidence} if "evidence" in step.needs else {}),
            **({"participant": change.participant.pk} if change.participant else {}),
            **codes,
        },
        organisation=office if change.matter.holder_id == holder else None,
        remark=answers.words(step),
        occurred_at=clocks.effective(step, codes),
    )
    _tell_time(change, step, reached, codes)
    tell_askers(change, step)
    tell_holders(change, step)


def _reached(change: Change, step: Step) -> Step | None:
    """The step the matter itself has now come to.

    Where each holder acts for himself that is the furthest one that all of them have reached: who
    goes straight to the place has reported in too. None while the others are still missing.
    """
    if not step.each_holder:
        return step
    ways = (s for s in change.flow.steps_from(change.matter.state) if s.each_holder)
    fitting = [s for s in ways if holdings.all_reached(change, s.part)]
    return max(fitting, key=lambda s: holdings.PROGRESS.index(s.part), default=None)


def _moves(change: Change, step: Step) -> bool:
    """Whether a step brings the matter to its target yet, where several have shares in it."""
    rule = KINDS[change.matter.kind].moves.get(step.name)
    return rule is None or rule(change)


def _tell_time(change: Change, step: Step, reached: Step | None, codes: Mapping[str, Any]) -> None:
    """Stop, hold and start the clocks of a step; where each holder acts, they start at the last."""
    own = {c.name for c in change.flow.clocks if c.each == "holder" and step.name in c.stops}
    since, to = clocks.effective(step, codes), reached.name if reached else ""
    clocks.stop(change, to, also=own, own=step.each_holder, on=since)
    clocks.pause(change, step.name)
    if reached:
        clocks.start(change, reached.name, codes, since)
    clocks.refresh(change)


def _acting_office(change: Change, step: Step) -> int | None:
    """The office whose part this is, or None for who holds none.

    A step that hands the matter on names the new holder instead: where it went is the fact.
    """
    own = (h.organisation_id for h in change.own_holdings() if h.role in step.by)
    return next(own, None)


def _enter(change: Change, state: str) -> None:
    change.matter.state = state
    if state in change.flow.finals:
        change.matter.closed_at = now()
        holdings.close(change)
