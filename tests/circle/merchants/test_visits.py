"""Counting visits: what counts, what is told kindly, and the limits."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import JOB, District
from tests.circle.merchants.moments import moment
from tests.sites import site
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.circle.merchants.codes import current_token, token
from zhuchao.circle.merchants.offers import make_offer
from zhuchao.circle.merchants.queries import visit_facts
from zhuchao.circle.merchants.visits import (
    SCANS_A_DAY,
    TALLIES_A_MINUTE,
    Scan,
    count_scan,
    count_tally,
    forget_devices,
    remove_thanks,
    undo_tally,
)
from zhuchao.circle.models import DeviceVisit, Offer
from zhuchao.journal.clock import at, now, zone
from zhuchao.journal.models import Entry, Remark
from zhuchao.places.models import Site
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours
from zhuchao.rules.visiting import SLOT_SECONDS, slot_of

NOON = "2026-11-25T12:00"


def scan(shop: Site, phone: str = "phone", **more: object) -> Site:
    """A telephone scans the printed code, or what is said."""
    given = {"token": "", "device": phone, **more}
    return count_scan(PUBLIC, shop.code, Scan(**given))  # type: ignore[arg-type]


def offer(shop: Site, kind: str = "free_water", **fields: object) -> Offer:
    """An offer that holds since the beginning of the year."""
    given = {"valid_from": date(2026, 1, 1), **fields}
    return make_offer(JOB, Offer(site=shop, kind=kind, **given))


def refusal(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda refused: refused.code == code)


def test_a_scan_is_one_fact_of_one_person_and_nothing_else(shop: Site) -> None:
    water = offer(shop)
    with moment(NOON):
        scan(shop, offer=water.pk)
    fact = Entry.objects.get(verb="visit.counted")
    assert (fact.headcount, fact.who, fact.subject_id) == (1, "public", shop.pk)
    assert fact.division_path == shop.division.path
    assert fact.facets == {"site": shop.pk, "offer": water.pk, "way": "printed", "hour": 12}
    assert not fact.remark_digest


def test_one_telephone_counts_once_in_a_meal_period_and_again_at_the_next(shop: Site) -> None:
    with moment(NOON):
        scan(shop)
    with moment("2026-11-25T13:59"), refusal("conflict"):
        scan(shop)
    with moment("2026-11-25T18:00"):
        scan(shop)
        scan(shop, "another")
    assert visit_facts().count() == 3


def test_the_same_telephone_counts_at_another_shop(district: District, shop: Site) -> None:
    other = site(district, "一口茶", kind="merchant", words="24小时", code="sh-2", lon=117.84)
    with moment(NOON):
        scan(shop)
        scan(other)
    assert visit_facts().count() == 2


def test_one_telephone_counts_so_often_a_day_and_no_more(district: District) -> None:
    shops = [
        site(district, f"店{n}", kind="merchant", words="24小时", lon=117.83 + n / 1000)
        for n in range(SCANS_A_DAY + 1)
    ]
    with moment(NOON):
        for one in shops[:-1]:
            scan(one)
        with refusal("too_many"):
            scan(shops[-1])


def test_the_printed_code_is_told_kindly_outside_of_opening_hours(shop: Site) -> None:
    with moment("2026-11-25T23:30"), refusal("conflict"):
        scan(shop)
    assert not Entry.objects.filter(verb="visit.counted").exists()
    assert not DeviceVisit.objects.exists()


def test_the_changing_code_counts_at_any_hour_for_somebody_shows_it(shop: Site) -> None:
    with moment("2026-11-25T23:30"):
        scan(shop, token=current_token(shop, now()))
    assert visit_facts().get().facets["way"] == "rotating"


def test_unknown_hours_do_not_bar_a_visit(district: District) -> None:
    place = site(district, "面摊", kind="merchant", words="不详")
    with moment("2026-11-25T03:00"):
        scan(place)
    assert visit_facts().count() == 1


def test_a_changing_code_is_taken_for_four_minutes_and_of_its_own_shop_only(
    district: District, shop: Site
) -> None:
    other = site(district, "一口茶", kind="merchant", words="24小时", code="sh-2", lon=117.84)
    with moment(NOON):
        begin, shown = now(), current_token(shop, now())
        foreign = current_token(other, now())
    with at(begin + timedelta(seconds=2 * SLOT_SECONDS)):
        scan(shop, token=shown)
        for wrong in (foreign, "nonsense", token(shop, slot_of(now()) + 1)):
            with refusal("stale"):
                scan(shop, "another", token=wrong)
    with at(begin + timedelta(seconds=3 * SLOT_SECONDS)), refusal("stale"):
        scan(shop, "another", token=shown)


def test_an_offer_counts_in_its_hours_only_and_of_its_own_shop(
    district: District, shop: Site
) -> None:
    late = offer(shop, hours=as_text(read_hours("每天 14:00-17:00")))
    other = site(district, "一口茶", kind="merchant", words="24小时", code="sh-2", lon=117.84)
    foreign = offer(other)
    with moment(NOON):
        for wrong in (late.pk, foreign.pk, 10**9):
            with refusal("conflict"):
                scan(shop, offer=wrong)
    with moment("2026-11-25T14:00"):
        scan(shop, offer=late.pk)
    assert visit_facts().count() == 1


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cap=st.integers(1, 4), taps=st.lists(st.sampled_from("sstu"), max_size=14))
def test_no_offer_is_counted_more_often_than_its_cap(
    district: District, shop: Site, cap: int, taps: list[str]
) -> None:
    """Scans, hand tallies and undos in any order: the day's count stays within the cap."""
    limited, keeper = offer(shop, cap=cap), district.scope("shop")
    try:
        with moment(NOON):
            Entry.objects.filter(verb__startswith="visit.").delete()
            DeviceVisit.objects.all().delete()
            for number, tap in enumerate(taps):
                _tap(keeper, shop, limited, tap, number)
                assert _counted(limited) <= cap
            asked = sum(tap != "u" for tap in taps)
            assert _counted(limited) <= asked
    finally:
        limited.delete()


def _tap(keeper: Scope, shop: Site, limited: Offer, tap: str, number: int) -> None:
    last = visit_facts().order_by("-id").first()
    with suppress(Refused):
        if tap == "s":
            scan(shop, f"phone{number}", offer=limited.pk)
        elif tap == "t":
            count_tally(keeper, shop.code, limited.pk)
        elif last:
            undo_tally(keeper, shop.code, last.pk)


def _counted(limited: Offer) -> int:
    return sum(one.facets["offer"] == limited.pk for one in visit_facts())


def test_the_owner_counts_by_hand_apart_from_scans(district: District, shop: Site) -> None:
    with moment(NOON):
        count_tally(district.scope("shop"), shop.code)
        for stranger in (PUBLIC, district.scope("roads"), district.scope("other")):
            with refusal("forbidden"):
                count_tally(stranger, shop.code)
        count_tally(district.scope("street"), shop.code)
    assert [one.facets["way"] for one in visit_facts()] == ["tally", "tally"]


def test_a_hand_counts_no_faster_than_people_come(district: District, shop: Site) -> None:
    keeper = district.scope("shop")
    with moment(NOON):
        for _ in range(TALLIES_A_MINUTE):
            count_tally(keeper, shop.code)
        with refusal("too_many"):
            count_tally(keeper, shop.code)
    with moment("2026-11-25T12:01:01"):
        count_tally(keeper, shop.code)


def test_undo_voids_the_last_one_and_the_journal_keeps_both(district: District, shop: Site) -> None:
    keeper = district.scope("shop")
    with moment(NOON):
        count_tally(keeper, shop.code)
        scan(shop)
        count_tally(keeper, shop.code)
        first, scanned, last = Entry.objects.filter(verb="visit.counted").order_by("id")
        for wrong in (first.pk, scanned.pk, 0):
            with refusal("stale"):
                undo_tally(keeper, shop.code, wrong)
        undo_tally(keeper, shop.code, last.pk)
        with refusal("stale"):
            undo_tally(keeper, shop.code, last.pk)
        undo_tally(keeper, shop.code, first.pk)
        with refusal("stale"):
            undo_tally(keeper, shop.code, scanned.pk)
    assert visit_facts().get() == scanned
    assert set(Entry.objects.filter(verb="visit.voided").values_list("voids", flat=True)) == {
        first.pk,
        last.pk,
    }


def test_thanks_are_counted_and_their_words_can_be_taken_away(
    district: District, shop: Site
) -> None:
    keeper = district.scope("shop")
    with moment(NOON):
        scan(shop, thanks=" 面很热，谢谢 ")
        scan(shop, "another", thanks="下次还来")
        with refusal("invalid"):
            scan(shop, "third", thanks="打我电话 13812341234")
    thanked = Entry.objects.filter(verb="visit.thanked").order_by("id")
    assert [one.words for one in thanked] == ["面很热，谢谢", "下次还来"]
    with refusal("forbidden"):
        remove_thanks(district.scope("roads"), shop.code, thanked[0].pk)
    remove_thanks(keeper, shop.code, thanked[0].pk)
    with refusal("conflict"):
        remove_thanks(keeper, shop.code, thanked[0].pk)
    assert [one.words for one in thanked.all()] == ["", "下次还来"]
    assert Remark.objects.filter(text="", salt="").count() == 1
    assert thanked.count() == 2


def test_the_telephones_of_a_day_are_forgotten_when_it_is_over(shop: Site) -> None:
    with moment("2026-11-25T23:00"):
        scan(shop, token=current_token(shop, now()))
        assert forget_devices() == 0
    with moment("2026-11-26T00:01"):
        assert forget_devices() == 1
    assert not DeviceVisit.objects.exists()


def test_a_shop_that_is_not_open_yet_or_no_shop_counts_nobody(district: District) -> None:
    coming = site(district, "筹备", kind="merchant", status="building", opened_on=None)
    station = site(district, "驿站", lon=117.85)
    for place in (coming, station):
        with refusal("not_found"):
            scan(place)


def test_days_are_those_of_the_district(shop: Site) -> None:
    """A visit at half past midnight belongs to the new day, and to its hour 0."""
    with at(datetime(2026, 11, 26, 0, 30, tzinfo=zone())):
        scan(shop, token=current_token(shop, now()))
    fact = visit_facts().get()
    assert (fact.day, fact.facets["hour"]) == (date(2026, 11, 26), 0)


def test_no_offer_is_on_while_its_shop_is_closed(shop: Site) -> None:
    """The changing code counts the visit after hours, but no offer of the shop with it."""
    water = offer(shop)
    with moment("2026-11-25T23:00"):
        with refusal("conflict"):
            scan(shop, token=current_token(shop, now()), offer=water.pk)
        scan(shop, token=current_token(shop, now()))
    assert visit_facts().count() == 1
