"""What the limits advise, at each of their edges."""

from datetime import date
from importlib.resources import files

import pytest

from zhuchao.rules.structure import ADVICE, REASONS, Body, advice, reason_of
from zhuchao.rules.structure_file import read_limits, shipped_limits
from zhuchao.rules.toml import MalformedError

LIMITS = shipped_limits()
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (None, "members_unknown"),
        (0, "no_members"),
        (1, "few_members"),
        (2, "few_members"),
        (3, "should_build"),
        (40, "should_build"),
    ],
)
def test_the_reason_follows_the_members_known(members: int | None, expected: str) -> None:
    """Three formal members call for a branch (P17)."""
    assert reason_of(LIMITS, members) == expected
    assert expected in REASONS


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (Body("branch", 6), []),
        (Body("branch", 7), ["needs_committee"]),
        (Body("branch", 7, has_committee=True), []),
        (Body("branch", 50, has_committee=True), []),
        (Body("branch", 51, has_committee=True), ["needs_general_branch"]),
        (Body("branch", 101), ["needs_party_committee"]),
        (Body("party_committee", 49), ["structure_mismatch"]),
        (Body("party_committee", 50), []),
        (Body("joint_branch", 4, units=5), []),
        (Body("joint_branch", 4, units=6), ["too_many_units"]),
        (Body("branch", 3, elected_on=date(2023, 11, 27)), []),
        (Body("branch", 3, elected_on=date(2023, 11, 26)), ["election_overdue"]),
        (Body("branch", 3, elected_on=date(2023, 11, 26), in_community=True), []),
    ],
)
def test_advice_at_its_edges(body: Body, expected: list[str]) -> None:
    """Advice only: the words say who decides."""
    assert list(advice(LIMITS, body, TODAY)) == expected
    assert all(word in ADVICE for word in expected)


def test_a_faulty_limit_is_refused_at_its_key() -> None:
    """Zero members make no branch."""
    text = (files("zhuchao.rules") / "sets" / "structure.toml").read_text("utf-8")
    with pytest.raises(MalformedError) as caught:
        read_limits(text.replace("branch_members = 3", "branch_members = 0", 1), "mine.toml")
    assert (caught.value.file, caught.value.key) == ("mine.toml", "branch_members")
