"""Sites are written by the office of their territory, confirmed by anybody, one after the other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import BEGINNING, JOB, District, found_district
from tests.sites import office_people, site
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.verifying import verify
from zhuchao.places.freshness import freshness, in_state, worst
from zhuchao.places.models import UNKNOWN_HOURS, Site
from zhuchao.registry.actions import end_tie, host
from zhuchao.registry.site_actions import (
    change_site,
    close_until,
    confirm_facts,
    contradict_fact,
    found_site,
    retire_site,
)
from zhuchao.rules.hours_data import from_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    """The cast with the offices of its streets and a merchant."""
    made = found_district()
    office_people(made)
    return made


def states(place: Site) -> dict[str, str]:
    """The freshness of each fact."""
    return {one.name: one.state for one in freshness(place.facts.all())}


def span(place: Site) -> Span:
    """What is believed of the site."""
    return Span.objects.get(id=f"site:{place.pk}")


def test_what_staff_write_is_confirmed_and_journaled_in_codes(district: District) -> None:
    place = site(district)
    assert states(place) == dict.fromkeys(("open", "hours", "equipment", "position"), "fresh")
    found = span(place)
    assert (found.verb, found.valid_from, found.valid_to) == ("site.founded", BEGINNING, None)
    assert found.facets["kind"] == "worker_station"
    assert found.facets["lon"] == 117_830_000
    assert found.facets["hours"]["week"][0] == ["08:00-20:00"]
    assert "春风" not in str(found.facets)
    assert verify().ok


def test_what_nobody_knows_is_not_confirmed_by_founding(district: District) -> None:
    place = site(district, lon=None, lat=None)
    Site.objects.filter(pk=place.pk).update(hours=UNKNOWN_HOURS)
    assert states(place)["position"] == "stale"


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("admin", True),
        ("supervisor", True),
        ("street", True),
        ("other", False),
        ("roads", False),
        ("shop", False),
        ("intake", False),
        ("auditor", False),
    ],
)
def test_only_the_territory_and_who_is_over_it_change_a_site(
    district: District, who: str, allowed: bool
) -> None:
    place = site(district)
    scope = district.scope(who)
    fresh = Site(name="新驿站", kind="driver_post", division=district.divisions["C11"])
    if allowed:
        change_site(scope, place.pk, {"name": "改名"}, version=1)
        assert found_site(scope, fresh).code
        return
    acts: tuple[Callable[[], object], ...] = (
        lambda: change_site(scope, place.pk, {"name": "改名"}, version=1),
        lambda: found_site(scope, fresh),
        lambda: retire_site(scope, place.pk, on=local_day(now()), reason="x", version=1),
        lambda: close_until(scope, place.pk, None, version=1),
    )
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "forbidden"
    place.refresh_from_db()
    assert (place.name, place.version) == ("春风驿站", 1)


def test_the_second_comer_is_told(district: District) -> None:
    place = site(district)
    change_site(JOB, place.pk, {"capacity": 8}, version=1)
    acts: tuple[Callable[[], object], ...] = (
        lambda: change_site(JOB, place.pk, {"capacity": 9}, version=1),
        lambda: confirm_facts(PUBLIC, place.pk, ["hours"], version=1),
        lambda: contradict_fact(PUBLIC, place.pk, "hours", version=1),
        lambda: retire_site(JOB, place.pk, on=local_day(now()), reason="x", version=1),
    )
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "stale"
    assert span(place).facets["capacity"] == 8


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "palace"}, "kind"),
        ({"kind": "station"}, "level"),
        ({"level": "street"}, "level"),
        ({"lon": None}, "lon"),
        ({"lat": 91.0}, "lon"),
        ({"hours": "8-9"}, "hours"),
        ({"status": "gone"}, "status"),
        ({"status": "closed"}, "status"),
        ({"status": "building"}, "opened_on"),
        ({"opened_on": local_day(now()) + timedelta(days=2)}, "opened_on"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    district: District, changes: dict[str, Any], field: str
) -> None:
    place = site(district)
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        change_site(JOB, place.pk, changes, version=1)
    assert field in refused.value.fields
    assert Entry.objects.count() == entries
    assert Site.objects.get().version == 1


def test_a_field_that_cannot_be_changed_is_a_fault_of_the_caller(district: District) -> None:
    place = site(district)
    with pytest.raises(KeyError):
        change_site(JOB, place.pk, {"code": "x"}, version=1)


def test_anybody_confirms_and_contradicts_without_an_identity(district: District) -> None:
    place = site(district)
    with at(now() + timedelta(days=100)):
        assert states(place)["hours"] == "stale"
        confirm_facts(PUBLIC, place.pk, ["hours"], version=1)
        assert states(place)["hours"] == "fresh"
        contradict_fact(PUBLIC, place.pk, "hours", version=1)
        contradict_fact(PUBLIC, place.pk, "hours", version=1)
        confirm_facts(PUBLIC, place.pk, ["hours"], version=1)
        hours = {one.name: one for one in freshness(place.facts.all())}["hours"]
        assert (hours.state, hours.yes, hours.no, hours.by) == ("doubted", 2, 2, "路过的人")
    told = Entry.objects.filter(verb="site.contradicted")
    assert {(e.who, e.headcount, e.facets["role"]) for e in told} == {("public", 1, "public")}
    assert not told.exclude(span_id="").exists()


def test_staff_settle_what_was_contradicted_and_the_host_does_not(district: District) -> None:
    place = site(district)
    host(JOB, "host", district.offices["shop"], place)
    contradict_fact(PUBLIC, place.pk, "equipment", version=1)
    confirm_facts(district.scope("shop"), place.pk, ["equipment"], version=1)
    assert states(place)["equipment"] == "doubted"
    assert worst(freshness(place.facts.all())).name == "equipment"
    assert list(in_state(Site.objects.all(), "doubted")) == [place]
    confirm_facts(district.scope("street"), place.pk, ["equipment"], version=1)
    assert states(place)["equipment"] == "fresh"
    assert list(in_state(Site.objects.all(), "fresh")) == [place]


def test_a_fact_nobody_knows_and_a_place_that_is_not_open_are_refused(district: District) -> None:
    place = site(district, status="building", opened_on=None)
    for names in ((), ("colour",)):
        with pytest.raises(Refused):
            confirm_facts(PUBLIC, place.pk, names, version=1)
    with pytest.raises(Refused) as refused:
        confirm_facts(PUBLIC, place.pk, ["hours"], version=1)
    assert refused.value.code == "conflict"


def test_a_plan_is_seen_by_nobody_outside(district: District) -> None:
    place = site(district, status="planned", opened_on=None)
    with pytest.raises(Refused) as refused:
        confirm_facts(PUBLIC, place.pk, ["hours"], version=1)
    assert refused.value.code == "not_found"


def test_writing_a_fact_confirms_that_one_alone(district: District) -> None:
    place = site(district)
    with at(now() + timedelta(days=100)):
        change_site(JOB, place.pk, {"equipment": ["toilet"]}, version=1)
        found = states(place)
        assert found.pop("equipment") == "fresh"
        assert set(found.values()) == {"stale"}


def test_what_was_under_construction_is_valid_from_the_day_it_opens(district: District) -> None:
    place = site(district, status="building", opened_on=None)
    assert (span(place).valid_from, span(place).facets["status"]) == (None, "building")
    change_site(JOB, place.pk, {"status": "open"}, version=1)
    assert (span(place).valid_from, span(place).facets["status"]) == (local_day(now()), "open")


def test_the_host_closes_for_some_days_and_opens_again(district: District) -> None:
    place = site(district)
    tie = host(district.scope("street"), "host", district.offices["shop"], place)
    until = local_day(now()) + timedelta(days=3)
    shop = district.scope("shop")
    place = close_until(shop, place.pk, until, version=1)
    assert from_text(place.hours).closed_until == until
    assert span(place).facets["hours"]["closed_until"] == until.isoformat()
    place = close_until(shop, place.pk, None, version=2)
    assert from_text(place.hours).closed_until is None
    with pytest.raises(Refused):
        close_until(shop, place.pk, local_day(now()) - timedelta(days=1), version=3)
    end_tie(district.scope("street"), tie, on=tie.valid_from)
    with at(now() + timedelta(days=1)), pytest.raises(Refused):
        close_until(shop, place.pk, until, version=3)


def test_a_retired_site_counts_up_to_the_day_before(district: District) -> None:
    place = site(district)
    today = local_day(now())
    street = district.scope("street")
    for reason, on in (("", today), ("房子拆了", today + timedelta(days=1))):
        with pytest.raises(Refused):
            retire_site(street, place.pk, on=on, reason=reason, version=1)
    retire_site(street, place.pk, on=today, reason="房子拆了", version=1)
    assert span(place).valid_to == today - timedelta(days=1)
    assert Entry.objects.get(verb="site.retired").words == "房子拆了"
    with pytest.raises(Refused):
        retire_site(street, place.pk, on=today, reason="再拆", version=2)
    change_site(street, place.pk, {"status": "open"}, version=2)
    assert (span(place).valid_from, span(place).valid_to) == (BEGINNING, None)


def test_what_never_opened_has_not_counted_for_a_day(district: District) -> None:
    place = site(district, status="building", opened_on=None)
    today = local_day(now())
    retire_site(JOB, place.pk, on=today, reason="不建了", version=1)
    assert span(place).valid_from > span(place).valid_to  # type: ignore[operator]


def test_a_code_is_used_once(district: District) -> None:
    place = site(district, code="yz-1")
    with pytest.raises(Refused) as refused:
        site(district, code=place.code)
    assert refused.value.fields.keys() == {"code"}


def test_another_office_hosts_only_what_lies_in_its_territory(district: District) -> None:
    place = site(district)
    with pytest.raises(Refused):
        host(district.scope("other"), "host", district.offices["shop"], place)
