"""The documentation says what is true: every label, every command, every generated page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhuchao.cli.catalogue import BY_NAME
from zhuchao.marks.models import MANNERS, MARK_STATES, OUTCOMES
from zhuchao.matters import access_table, policy
from zhuchao.matters.models import CHANNELS, URGENCIES
from zhuchao.places.freshness import FRESHNESS
from zhuchao.places.models import DIVISION_KINDS
from zhuchao.places.site_kinds import (
    CONFIRMERS,
    EQUIPMENT,
    FACTS,
    GROUPS,
    LEVELS,
    SITE_KINDS,
    STATUSES,
)
from zhuchao.registry.kinds import ORGANISATION_KINDS, POSITIONS, TIE_KINDS
from zhuchao.rules.diagram import page
from zhuchao.rules.flow import ROLES, Flow
from zhuchao.rules.flows import FLOWS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh-CN.md")
WRITTEN = (*READMES, *sorted(path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md")))
Term = tuple[str, str]


def named(flow: Flow) -> Iterator[Term]:
    """Everything of a flow that has a label, as (label, identifier)."""
    yield flow.label, flow.kind
    for request in flow.requests:
        yield request.label, request.name
        yield from ((label, code) for code, label in request.reasons)
    yield from ((state.label, state.name) for state in flow.states)
    yield from ((step.label, step.name) for step in flow.steps)
    yield from ((clock.label, clock.name) for clock in flow.clocks)
    if flow.chain:
        yield flow.chain.label, flow.chain.name
        yield from ((hop.label, hop.name) for hop in flow.chain.hops)


OF_SITES = (
    *SITE_KINDS,
    *GROUPS,
    *LEVELS,
    *STATUSES,
    *EQUIPMENT,
    *FACTS,
    *CONFIRMERS,
    *FRESHNESS,
)
OF_MARKS = (*MANNERS, *MARK_STATES, *OUTCOMES)


def terms() -> set[Term]:
    """What screens call things, with the identifier each has in the code."""
    pairs = (*DIVISION_KINDS, *ORGANISATION_KINDS, *POSITIONS, *URGENCIES, *CHANNELS)
    found = {(str(label), name) for name, label in (*pairs, *ROLES.items())}
    found |= {(tie.label, tie.name) for tie in TIE_KINDS}
    found |= {(str(label), name) for name, label, *_tone in (*OF_SITES, *OF_MARKS)}
    return found.union(*(named(flow) for flow in FLOWS.values()))


def rows() -> list[list[str]]:
    """The cells of the glossary's tables, heads apart."""
    lines = (DOCS / "glossary.md").read_text("utf-8").splitlines()
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:1] == "|"]
    return [row for row in cells if row[1].startswith("`")]


def test_every_label_is_in_the_glossary_under_its_identifier() -> None:
    known = {(chinese, name.strip("`")) for chinese, name, *_ in rows()}
    assert sorted(terms() - known) == []


def test_the_glossary_says_of_each_term_what_it_means_once() -> None:
    found = rows()
    assert [row for row in found if len(row) != 4 or not all(row[:3])] == []
    pairs = [(row[0], row[1]) for row in found]
    assert sorted({pair for pair in pairs if pairs.count(pair) > 1}) == []


@pytest.mark.parametrize("flow", FLOWS.values(), ids=list(FLOWS))
def test_every_flow_has_its_current_page(flow: Flow) -> None:
    assert (DOCS / "flows" / f"{flow.kind}.md").read_text("utf-8") == page(flow)


def test_the_table_of_access_is_current_and_knows_every_role() -> None:
    assert tuple(sorted(access_table.HELD)) == tuple(sorted(policy.ROLES))
    assert (DOCS / "access.md").read_text("utf-8") == access_table.page(), (
        "run: python -m zhuchao.matters.access_table > docs/access.md"
    )


def shell(text: str) -> str:
    """What a document gives to type: its shell blocks and what it sets as code in a line."""
    return "\n".join(a or b for a, b in re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", text, re.DOTALL))


@pytest.mark.parametrize("document", WRITTEN)
def test_every_command_spoken_of_exists(document: str) -> None:
    said = re.findall(
        r"(?:^|[/\s])zhuchao ([a-z]+)", shell((ROOT / document).read_text("utf-8")), re.MULTILINE
    )
    assert sorted(set(said) - set(BY_NAME)) == []


@pytest.mark.parametrize("document", READMES)
def test_every_target_and_link_of_the_readme_exists(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"\bmake ([a-z]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link
