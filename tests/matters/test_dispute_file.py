"""The file list of a mediation, and where judicial confirmation stands, from what was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.matters.kinds.dispute.confirmation import standing
from zhuchao.matters.kinds.dispute.dossier import file_list, missing
from zhuchao.rules.flows import flow
from zhuchao.rules.flows.dispute_asks import PAPERS


@dataclass(frozen=True)
class Said:
    """An entry as far as these rules read it."""

    verb: str
    facets: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""


NOTIFY, HOLD = Said("matter.notify"), Said("matter.hold")
WRITTEN, FORCE = Said("matter.agree_in_writing"), Said("matter.put_in_force", {"relation": "none"})
SEEN = Said("matter.see_identity", {"side": "both"})


def lacking(*told: Said, photos: tuple[str, ...] = ()) -> list[str]:
    """What the file still needs."""
    return [paper.code for paper in missing(file_list(told, photos))]


def test_an_agreement_needs_the_five_papers_of_the_law() -> None:
    assert lacking(WRITTEN) == ["notice", "identity", "record", "agreement"]
    assert lacking(NOTIFY, HOLD, WRITTEN, FORCE, SEEN) == []


def test_a_refusal_before_any_session_needs_only_the_application() -> None:
    assert lacking(NOTIFY, Said("matter.refuse")) == []


def test_sessions_without_an_agreement_need_their_record() -> None:
    assert lacking(NOTIFY, HOLD, Said("matter.fail")) == ["identity"]


def test_the_identity_of_both_sides_has_to_be_seen() -> None:
    one = Said("matter.see_identity", {"side": "asker"})
    other = Said("matter.see_identity", {"side": "other"})
    assert lacking(NOTIFY, HOLD, one) == ["identity"]
    assert lacking(NOTIFY, HOLD, one, other) == []


def test_a_photo_or_a_paper_in_the_office_stands_for_a_record() -> None:
    kept = Said("matter.keep_paper", {"item": "identity"}, "放在哪里（柜号、盒号）：三号柜")
    found = {p.code: p for p in file_list([NOTIFY, HOLD, kept], ["paper:record"])}
    assert (found["identity"].here, found["identity"].where) == ("paper", "三号柜")
    assert found["record"].here == "photo"


VERBS = st.sampled_from([f"matter.{s.name}" for s in flow("dispute").steps])
FACETS = st.fixed_dictionaries(
    {
        "side": st.sampled_from(["asker", "other", "both"]),
        "item": st.sampled_from([code for code, _label in PAPERS]),
    }
)
TOLD = st.lists(st.builds(Said, VERBS, FACETS), max_size=8)


@given(told=TOLD, more=st.sampled_from([code for code, _label in PAPERS]))
def test_adding_a_paper_never_makes_the_file_lack_more(told: list[Said], more: str) -> None:
    before = set(lacking(*told))
    assert set(lacking(*told, photos=(f"paper:{more}",))) == before - {more}


@pytest.mark.parametrize("relation", ["identity", "adoption", "marriage"])
def test_relations_of_persons_are_not_confirmed_by_a_court(relation: str) -> None:
    found = standing([WRITTEN, Said("matter.put_in_force", {"relation": relation})])
    assert (found.standing, found.relation) == ("excluded", relation)


def test_a_court_decides_on_acceptance_in_three_days_and_in_fifteen_more() -> None:
    applied = Said("matter.apply_confirmation", {"applied_on": "2026-11-02"})
    found = standing([WRITTEN, FORCE, applied])
    assert found.standing == "applied"
    assert found.accepts_by == date(2026, 11, 5)
    assert found.decides_by == date(2026, 11, 20)
    assert found.extended_by == date(2026, 11, 30)


def test_an_oral_agreement_is_first_to_be_written() -> None:
    assert standing([Said("matter.agree_orally")]).standing == "oral"
    assert standing([]).standing == "none"
    assert standing([WRITTEN, FORCE]).standing == "open"
    assert standing([WRITTEN, FORCE, Said("matter.miss_confirmation")]).standing == "over"
