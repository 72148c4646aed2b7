"""Numbers of visits: counted from facts, by the days as they were believed, through a scope."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import JOB, District
from tests.circle.merchants.moments import moment
from tests.sites import checked, site
from zhuchao.access.scope import PUBLIC
from zhuchao.circle.merchants.counts import period
from zhuchao.circle.merchants.listing import ListFilters, listing
from zhuchao.circle.merchants.offers import end_offer, make_offer
from zhuchao.circle.merchants.openings import openings
from zhuchao.circle.merchants.queries import offers_on_map
from zhuchao.circle.merchants.visits import Scan, count_scan, count_tally, undo_tally
from zhuchao.circle.merchants.week import week_of
from zhuchao.circle.models import Offer
from zhuchao.journal.models import Entry
from zhuchao.marks.actions import award
from zhuchao.places.models import Site
from zhuchao.registry.site_actions import change_hours, close_until, retire_site
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def come(shop: Site, day: str, people: int, hour: int = 12) -> None:
    """So many people scan at an hour of a day of November."""
    with moment(f"2026-11-{day}T{hour:02}:00"):
        for number in range(people):
            count_scan(PUBLIC, shop.code, Scan("", f"phone{number}-{hour}"))


@pytest.fixture
def noodles(district: District) -> Site:
    """A shop that was there from 1 November on and closes on weekends."""
    with moment("2026-11-01T09:00"):
        return site(
            district, "面馆", kind="merchant", words="周一至周五 6:00-22:00；周末休息",
            code="sh-9", lon=117.86,
        )  # fmt: skip


def test_a_changed_week_counts_from_the_day_it_was_written(noodles: Site) -> None:
    with moment("2026-11-18T09:00"):
        new = as_text(read_hours("每天 6:00-22:00"))
        change_hours(JOB, noodles.pk, new, version=noodles.version)
    held = openings([noodles.pk], MONDAY, SUNDAY)[noodles.pk]
    assert [d.day for d in sorted(held.opened)] == [16, 17, 18, 19, 20, 21, 22]
    before = openings([noodles.pk], MONDAY - timedelta(days=7), MONDAY - timedelta(days=1))
    assert [d.day for d in sorted(before[noodles.pk].opened)] == [9, 10, 11, 12, 13]


def test_a_pause_closes_the_days_it_names_and_a_visit_opens_the_one_it_fell_on(
    noodles: Site,
) -> None:
    come(noodles, "17", 3)
    with moment("2026-11-17T15:00"):
        close_until(JOB, noodles.pk, date(2026, 11, 19), version=noodles.version)
    held = openings([noodles.pk], MONDAY, SUNDAY)[noodles.pk]
    assert [d.day for d in sorted(held.opened)] == [16, 20]
    means = period([noodles.pk], MONDAY, SUNDAY).shops[noodles.pk].means
    assert (means.visits, means.open_days, means.calendar_days) == (3, 3, 7)


def test_days_before_it_opened_and_after_it_was_retired_are_not_divided_by(
    district: District,
) -> None:
    with moment("2026-11-18T09:00"):
        place = site(
            district, "新店", kind="merchant", words="24小时", opened_on=date(2026, 11, 18)
        )
    with moment("2026-11-21T09:00"):
        on = date(2026, 11, 21)
        retire_site(JOB, place.pk, on=on, reason="搬走了", version=place.version)
    held = openings([place.pk], MONDAY, SUNDAY)[place.pk]
    assert [d.day for d in sorted(held.there)] == [18, 19, 20]


def test_what_is_not_open_yet_has_no_days(district: District) -> None:
    coming = site(district, "筹备", kind="merchant", status="building", opened_on=None)
    assert openings([coming.pk], MONDAY, SUNDAY)[coming.pk].there == frozenset()


def test_scan_and_hand_stand_apart_and_what_was_voided_is_in_no_number(
    district: District, shop: Site
) -> None:
    come(shop, "17", 4)
    come(shop, "17", 2, hour=19)
    with moment("2026-11-17T20:00"):
        count_tally(JOB, shop.code)
        count_tally(JOB, shop.code)
        undo_tally(JOB, shop.code, Entry.objects.latest("pk").pk)
    found = period([shop.pk], MONDAY, SUNDAY).shops[shop.pk]
    assert (found.scans, found.tallies, found.means.visits) == (6, 1, 7)
    assert found.scan_means.visits + found.tally_means.visits == found.means.visits
    sheet = week_of(shop, MONDAY)
    assert [(x.label, x.scans, x.tallies) for x in sheet.hours if x.both] == [
        ("12:00", 4, 0), ("19:00", 2, 0), ("20:00", 0, 1),
    ]  # fmt: skip
    assert len(sheet.hours) == 9
    assert sum(line.both for _day, line in sheet.days) == 7


def test_of_all_together_a_day_is_open_when_any_of_them_is(district: District) -> None:
    with moment("2026-11-01T09:00"):
        one, two = (
            site(district, name, kind="merchant", words=words, lon=lon)
            for name, words, lon in (
                ("平日店", "周一至周五 6:00-22:00；周末休息", 117.861),
                ("周六店", "周六 6:00-22:00；周日至周日休息；周一至周五休息", 117.862),
            )
        )
    come(one, "17", 4)
    come(two, "21", 2)
    found = period([one.pk, two.pk], MONDAY, SUNDAY)
    assert found.shops[one.pk].means.open_days == 5
    assert found.shops[two.pk].means.open_days == 1
    assert (found.total.means.visits, found.total.means.open_days) == (6, 6)
    assert found.total.means.calendar_days == 7


def test_the_list_takes_the_same_statements_for_one_shop_or_many(
    district: District, noodles: Site, django_assert_num_queries: Any
) -> None:
    scope = district.scope("supervisor")
    come(noodles, "17", 2)
    f = ListFilters(MONDAY, SUNDAY)
    listing(scope, f)
    with django_assert_num_queries(8):
        listing(scope, f)
    for number in range(4):
        site(district, f"店{number}", kind="merchant", words="24小时", lon=117.87 + number / 100)
    with moment("2026-11-23T09:00"):
        listing(scope, f)
        with django_assert_num_queries(8):
            assert len(listing(scope, f).rows) == 5


def test_one_reads_the_visits_of_ones_own_shop_and_territory_only(
    district: District, shop: Site
) -> None:
    f = ListFilters(MONDAY, SUNDAY)
    for who in ("street", "shop", "supervisor", "auditor", "street1"):
        assert [row.id for row in listing(district.scope(who), f).rows] == [shop.pk], who
    for who in ("other", "roads", "street2"):
        assert listing(district.scope(who), f).rows == [], who


def test_accredited_is_who_carries_a_valid_plate_today(district: District, shop: Site) -> None:
    award(district.scope("street"), checked(district, shop, "warm_merchant").pk)
    scope = district.scope("supervisor")
    assert listing(scope, ListFilters(MONDAY, SUNDAY)).accredited == 1
    assert len(listing(scope, ListFilters(MONDAY, SUNDAY, plate="yes")).rows) == 1
    assert listing(scope, ListFilters(MONDAY, SUNDAY, plate="no")).rows == []


def test_the_map_gets_the_words_of_what_holds_today(
    district: District, shop: Site, django_assert_num_queries: Any
) -> None:
    given: dict[str, Any] = {"site": shop, "valid_from": date(2026, 11, 1)}
    make_offer(JOB, Offer(kind="price_factor", factor=70, words="小哥套餐", **given))
    make_offer(JOB, Offer(kind="meal_off_peak", seats=12, **given))
    over = make_offer(JOB, Offer(kind="free_water", **given))
    make_offer(JOB, Offer(kind="priority_pickup", **given | {"valid_from": date(2099, 1, 1)}))
    with moment("2026-11-20T12:00"):
        end_offer(JOB, over.pk, version=1)
    with moment("2026-11-21T12:00"), django_assert_num_queries(1):
        assert offers_on_map() == {shop.pk: ("错峰就餐 12 座", "套餐打折 小哥套餐 7 折")}
