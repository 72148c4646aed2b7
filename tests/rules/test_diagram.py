"""The generated pages of the flows say what the flows are, and are current."""

from pathlib import Path

import pytest

from zhuchao.rules.diagram import diagram, page
from zhuchao.rules.flow import Flow
from zhuchao.rules.flows import FLOWS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "flows"
every_flow = pytest.mark.parametrize("flow", FLOWS.values(), ids=list(FLOWS))


@every_flow
def test_every_state_and_every_move_is_drawn(flow: Flow) -> None:
    drawn = diagram(flow).splitlines()
    for state in flow.states:
        assert f"    {state.name}: {state.label}" in drawn
        assert (f"    {state.name} --> [*]" in drawn) == state.final
    for step in flow.steps:
        for source in step.source:
            if step.target not in (None, source):
                arrow = f"    {source} --> {step.target}: "
                assert any(line.startswith(arrow) and step.label in line for line in drawn)


@every_flow
def test_every_step_clock_and_request_has_its_row(flow: Flow) -> None:
    rows = [line.split(" | ") for line in page(flow).splitlines() if line.startswith("| `")]
    named = [row[0].strip("| `") for row in rows]
    hops = [hop.name for hop in flow.chain.hops] if flow.chain else []
    steps, clocks = [step.name for step in flow.steps], [clock.name for clock in flow.clocks]
    assert named == steps + clocks + [request.name for request in flow.requests] + hops


@every_flow
def test_the_documented_flow_is_current(flow: Flow) -> None:
    written = DOCS / f"{flow.kind}.md"
    assert written.read_text("utf-8") == page(flow), (
        f"run: python -m zhuchao.rules.diagram {flow.kind} > docs/flows/{flow.kind}.md"
    )
