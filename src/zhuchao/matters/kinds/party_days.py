"""Days written on paper stand in the order of the steps: nothing is approved before it is asked."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.models import Entry
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.effects import Effect
from zhuchao.rules.flow import Flow, Step


def dated(flow: Flow, effects: Mapping[str, Effect]) -> dict[str, Effect]:
    """The effects of a kind, where each step with a day is first compared with those before it."""
    found = dict(effects)
    for step in flow.steps:
        if _asked(step):
            found[step.name] = _after(effects.get(step.name))
    return found


def _after(effect: Effect | None) -> Effect:
    def checked(change: Change, step: Step, answers: Answers) -> None:
        _demand_order(change, step, answers)
        if effect:
            effect(change, step, answers)

    return checked


def _demand_order(change: Change, step: Step, answers: Answers) -> None:
    before = _latest(change)
    for name in _asked(step):
        given = answers.more.get(name)
        if before and given and given < before:
            words = _("早于前面步骤的日期 %(day)s")
            raise Refused("invalid", words % {"day": before}, name)


def _latest(change: Change) -> date | None:
    """The last day given with a step so far."""
    kind, number = subject(change.matter)
    names = {name for step in change.flow.steps for name in _asked(step)}
    told = Entry.objects.filter(subject_kind=kind, subject_id=number, verb__startswith="matter.")
    days = (
        date.fromisoformat(facets[name])
        for facets in told.values_list("facets", flat=True)
        for name in names & facets.keys()
        if facets[name]
    )
    return max(days, default=None)


def _asked(step: Step) -> list[str]:
    return [ask.name for ask in step.asks if ask.kind == "date"]
