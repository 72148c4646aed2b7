"""M19: a unit that should build, or several that are too small, get a branch through its steps."""

from typing import Any

import pytest

from tests.cast import District
from tests.desk import desk, html, one, steps, submit
from tests.party_desk import ago, found_desk, proposed, taken, today
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.registry.coverage.queries import Filters, on_day
from zhuchao.registry.models import Organisation, Tie


@pytest.fixture
def town(district: District) -> District:
    """Units, a branch, the desk of the committee above."""
    return found_desk(district)


def founded(town: District, **asked: Any) -> Any:
    """A proposal taken to the day before the founding."""
    matter = proposed(town, "founding", **asked)
    taken(town, matter, "consent", note="党员和单位都同意", consented_on=ago(5))
    taken(town, matter, "approve", approved_on=ago(3), paper="两新工委〔2026〕3号")
    return matter


def test_from_the_worklist_to_a_branch_that_covers_its_unit(town: District) -> None:
    """The link of the worklist fills the form; the founding covers the unit from that day."""
    client = desk(town, "party")
    work = html(client.get("/desk/coverage/"))
    unit = town.offices["甲快递"].pk
    link = f"/desk/enter/?kind=founding&amp;form=own&amp;unit={unit}"
    assert link in work
    form = html(client.get(link.replace("&amp;", "&")))
    assert f'<option value="{unit}" selected>甲快递</option>' in form
    assert "写明事由" in form
    assert not [word for word in ("他说的事", "他是谁", "没有手机") if word in form]
    matter = founded(town, form="own", unit=unit)
    page = taken(
        town, matter, "found", note="成立大会已开", founded_on=ago(1), branch_name="甲快递支部"
    )
    assert "已成立" in page
    made = Organisation.objects.get(name="甲快递支部")
    assert (made.kind, made.valid_from) == ("branch", ago(1))
    assert f'<a href="/desk/organisations/{made.code}/">甲快递支部</a>' in page
    tie = Tie.objects.get(kind="covers", who_organisation=made)
    assert (tie.whom_organisation_id, tie.terms) == (unit, {"form": "own"})
    covered = [on_day(day).coverage(Filters()).covered for day in (ago(2), ago(1))]
    assert covered == [0, 1]
    told = Entry.objects.get(verb="party.founded")
    assert told.facets["organisation"] == made.pk
    assert "甲快递" not in html(client.get("/desk/coverage/")).split("还没有党组织的单位")[1]


def test_two_small_units_share_one(town: District) -> None:
    """A joint branch covers both; the numbers only advise."""
    pair = [town.offices[name].pk for name in ("乙快递", "丙货运")]
    matter = founded(town, form="joint", unit=pair[0], unit2=pair[1])
    taken(town, matter, "found", note="成立", founded_on=today(), branch_name="快递货运联合支部")
    made = Organisation.objects.get(name="快递货运联合支部")
    assert made.kind == "joint_branch"
    found = on_day(local_day(now()))
    assert (len(found.covered), len(found.own)) == (2, 0)


def test_advice_is_told_with_its_source_and_does_not_bar(town: District) -> None:
    """One member is too few for a branch of its own: the page says so, the desk decides."""
    matter = proposed(town, "founding", form="own", unit=town.offices["乙快递"].pk)
    page = one(desk(town, "party"), matter)
    assert "不足 3 名一般联合组建" in page
    assert "《中国共产党支部工作条例（试行）》" in page
    assert steps(page)[0] == "consent"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"form": "own"}, "单独组建请选一家单位"),
        ({"form": "joint", "unit": "乙快递"}, "联合组建至少选两家单位"),
        ({"form": ""}, "form"),
    ],
)
def test_a_proposal_without_its_units_is_refused(
    town: District, asked: dict[str, str], told: str
) -> None:
    """At the field, and nothing is written."""
    client = desk(town, "party")
    path = "/desk/enter/?kind=founding"
    key = html(client.get(path)).split('name="intake_key" value="')[1].split('"')[0]
    named = {k: town.offices[v].pk if v in town.offices else v for k, v in asked.items()}
    said = {"intake_key": key, "kind": "founding", "text": "请研究", "division": "C11", **named}
    assert told in html(client.post(path, said), 422)
    assert not Entry.objects.filter(subject_kind="founding").exists()


def test_a_unit_is_not_covered_twice(town: District) -> None:
    """A second founding for the same unit stops at the last step."""
    unit = town.offices["甲快递"].pk
    first, second = (founded(town, form="own", unit=unit) for _ in range(2))
    taken(town, first, "found", note="成立", founded_on=ago(1), branch_name="甲快递支部")
    page = one(desk(town, "party"), second)
    assert "found" in steps(page)
    said = {"note": "成立", "founded_on": today(), "branch_name": "甲快递二支部"}
    answer = submit(desk(town, "party"), second, "step/found", **said)
    assert answer.status_code == 409
    assert "已有党组织覆盖" in answer.content.decode()
    assert not Organisation.objects.filter(name="甲快递二支部").exists()


def test_who_may_not_found_sees_no_way_to(town: District) -> None:
    """An office's staff cannot propose; another street's desk does not see the proposal."""
    matter = proposed(town, "founding", form="own", unit=town.offices["甲快递"].pk)
    assert desk(town, "party2").get(f"/desk/matters/{matter.receipt}/").status_code == 404
    assert desk(town, "roads").get(f"/desk/matters/{matter.receipt}/").status_code == 404
    assert "kind=founding" not in html(desk(town, "roads").get("/desk/enter/"))
