"""M24: dues returned: amount, period, receiving organisation, purpose, approval, paid."""

import pytest

from tests.cast import District
from tests.desk import desk, one, submit
from tests.party_desk import ago, found_desk, proposed, taken
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter


@pytest.fixture
def town(district: District) -> District:
    """A branch with a secretary, the desk above."""
    return found_desk(district)


def applied(town: District) -> Matter:
    """An application of the branch for 12,345.00 yuan."""
    return proposed(
        town,
        "refund",
        "secretary",
        organisation=town.offices["春风支部"].pk,
        amount="12345.00",
        paid_from=ago(400),
        paid_to=ago(40),
        purpose="training",
    )


def test_a_branch_applies_and_is_paid(town: District) -> None:
    """Reviewed, approved for less, paid; the amount stands in fen in the journal (A-14)."""
    matter = applied(town)
    assert "12,345.00 元" in one(desk(town, "secretary"), matter)
    taken(town, matter, "review", note="材料齐全")
    taken(town, matter, "approve", approved_on=ago(3), paper="", granted="10000")
    taken(town, matter, "pay", note="已转账", paid_on=ago(1))
    told = Entry.objects.get(verb="party.refunded")
    assert (told.facets["fen"], told.organisation) == (1_000_000, town.office("春风支部"))
    assert "10,000.00 元" in one(desk(town, "secretary"), matter)


def test_no_more_is_granted_than_was_asked(town: District) -> None:
    """At the field, with the amount asked."""
    matter = applied(town)
    taken(town, matter, "review", note="材料齐全")
    said = {"approved_on": ago(3), "paper": "", "granted": "12345.01"}
    answer = submit(desk(town, "party"), matter, "step/approve", **said)
    assert answer.status_code == 422
    assert "不能多于申请的 12,345.00 元" in answer.content.decode()


def test_the_secretary_cannot_approve_his_own(town: District) -> None:
    """He sees it and may take it back; the desk above decides."""
    matter = applied(town)
    page = one(desk(town, "secretary"), matter)
    assert "/step/withdraw/" in page
    assert "/step/review/" not in page
