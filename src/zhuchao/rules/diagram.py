"""A flow as documentation: `python -m zhuchao.rules.diagram KIND > docs/flows/KIND.md`."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from zhuchao.rules.flow import NEEDS, ROLES, Clock, Flow
from zhuchao.rules.flows import FLOWS

UNITS = {"minute": "minutes", "hour": "hours", "day": "days", "working_day": "working days"}


def diagram(flow: Flow) -> str:
    """The states and the steps between them, as a Mermaid state diagram.

    Steps that keep the state are left to the table: they would only hide the way.
    """
    starts = (flow.start, *flow.also_starts)
    lines = ["stateDiagram-v2", *(f"    [*] --> {start}" for start in starts)]
    lines += [f"    {state.name}: {state.label}" for state in flow.states]
    for (source, target), labels in _arrows(flow).items():
        lines.append(f"    {source} --> {target}: {' / '.join(labels)}")
    lines += [f"    {state.name} --> [*]" for state in flow.states if state.final]
    return "\n".join(lines)


def page(flow: Flow) -> str:
    """The whole flow as Markdown: its diagram, then tables of steps, clocks, requests, chain."""
    parts = [
        f"# {flow.label} `{flow.kind}`",
        f"Generated from `src/zhuchao/rules/flows/{flow.kind}.py`; secrecy: `{flow.secrecy}`.",
        f"```mermaid\n{diagram(flow)}\n```",
        "## Steps",
        table(("step", "label", "from", "to", "by", "needs"), _steps(flow)),
        "## Clocks",
        "Amounts are the shipped defaults; the rule set a matter began under decides.",
        table(("clock", "label", "limit", "starts", "stops", "at its end"), _clocks(flow)),
        "## Requests",
        table(("request", "label", "asked by", "decided by", "needs"), _requests(flow)),
    ]
    if flow.chain:
        hops = [(_code(h.name), h.label, _amount(h.amount, h.unit)) for h in flow.chain.hops]
        parts += [f"## Chain: {flow.chain.label}", table(("hop", "label", "limit"), hops)]
    return "\n\n".join(parts) + "\n"


def _arrows(flow: Flow) -> dict[tuple[str, str], list[str]]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in flow.steps:
        for source in step.source:
            if step.target not in (None, source):
                arrows.setdefault((source, str(step.target)), []).append(step.label)
    return arrows


def _steps(flow: Flow) -> Iterator[Sequence[str]]:
    for step in flow.steps:
        target = _code(step.target) if step.target else "stays"
        if step.each_holder:
            target += ", when every holder did"
        sources = ", ".join(_code(name) for name in step.source)
        yield (
            _code(step.name),
            step.label,
            sources,
            target,
            _words(step.by, ROLES),
            "、".join([*(NEEDS[n] for n in step.needs), *(a.label for a in step.asks)]),
        )


def _clocks(flow: Flow) -> Iterator[Sequence[str]]:
    for clock in flow.clocks:
        limit = _amount(clock.amount, clock.unit)
        if clock.until:
            limit = f"the day in {_code(clock.until)}, else {limit}"
        starts, stops = (", ".join(map(_code, events)) for events in (clock.starts, clock.stops))
        yield _code(clock.name), clock.label, limit, starts, stops, _end(clock)


def _end(clock: Clock) -> str:
    if clock.then:
        return f"the system takes {_code(clock.then)}"
    return "the right ends" if clock.window else "late, escalates"


def _requests(flow: Flow) -> Iterator[Sequence[str]]:
    for request in flow.requests:
        asked, decided = _words(request.asked_by, ROLES), _words(request.decided_by, ROLES)
        yield _code(request.name), request.label, asked, decided, _words(request.needs, NEEDS)


def _words(names: Iterable[str], labels: dict[str, str]) -> str:
    return "、".join(labels[name] for name in names)


def _code(name: str) -> str:
    return f"`{name}`"


def _amount(amount: int, unit: str) -> str:
    words = UNITS[unit]
    return f"{amount} {words.removesuffix('s') if amount == 1 else words}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of cells that are Markdown themselves."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    sys.stdout.write(page(FLOWS[sys.argv[1]]))
