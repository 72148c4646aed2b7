"""Move a matter along its flow."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters import clocks, holdings
from zhuchao.matters.answers import Answers, missing
from zhuchao.matters.changing import Change, changing
from zhuchao.matters.effects import evidence
from zhuchao.matters.kinds import effect_of
from zhuchao.matters.models import Matter
from zhuchao.matters.taking_part import acting_participant
from zhuchao.matters.telling import tell_askers, tell_holders
from zhuchao.rules.flow import Step


def take_step(
    scope: Scope, matter_id: int, step: str, answers: Answers, *, version: int | None = None
) -> Matter:
    """Take one step of the flow: permission → rule → compare-and-swap → journal.

    `version` is the one the person saw. Raises Refused: "forbidden" without the step's role,
    "invalid" when the state has no such step or something needed is missing (every field named),
    "stale" when somebody else was first, "not_found" when the scope may not see the matter.
    """
    with changing(scope, matter_id, version) as change:
        _take(change, _permitted(change, step), answers)
    return change.matter


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
    moves = step.target is not None and (
        not step.each_holder or holdings.all_reached(change, step.part)
    )
    if step.target is not None and moves:
        _enter(change, step.target)
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
    _tell_time(change, step, codes, moves=moves)
    tell_askers(change, step)
    tell_holders(change, step)


def _tell_time(change: Change, step: Step, codes: Mapping[str, Any], *, moves: bool) -> None:
    """Stop, hold and start the clocks of a step; where each holder acts, they start at the last."""
    reached = moves or not step.each_holder
    clocks.stop(change, step.name, own=step.each_holder, moves=reached)
    clocks.pause(change, step.name)
    if step.target is None or moves:
        clocks.start(change, step.name, codes, clocks.effective(step, codes))
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
        holdings.leave(change)
