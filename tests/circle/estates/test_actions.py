"""Writing a card: who may, what is wrong with it, who was first, and what the journal keeps."""

from dataclasses import replace

import pytest

from tests.cast import JOB, District
from tests.estate_cast import PLAN
from tests.sites import site
from zhuchao.access.refusal import Refused
from zhuchao.circle.estates.actions import write_estate
from zhuchao.circle.estates.plan import Building, Plan, Spot
from zhuchao.circle.estates.queries import plan_of, scenes
from zhuchao.circle.models import Estate
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.spans import false_span
from zhuchao.places.models import Site
from zhuchao.registry.site_actions import retire_site

SOUTH = PLAN.gates[1]


def refused(district: District, who: str, place: Site, plan: Plan, version: int = 0) -> Refused:
    """The refusal of a card."""
    with pytest.raises(Refused) as caught:
        write_estate(district.scope(who), place.pk, plan, version=version)
    return caught.value


@pytest.mark.parametrize(("who", "role"), [("street", "staff"), ("shop", "keeper")])
def test_the_office_and_the_host_write_it(
    district: District, place: Site, who: str, role: str
) -> None:
    made = write_estate(district.scope(who), place.pk, PLAN, version=0)
    assert (made.checked_by, made.version) == (role, 1)
    assert plan_of(made) == PLAN
    assert plan_of(Estate.objects.get()) == PLAN


@pytest.mark.parametrize("who", ["other", "roads", "auditor", "driver"])
def test_nobody_else_does(district: District, place: Site, who: str) -> None:
    assert refused(district, who, place, PLAN).code == "forbidden"
    assert not Estate.objects.exists()


def test_the_second_of_two_is_told(district: District, place: Site) -> None:
    write_estate(JOB, place.pk, PLAN, version=0)
    assert refused(district, "street", place, PLAN).code == "stale"
    write_estate(district.scope("shop"), place.pk, replace(PLAN, spots=()), version=1)
    assert refused(district, "street", place, PLAN, 1).code == "stale"
    assert Estate.objects.get().version == 2


def test_only_a_friendly_scene_in_use_has_one(district: District, place: Site) -> None:
    station = site(district, "某驿站")
    assert refused(district, "street", station, PLAN).code == "conflict"
    retire_site(JOB, place.pk, on=place.opened_on, reason="拆了", version=place.version)  # type: ignore[arg-type]
    assert refused(district, "street", place, PLAN).code == "conflict"


def test_each_fault_names_its_row(district: District, place: Site) -> None:
    plan = Plan(
        (SOUTH, replace(SOUTH, kinds=("ship",)), replace(SOUTH, name="门", hours="?")),
        (
            Building("", (117.83, 31.6)),
            Building("2号楼", (117.83, 99.0), 0, 999),
            Building("十二个字以上的一个楼名字", None, lift="maybe"),
        ),
        (Spot("tree", "", None),),
        ((117.83, 31.6),),
        ((117.83, 31.6), (117.83, 31.7)),
        {"registration": "often", "rules": "长" * 201, "lift_words": ""},
    )
    said = refused(district, "street", place, plan)
    assert (said.code, set(said.fields)) == (
        "invalid",
        {
            "gates-1-kinds", "gates-1-name", "gates-2-hours", "buildings-0-name",
            "buildings-1-lon", "buildings-1-units", "buildings-1-floors", "buildings-2-lift",
            "spots-0-kind", "route", "outline", "", "rules", "registration",
        },
    )  # fmt: skip
    assert not Entry.objects.filter(verb="estate.written").exists()


def test_a_plan_that_says_nothing_is_none(district: District, place: Site) -> None:
    assert refused(district, "street", place, Plan()).fields.keys() == {""}


def test_the_journal_keeps_codes_and_numbers_and_no_name(district: District, place: Site) -> None:
    made = write_estate(district.scope("street"), place.pk, PLAN, version=0)
    write_estate(district.scope("street"), place.pk, replace(PLAN, spots=()), version=1)
    first, second = Entry.objects.filter(verb="estate.written").order_by("pk")
    assert first.facets["buildings"] == 11
    assert first.facets["ebike_gates"] == 1
    assert (first.facets["bay"], second.facets["bay"]) == (1, 0)
    for word in ("南门", "号楼", "停车点", "车停"):
        assert word not in str(first.facets)
    span = Span.objects.get(pk=f"estate:{made.pk}")
    assert (span.entry_id, span.valid_from) == (second.pk, made.made_on)
    assert false_span() is None


def test_the_desk_lists_the_scenes_of_its_territory(district: District, place: Site) -> None:
    bare = site(district, "夏荷园区", kind="friendly_park", where="C12")
    site(district, "秋实小区", kind="friendly_quarter", where="C21")
    write_estate(JOB, place.pk, PLAN, version=0)
    street = district.scope("street")
    assert [s.name for s in scenes(street).rows] == ["青檐花园", "夏荷园区"]
    assert [s.pk for s in scenes(street, state="missing").rows] == [bare.pk]
    assert [s.pk for s in scenes(street, state="done", words="青檐").rows] == [place.pk]
    assert [s.pk for s in scenes(district.scope("shop")).rows] == [place.pk]
    assert scenes(district.scope("driver")).rows == []
