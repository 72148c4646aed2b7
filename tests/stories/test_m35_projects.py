"""M35, the supported projects: applied, approved for an amount, run, results told, settled."""

from typing import Any

import pytest

from tests.cast import District
from tests.desk import desk, submit
from tests.party_desk import ago, found_desk, proposed, taken
from zhuchao.journal.models import Entry


@pytest.fixture
def town(district: District) -> District:
    """A branch with a secretary, the desk above."""
    return found_desk(district)


def test_a_project_goes_from_application_to_results_and_settlement(town: District) -> None:
    """Funds and results are counted; what is spent is never above what was approved (A-28)."""
    matter = proposed(
        town,
        "project",
        "secretary",
        organisation=town.offices["春风支部"].pk,
        amount="50000",
        purpose="station",
    )
    taken(town, matter, "review", note="可行")
    taken(town, matter, "approve", approved_on=ago(30), paper="", granted="30000")
    taken(town, matter, "start", "secretary", started_on=ago(20))
    taken(town, matter, "report", "secretary", note="周末有人带课", people="126")
    said: dict[str, Any] = {"note": "发票齐", "settled_on": ago(1), "spent": "30000.01"}
    answer = submit(desk(town, "party"), matter, "step/settle", **said)
    assert answer.status_code == 422
    assert "不能多于批准的 30,000.00 元" in answer.content.decode()
    taken(town, matter, "settle", **{**said, "spent": "29999.50"})
    assert matter.state == "settled"
    supported = Entry.objects.get(verb="party.project_supported")
    assert (supported.facets["fen"], supported.division_path) == (3_000_000, "/D/S1/C11/")
    assert Entry.objects.get(verb="party.project_settled").facets["fen"] == 2_999_950
    assert Entry.objects.get(verb="matter.report").facets["people"] == 126
