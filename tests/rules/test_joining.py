"""Flows in which somebody joins by a step, or knows only for a while: what is wrong is told."""

from dataclasses import replace

import pytest

from zhuchao.rules.flows import FLOWS


def test_a_step_joins_only_as_somebody_who_takes_part() -> None:
    flow = FLOWS["wish"]
    steps = (replace(flow.step("claim"), joins="lead"),)
    with pytest.raises(ValueError, match="step claim joins the unknown lead"):
        replace(flow, steps=steps)


def test_who_knows_for_a_while_knows_in_states_there_are() -> None:
    with pytest.raises(ValueError, match="helper knows while in the unknown state asleep"):
        replace(FLOWS["help"], while_in=(("helper", ("asleep",)),))


@pytest.mark.parametrize("state", [s.name for s in FLOWS["help"].states])
def test_a_helper_knows_where_it_is_only_while_he_helps(state: str) -> None:
    flow = FLOWS["help"]
    assert flow.informed({"helper"}, state) == (state == "accepted")
    assert flow.informed({"intake"}, state)
    assert not flow.informed(set(), state)


def test_everybody_who_claims_has_a_lease_that_the_system_ends() -> None:
    lease = FLOWS["wish"].clock("lease")
    assert (lease.each, lease.then, lease.amount, lease.unit) == ("claimer", "expire", 7, "day")
    assert FLOWS["wish"].step("claim").joins == "claimer"
