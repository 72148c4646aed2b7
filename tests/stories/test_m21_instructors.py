"""M21: instructors from the reserve pool to a unit for a term, their visits, load and grade."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import District, add_account
from tests.desk import desk, html
from tests.units import unit
from zhuchao.access.scope import system
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.journal.writing import Fact, writing
from zhuchao.registry.instructors.queries import instructors
from zhuchao.registry.models import Guidance, Milestone, Person, Tie
from zhuchao.rules.structure_file import shipped_limits
from zhuchao.rules.units import Measure

HOME = "/desk/instructors/"
ON = "visit-on"
"""The field of a visit's day."""


@pytest.fixture
def town(district: District) -> District:
    """Two streets, the desk of each and of the district, and units enough to be too many."""
    for name, role, where in (
        ("party", "party_desk", "D"),
        ("party1", "party_desk", "S1"),
        ("party2", "party_desk", "S2"),
    ):
        district.accounts[name] = add_account(district, name, role, where)
    for name in ("甲快递", "乙快递", "丙快递", "丁快递", "戊快递", "己快递"):
        unit(district, name)
    unit(district, "庚制造", "C21", trade="manufacturing")
    return district


def _pool(town: District, name: str = "party", label: str = "甲指导员", where: str = "D") -> Person:
    code = town.divisions[where].code
    said = {"pool-label": label, "pool-division": code, "pool-since": "2025-01-01"}
    html(desk(town, name).post(f"{HOME}pool/", said, follow=True))
    return Person.objects.get(label=label)


def _post(town: District, person: Person, where: str, name: str = "party", **more: Any) -> Any:
    said = {
        "post-person": person.pk,
        "post-unit": town.offices[where].pk,
        "post-since": str(local_day(now())),
        "post-months": "12",
        **more,
    }
    return desk(town, name).post(f"{HOME}post/", said)


def _tie(person: Person) -> Tie:
    return Tie.objects.get(kind="instructor", who_person=person)


def test_from_the_pool_to_a_unit_and_back(town: District) -> None:
    """He is posted for a term, stays on the list, and is free again after the last day."""
    person = _pool(town)
    assert _post(town, person, "甲快递").status_code == 302
    tie = _tie(person)
    assert tie.valid_to is not None
    client = desk(town, "party")
    page = html(client.get(HOME))
    assert "<b>1</b><span>今年派驻人数</span>" in page
    assert "<b>1</b><span>后备库人数</span>" in page
    assert "1 / 6" in page
    html(client.post(f"{HOME}{tie.pk}/end/", {"end-on": str(local_day(now()))}, follow=True))
    tie.refresh_from_db()
    assert tie.valid_to == local_day(now())


def test_nobody_has_more_units_than_the_limit(town: District) -> None:
    """The last place is taken; one more is told at the form."""
    person = _pool(town)
    names = ("甲快递", "乙快递", "丙快递", "丁快递", "戊快递")
    assert len(names) == shipped_limits().instructor_units
    for name in names:
        assert _post(town, person, name).status_code == 302
    page = html(_post(town, person, "己快递"), 422)
    assert "他已经联系 5 个单位" in page
    assert "已满" in page


def test_a_visit_is_counted_once_and_may_be_taken_back(town: District) -> None:
    """What was done stands as codes in the journal; the words stay out of it."""
    person = _pool(town)
    _post(town, person, "甲快递")
    tie, client, today = _tie(person), desk(town, "party"), str(local_day(now()))
    said = {ON: today, "visit-did": ["life", "problems"], "visit-remark": "两名骑手想入党"}
    page = html(client.post(f"{HOME}{tie.pk}/visit/", said, follow=True))
    assert "指导组织生活、了解困难问题" in page
    assert "found_on=guidance&amp;division=C11" in page
    entry = Entry.objects.get(verb="guidance.visited")
    assert entry.facets["did"] == ["life", "problems"]
    assert "骑手" not in str(vars(entry))
    assert client.post(f"{HOME}{tie.pk}/visit/", said).status_code == 422
    assert "<b>1</b><span>今年指导次数</span>" in html(client.get(HOME))
    row = Guidance.objects.get()
    back = f"{HOME}{tie.pk}/take-back/{row.pk}/"
    html(client.post(back, {"reason": "记错了单位"}, follow=True))
    assert "<b>0</b><span>今年指导次数</span>" in html(client.get(HOME))
    assert Entry.objects.get(verb="guidance.taken_back").voids == entry.pk
    assert client.post(back, {"reason": "再来"}).status_code == 409


@pytest.mark.parametrize(
    "said",
    [
        {ON: "2999-01-01", "visit-did": ["life"]},
        {ON: "2020-01-01", "visit-did": ["life"]},
        {"visit-did": []},
        {"visit-did": ["stars"]},
    ],
)
def test_a_wrong_visit_is_told_and_not_written(town: District, said: dict[str, Any]) -> None:
    """A day to come, one before the posting, nothing done, an unknown code."""
    person = _pool(town)
    _post(town, person, "甲快递")
    given = {ON: str(local_day(now())), **said}
    html(desk(town, "party").post(f"{HOME}{_tie(person).pk}/visit/", given), 422)
    assert not Guidance.objects.exists()


def test_a_year_is_graded_once(town: District) -> None:
    """Four grades; a second one of the year and a year without a posting are refused."""
    person = _pool(town)
    _post(town, person, "甲快递")
    client, path = desk(town, "party"), f"{HOME}{_tie(person).pk}/grade/"
    year = local_day(now()).year
    said = {"grade-year": str(year), "grade-code": "competent"}
    assert "<dd>称职</dd>" in html(client.post(path, said, follow=True))
    html(client.post(path, said), 422)
    html(client.post(path, {**said, "grade-year": str(year - 1)}), 422)
    assert Milestone.objects.get().code == "competent"


def test_a_street_writes_about_its_own_units_only(town: District) -> None:
    """Another street sees neither the posting nor the visit; the district's pool serves both."""
    person = _pool(town)
    assert _post(town, person, "甲快递", "party1").status_code == 302
    tie = _tie(person)
    other = desk(town, "party2")
    assert other.get(f"{HOME}{tie.pk}/").status_code == 404
    said = {ON: str(local_day(now())), "visit-did": ["life"]}
    assert other.post(f"{HOME}{tie.pk}/visit/", said).status_code == 404
    html(_post(town, person, "甲快递", "party2"), 422)
    assert _post(town, person, "庚制造", "party2").status_code == 302
    assert desk(town, "roads").get(HOME).status_code == 403
    pool = {"pool-label": "乙", "pool-division": town.divisions["S1"].code}
    assert other.post(f"{HOME}pool/", {**pool, "pool-since": "2025-01-01"}).status_code == 403


def test_who_is_not_in_the_pool_that_day_is_not_posted(town: District) -> None:
    """A posting begins while he is in reserve."""
    person = _pool(town)
    html(_post(town, person, "甲快递", **{"post-since": str(date(2024, 12, 31))}), 422)
    assert not Tie.objects.filter(kind="instructor").exists()


def test_an_instructor_logs_his_own_visits_and_grades_nobody(town: District) -> None:
    """He sees his posting, not the figures of the area; a grade is the desk's to give."""
    account = add_account(town, "guide", "instructor", "甲快递")
    town.accounts["guide"] = account
    tie, client = _tie(Person.objects.get(account=account)), desk(town, "guide")
    assert "今年派驻人数" not in html(client.get(HOME))
    said = {ON: str(local_day(now())), "visit-did": ["policy"]}
    assert "宣讲政策" in html(client.post(f"{HOME}{tie.pk}/visit/", said, follow=True))
    grade = {"grade-year": str(local_day(now()).year), "grade-code": "excellent"}
    assert client.post(f"{HOME}{tie.pk}/grade/", grade).status_code == 403
    assert not Milestone.objects.exists()


def test_the_list_takes_as_many_statements_for_one_as_for_many(
    town: District, django_assert_num_queries: Any
) -> None:
    """Four, however many instructors there are."""
    for number in range(3):
        _post(town, _pool(town, label=f"指导员{number}"), "甲快递")
    with django_assert_num_queries(4):
        assert len(instructors(system("test"), local_day(now()))) == 3


def test_a_difficulty_found_on_a_visit_is_counted_when_it_is_solved(town: District) -> None:
    """The form begins with the occasion; only those found on visits count, in the area they lie."""
    page = html(desk(town, "roads").get("/desk/enter/?kind=difficulty&found_on=guidance"))
    assert re.search(r'value="guidance"[^>]*(selected|checked)', page)
    path = str(town.divisions["C11"].path)
    with writing("test") as log:
        for occasion in ("guidance", "guidance", "visit"):
            facets = {"found_on": occasion, "heard": "met"}
            solved = Fact("difficulty.solved", ("matter", 1), path, facets=facets)
            log.add(replace(solved, quantity=Decimal(1), unit=Measure.ITEM_COUNT))
    said = "<span>今年解决困难问题（件次）</span>"
    assert f"<b>2</b>{said}" in html(desk(town, "party1").get(HOME))
    assert f"<b>0</b>{said}" in html(desk(town, "party2").get(HOME))
