"""M22: the Party clause of a charter: voted, consented, filed within 30 days of the consent."""

from datetime import timedelta

import pytest

from tests.cast import District
from tests.desk import desk, one, steps
from tests.party_desk import ago, found_desk, proposed, taken
from tests.units import unit
from zhuchao.journal.clock import local_day
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline


@pytest.fixture
def town(district: District) -> District:
    """An association and a foundation."""
    found_desk(district)
    unit(district, "快递协会", kind="association")
    unit(district, "暖巢基金会", kind="foundation")
    return district


def test_an_association_files_within_thirty_days_of_the_consent(town: District) -> None:
    """The clock starts on the day that is written on the paper (domain.md §3, L-ST)."""
    matter = proposed(town, "charter", organisation=town.offices["快递协会"].pk)
    taken(town, matter, "vote", note="会员大会通过", voted_on=ago(12))
    assert "consent_foundation" not in steps(one(desk(town, "party"), matter))
    taken(town, matter, "consent", agreed_on=ago(10))
    due = Deadline.objects.get(matter=matter, clock="file").due_at
    assert local_day(due) == ago(10) + timedelta(days=30)
    taken(town, matter, "file", note="已核准", filed_on=ago(1))
    told = Entry.objects.get(verb="party.charter_filed")
    assert told.organisation == town.office("快递协会")


def test_without_a_sponsor_the_vote_starts_the_thirty_days(town: District) -> None:
    """There is nobody to consent."""
    matter = proposed(town, "charter", organisation=town.offices["快递协会"].pk)
    taken(town, matter, "vote", note="通过", voted_on=ago(8))
    taken(town, matter, "no_sponsor", voted_again_on=ago(8))
    due = Deadline.objects.get(matter=matter, clock="file").due_at
    assert local_day(due) == ago(8) + timedelta(days=30)


def test_a_foundation_has_no_thirty_days(town: District) -> None:
    """Consent and approval, no limit: no clock runs."""
    matter = proposed(town, "charter", organisation=town.offices["暖巢基金会"].pk)
    taken(town, matter, "vote", note="理事会通过", voted_on=ago(12))
    offered = steps(one(desk(town, "party"), matter))
    assert "consent_foundation" in offered
    assert "consent" not in offered
    taken(town, matter, "consent_foundation", agreed_on=ago(10))
    assert not Deadline.objects.filter(matter=matter, clock="file").exists()
    taken(town, matter, "file", note="已核准", filed_on=ago(0))
    assert matter.state == "filed"
