"""Plates: awarded on a check, renewed, expired, taken away; counted once; standards in versions."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.cast import JOB, District
from tests.sites import checked, site
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Grant, Scope
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.verifying import verify
from zhuchao.marks.actions import add_standard, award, retire, withdraw
from zhuchao.marks.models import Mark
from zhuchao.marks.plates import MarkFilters, due_count, marks, passed, plate_count
from zhuchao.marks.standards import shipped_source, standard_version, standards
from zhuchao.places.models import Site


def hung(district: District, place: Site, key: str = "station_six") -> Mark:
    """A plate on a site."""
    return award(district.scope("street"), checked(district, place, key).pk)


def span(mark: Mark) -> Span:
    """What is believed of a plate."""
    return Span.objects.get(id=f"mark:{mark.pk}")


def test_a_passed_check_on_the_spot_earns_a_plate_for_a_year(district: District) -> None:
    place = site(district)
    mark = hung(district, place)
    today = local_day(now())
    assert mark.number == f"station_six-{today.year}-001"
    assert mark.valid_until == date(today.year + 1, today.month, today.day) - timedelta(days=1)
    found = span(mark)
    assert (found.valid_from, found.valid_to) == (today, mark.valid_until)
    assert found.facets == {
        "site": place.pk,
        "kind": "worker_station",
        "standard": "station_six",
        "version": "default-1",
        "grade": "passed",
        "state": "valid",
    }
    assert verify().ok


@pytest.mark.parametrize("who", ["other", "shop", "roads", "intake"])
def test_only_the_territory_awards_and_takes_away(district: District, who: str) -> None:
    place = site(district)
    mark = hung(district, place)
    check = checked(district, place)
    acts: tuple[Callable[[], object], ...] = (
        lambda: award(district.scope(who), check.pk),
        lambda: withdraw(district.scope(who), mark.pk, reason="x", version=1),
    )
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "forbidden"


def test_what_earns_no_plate(district: District) -> None:
    place = site(district)
    own = checked(district, place, manner="self")
    failed = checked(district, place, failed=("sign",))
    old = checked(district, place)
    checked(district, place)
    for check in (own, failed, old):
        with pytest.raises(Refused) as refused:
            award(JOB, check.pk)
        assert refused.value.code == "conflict"
    with pytest.raises(Refused) as refused:
        award(JOB, 999)
    assert refused.value.code == "not_found"
    assert not Mark.objects.exists()


def test_a_check_is_used_once_and_a_number_too(district: District) -> None:
    place, other = site(district), site(district, "夏荷驿站", where="C12")
    check = checked(district, place)
    award(JOB, check.pk, number="巢 1 号")
    with pytest.raises(Refused):
        award(JOB, check.pk)
    with pytest.raises(Refused) as refused:
        award(JOB, checked(district, other).pk, number="巢 1 号")
    assert "number" in refused.value.fields


def test_a_recheck_renews_the_plate_and_keeps_its_number(district: District) -> None:
    place = site(district)
    mark = hung(district, place)
    with at(now() + timedelta(days=320)):
        assert [m.pk for m in marks(MarkFilters(state="due"))] == [mark.pk]
        assert due_count(district.scope("street")) == 1
        assert due_count(district.scope("other")) == 0
        again = hung(district, place)
        assert (again.pk, again.number) == (mark.pk, mark.number)
        assert again.valid_until > mark.valid_until
        assert due_count(district.scope("street")) == 0
    assert Entry.objects.filter(verb="mark.renewed").count() == 1


def test_what_ran_out_gets_a_new_plate_so_that_the_gap_stays_a_gap(district: District) -> None:
    place = site(district)
    mark = hung(district, place)
    with at(now() + timedelta(days=400)):
        assert plate_count().sites == 0
        again = hung(district, place)
        assert again.pk != mark.pk
        assert span(mark).valid_to < span(again).valid_from  # type: ignore[operator]
        assert due_count(JOB) == 0


def test_a_plate_is_taken_away_with_a_reason_once(district: District) -> None:
    mark = hung(district, site(district))
    with pytest.raises(Refused):
        withdraw(JOB, mark.pk, reason=" ", version=1)
    with pytest.raises(Refused) as refused:
        withdraw(JOB, mark.pk, reason="设施撤了", version=7)
    assert refused.value.code == "stale"
    withdraw(JOB, mark.pk, reason="设施撤了", version=1)
    assert span(mark).valid_to == local_day(now()) - timedelta(days=1)
    assert span(mark).facets["state"] == "withdrawn"
    assert Entry.objects.get(verb="mark.withdrawn").words == "设施撤了"
    with pytest.raises(Refused) as refused:
        withdraw(JOB, mark.pk, reason="再摘", version=2)
    assert refused.value.code == "conflict"
    assert plate_count().plates == 0


def test_a_site_with_two_plates_counts_once_and_the_overlap_is_shown(district: District) -> None:
    both = site(district, kind="friendly_quarter")
    hung(district, both), hung(district, both, "nine_haves")
    hung(district, site(district, "夏荷驿站", where="C12"))
    counted = plate_count()
    assert (counted.sites, counted.plates, counted.several) == (2, 3, 1)
    assert counted.each == {"station_six": 2, "nine_haves": 1}
    assert counted.together == [("nine_haves", "station_six", 1)]


def test_a_retired_site_loses_its_plates_all_or_nothing(district: District) -> None:
    place = site(district)
    mark = hung(district, place)
    with pytest.raises(Refused):
        retire(JOB, place.pk, on=local_day(now()), reason="", version=1)
    assert Mark.objects.get().state == "valid"
    retire(JOB, place.pk, on=local_day(now()), reason="拆了", version=1)
    mark.refresh_from_db()
    assert mark.state == "withdrawn"
    assert Entry.objects.get(verb="mark.withdrawn").words == "拆了"


def test_a_check_that_passed_waits_for_its_plate(district: District) -> None:
    place = site(district)
    check = checked(district, place)
    assert passed(district.scope("street")) == [check]
    assert passed(district.scope("other")) == []
    award(JOB, check.pk)
    assert passed(district.scope("street")) == []


NEXT = (
    shipped_source("nine_haves")
    .replace("default-1", "2027")
    .replace("2020-01-01", "2021-01-01")
    .replace("confirmed = false", "confirmed = true")
)


def test_a_new_version_holds_from_its_day_and_the_old_plate_keeps_its_own(
    district: District,
) -> None:
    place = site(district, kind="friendly_quarter")
    mark = hung(district, place, "nine_haves")
    add_standard(JOB, NEXT)
    assert standards()["nine_haves"].version == "2027"
    assert standards()["nine_haves"].confirmed
    assert standards(date(2020, 6, 1))["nine_haves"].version == "default-1"
    assert not standard_version("nine_haves", mark.standard_version).confirmed
    assert checked(district, place, "nine_haves").standard_version == "2027"
    with pytest.raises(KeyError):
        standard_version("nine_haves", "1999")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("key = ", "TOML"),
        (NEXT.replace('version = "2027"', 'version = "default-1"'), "已经载入"),
        (NEXT.replace("friendly_park", "palace"), "palace"),
        (NEXT.replace("months = 12", "months = 0"), "months"),
        (NEXT.replace('evidence = "none"', 'evidence = "photo"'), "evidence"),
        (NEXT.replace('key = "map"', 'key = "sign"'), "重复"),
        (NEXT.replace("percent = 66", "percent = 95"), "percent"),
        (NEXT.split("[[item]]")[0], "item"),
        (NEXT.split("[[grade]]")[0] + "[[item]]" + NEXT.split("[[item]]", 1)[1], "grade"),
        (NEXT.replace('key = "map"', 'key = "Map!"'), "key"),
        (NEXT.replace('key = "map"', 'key = "map"\npoints = 0'), "points"),
        (NEXT.replace("2021-01-01", "2021-01-01\nin_force_to = 2020-01-01"), "in_force_to"),
        (NEXT.replace("confirmed = true", "confirmed = 1"), "confirmed"),
        (NEXT.replace('"friendly_park",', "7,"), "kinds"),
    ],
)
def test_a_standard_that_is_wrong_is_told_where(district: District, source: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        add_standard(JOB, source)
    assert said in refused.value.message
    assert not Entry.objects.filter(verb="standard.loaded").exists()


def test_only_an_administrator_of_the_whole_loads_a_standard(district: District) -> None:
    street = Scope("a", grants=(Grant("administrator", "/D/S1/"),), second_factor=True)
    whole = Scope("a", grants=(Grant("administrator", "/D/"),), second_factor=True)
    for scope in (district.scope("street"), street, district.scope("admin")):
        with pytest.raises(Refused):
            add_standard(scope, NEXT)
    assert add_standard(whole, NEXT).version == "2027"
