"""Party kinds reach no further than the desk that approves, and keep what they touch together."""

from datetime import date
from typing import Any

import pytest

from tests.cast import JOB, District, add_account
from tests.desk import desk, submit
from tests.party_desk import ago, found_desk, proposed, taken
from tests.units import branch, covers, unit
from zhuchao.matters.models import Deadline, Matter
from zhuchao.registry.actions import add_person, affiliate
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.tie_actions import enrol

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def town(district: District) -> District:
    """The cast with a desk of the first street, and a committee with a branch below it."""
    found_desk(district)
    district.accounts["party1"] = add_account(district, "party1", "party_desk", "S1")
    old = branch(district, "啤酒厂党委", kind="party_committee")
    affiliate(JOB, "industry_line", old, district.offices["两新工委"], since=LONG_AGO)
    affiliate(JOB, "industry_line", branch(district, "车间支部"), old, since=LONG_AGO)
    return district


def proposal(town: District, kind: str, who: str = "party", **asked: Any) -> Matter:
    """A proposal that waits for its approval."""
    matter = proposed(town, kind, who, **asked)
    step, day = {
        "founding": ("consent", "consented_on"),
        "reorganisation": ("study", "studied_on"),
    }[kind]
    taken(town, matter, step, who, note="大家同意", **{day: ago(9)})
    return matter


def carried_out(town: District, how: str = "reduce", **asked: Any) -> None:
    """The committee is changed five days ago."""
    old = town.office("啤酒厂党委")
    matter = proposal(town, "reorganisation", how=how, organisation=old, **asked)
    taken(town, matter, "approve", approved_on=ago(8), paper="")
    names = {"new_name": "啤酒厂支部", "second_name": "啤酒厂二支部"}
    taken(town, matter, "carry_out", note="已办", done_on=ago(5), **names)


def lines(**ends: Any) -> list[str]:
    """To whom industry lines lead now."""
    rows = Tie.objects.filter(kind="industry_line", valid_to=None, **ends).order_by("pk")
    return list(rows.values_list("whom_organisation__name", flat=True))


@pytest.mark.parametrize("kind", ["founding", "reorganisation"])
def test_a_street_approves_nothing_for_another_street(town: District, kind: str) -> None:
    """The matter lies in its own street, what it names in another: 403, nothing written."""
    far = unit(town, "石桥厂", "C21", members_known=5)
    abroad = branch(town, "石桥党委", "C21", "party_committee")
    asked = {
        "founding": {"form": "own", "unit": far.pk},
        "reorganisation": {"how": "reduce", "organisation": abroad.pk},
    }[kind]
    matter = proposal(town, kind, "party1", **asked)
    said = {"approved_on": ago(8), "paper": ""}
    assert submit(desk(town, "party1"), matter, "step/approve", **said).status_code == 403
    taken(town, matter, "approve", "party", **said)
    assert matter.state == "approved"


def test_a_street_grants_no_money_to_another_street(town: District) -> None:
    """The desk of the whole district does."""
    abroad = branch(town, "石桥支部", "C21").pk
    asked = {"amount": "100", "paid_from": "2025-01-01", "paid_to": "2025-12-31"}
    matter = proposed(town, "refund", "party1", organisation=abroad, purpose="room", **asked)
    taken(town, matter, "review", "party1", note="属实")
    said = {"approved_on": ago(1), "paper": "", "granted": "100"}
    assert submit(desk(town, "party1"), matter, "step/approve", **said).status_code == 403
    taken(town, matter, "approve", "party", **said)
    assert matter.state == "approved"


def test_a_reduced_committee_keeps_its_place_between_above_and_below(town: District) -> None:
    """The new branch stands under the same superior, and the branch below under the new one."""
    carried_out(town)
    assert lines(who_organisation__name="啤酒厂支部") == ["两新工委"]
    assert lines(who_organisation__name="车间支部") == ["啤酒厂支部"]


def test_a_merger_takes_over_below_and_keeps_its_own_line(town: District) -> None:
    """A unit that had an organisation of its own shares one from then on."""
    into = town.offices["春风支部"]
    affiliate(JOB, "industry_line", into, town.offices["啤酒厂党委"], since=LONG_AGO)
    covers(town.offices["啤酒厂党委"], town.offices["甲快递"])
    carried_out(town, "merge", other=into.pk)
    assert lines(who_organisation=into) == []
    assert lines(who_organisation__name="车间支部") == ["春风支部"]
    now_ = Tie.objects.get(kind="covers", who_organisation=into)
    assert (now_.terms, now_.valid_from) == ({"form": "joint"}, ago(5))


def test_both_halves_of_a_split_stand_under_the_old_superior(town: District) -> None:
    """Neither is left hanging."""
    carried_out(town, "split")
    for name in ("啤酒厂支部", "啤酒厂二支部"):
        assert lines(who_organisation__name=name) == ["两新工委"]


def test_who_came_after_the_day_goes_along_and_a_term_stays(town: District) -> None:
    """A change told five days late loses nobody who came in between."""
    old, late, guest = town.offices["啤酒厂党委"], add_person(JOB, "甲"), add_person(JOB, "乙")
    enrol(JOB, "member", late, old, since=ago(2), terms={"stage": "formal"})
    enrol(JOB, "host_member", guest, old, since=ago(300), until=date(2030, 1, 1))
    carried_out(town)
    new = Organisation.objects.get(name="啤酒厂支部")
    held = Tie.objects.filter(who_person=late).values_list("whom_organisation", "valid_from")
    assert list(held) == [(new.pk, ago(2))]
    stay = Tie.objects.get(who_person=guest, whom_organisation=new)
    assert (stay.valid_from, stay.valid_to) == (ago(5), date(2030, 1, 1))


def test_no_step_is_dated_before_the_one_it_follows(town: District) -> None:
    """Told at the field, and nothing is written."""
    matter = proposal(town, "founding", form="own", unit=town.office("甲快递"))
    said = {"approved_on": ago(50), "paper": ""}
    answer = submit(desk(town, "party"), matter, "step/approve", **said)
    assert answer.status_code == 422
    assert f"早于前面步骤的日期 {ago(9)}" in answer.content.decode()
    matter.refresh_from_db()
    assert matter.state == "consented"


def test_a_founding_told_late_does_not_cover_a_unit_twice(town: District) -> None:
    """Somebody else covered it between the day of the founding and today."""
    covers(town.offices["春风支部"], town.offices["甲快递"], "joint", since=ago(2))
    matter = proposal(town, "founding", form="own", unit=town.office("甲快递"))
    taken(town, matter, "approve", approved_on=ago(8), paper="")
    said = {"note": "成立", "founded_on": ago(5), "branch_name": "甲快递支部"}
    assert submit(desk(town, "party"), matter, "step/found", **said).status_code == 409
    assert not Organisation.objects.filter(name="甲快递支部").exists()


def test_a_foundation_gets_no_thirty_days_by_another_door(town: District) -> None:
    """A step that is not offered to it is refused when it is sent all the same."""
    matter = proposed(town, "charter", organisation=unit(town, "暖巢基金会", kind="foundation").pk)
    taken(town, matter, "vote", note="通过", voted_on=ago(5))
    client, path = desk(town, "party"), f"/desk/matters/{matter.receipt}/step"
    for step, day in (("consent", "agreed_on"), ("no_sponsor", "voted_again_on")):
        said = {"version": matter.version, day: str(ago(5))}
        assert client.post(f"{path}/{step}/", said).status_code == 422
    assert not Deadline.objects.filter(matter=matter, clock="file").exists()


def test_without_a_sponsor_no_other_day_than_the_vote_counts(town: District) -> None:
    """A later day would prolong the thirty days."""
    matter = proposed(town, "charter", organisation=unit(town, "快递协会", kind="association").pk)
    taken(town, matter, "vote", note="通过", voted_on=ago(40))
    answer = submit(desk(town, "party"), matter, "step/no_sponsor", voted_again_on=ago(1))
    assert answer.status_code == 422
    assert f"登记的表决日期是 {ago(40)}" in answer.content.decode()


def test_who_applies_follows_his_money(town: District) -> None:
    """Also where the desk took the application down; another branch does not."""
    town.accounts["other"] = add_account(town, "other", "secretary", "车间支部")
    asked = {"amount": "100", "paid_from": "2025-01-01", "paid_to": "2025-12-31"}
    number = town.office("春风支部")
    matter = proposed(town, "refund", organisation=number, purpose="room", **asked)
    path = f"/desk/matters/{matter.receipt}/"
    assert desk(town, "secretary").get(path).status_code == 200
    assert desk(town, "other").get(path).status_code == 404
