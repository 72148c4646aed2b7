"""Disputes: who may do what at which level, the shelf, the services of a folder, the refusals."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import JOB, District, appeal, step
from tests.dispute_cast import (
    TERMS,
    found_market,
    on_the_shelf,
    others_receipt,
    raised,
    sessions,
    settled,
)
from zhuchao.access.models import Notice
from zhuchao.access.refusal import Refused
from zhuchao.access.rotation import rotate
from zhuchao.access.scope import PUBLIC, bearer, system
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.dispute.consent import both_agreed
from zhuchao.matters.kinds.dispute.desks import above, below, desks, level_of
from zhuchao.matters.kinds.dispute.keeping import Place, put_on_shelf, take_off_shelf
from zhuchao.matters.kinds.dispute.loading import SERVICES
from zhuchao.matters.kinds.dispute.people import add_party
from zhuchao.matters.kinds.dispute.shelf import on_shelf
from zhuchao.matters.kinds.dispute.transfer import to_mediation
from zhuchao.matters.matter_page import matter_page
from zhuchao.matters.models import Matter, Record, ShelfMediator, ShelfService
from zhuchao.matters.public_story import story
from zhuchao.matters.queries import detail
from zhuchao.matters.statements import open_records
from zhuchao.matters.tick import tick
from zhuchao.places.models import Site
from zhuchao.registry.actions import end_tie, host
from zhuchao.registry.district import SHIPPED, load_district
from zhuchao.registry.models import Tie
from zhuchao.rules.flows import flow
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours

NOTICE = {"asker_way": "online", "other_way": "phone"}


@pytest.fixture
def market(db: None) -> District:
    """示例区 with its dispute desks and the shelf."""
    return found_market()


def refused(code: str, do: Any) -> Refused:
    """The refusal that comes of it."""
    with pytest.raises(Refused) as found:
        do()
    assert found.value.code == code, found.value.message
    return found.value


def test_desks_stand_at_three_levels_and_know_the_next_one(market: District) -> None:
    assert [d.level for d in desks()] == ["district", "street", "street", "community"]
    assert above("/D/S1/C11/") == market.office("desk_s1")
    assert above("/D/S1/") == market.office("desk_d")
    assert above("/D/") is None
    assert below("/D/", "/D/S1/C11/") == market.office("desk_s1")
    assert below("/D/S1/", "/D/S1/C11/") == market.office("desk_c11")
    assert below("/D/S1/", "/D/S1/C12/") is None
    assert level_of("/D/S1/C11/") == "community"


def test_the_hours_of_a_desk_are_those_of_the_site_it_hosts(market: District) -> None:
    site = Site.objects.create(
        code="s1",
        name="柳林化解超市",
        kind="dispute_desk",
        level="street",
        division=market.divisions["S1"],
        hours=as_text(read_hours("周一至周日 00:00-24:00")),
    )
    host(JOB, "host", market.offices["desk_s1"], site)
    found = {d.office.code: d for d in desks()}
    assert (found["desk_s1"].site, found["desk_s1"].state) == (site, "open")
    assert found["desk_d"].state is None


def test_it_begins_at_the_nearest_desk_with_both_sides(market: District) -> None:
    matter = raised().matter
    assert matter.holder == market.offices["desk_c11"]
    roles = list(matter.participants.order_by("pk").values_list("role", flat=True))
    assert roles == ["asker", "other"]
    assert not both_agreed(matter)
    assert raised(division="C12").matter.holder == market.offices["desk_s1"]


def test_who_wished_for_no_mediator_is_not_said_to_wish_for_number_nought(
    market: District,
) -> None:
    matter = raised().matter
    found = detail(system("test"), matter.receipt)
    facts = dict(matter_page(system("test"), found).facts)
    assert "怎么来的" in facts
    assert "想请哪位调解员" not in facts


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("name", {"contact": {"phone": "13811110001"}}),
        ("other_name", {"payload": {"other_name": ""}}),
        ("wish", {"payload": {"wish": 999_999}}),
    ],
)
def test_what_is_missing_is_named(market: District, field: str, change: dict[str, Any]) -> None:
    assert field in refused("invalid", lambda: raised(**change)).fields
    assert not Matter.objects.exists()


def test_nothing_is_assigned_before_every_party_agreed(market: District) -> None:
    matter = raised().matter
    clerk = market.scope("clerk_c11")
    step(clerk, matter, "notify", more=NOTICE)
    chosen = {"mediator": on_the_shelf(market, "li")}
    refused("invalid", lambda: step(clerk, matter, "assign", more=chosen))
    step(bearer(others_receipt(matter)), matter, "agree", more={"read": True})
    more = add_party(clerk, matter.pk, "other", {"name": "周某"}, version=_version(matter))
    refused("invalid", lambda: step(clerk, matter, "assign", more=chosen))
    step(bearer(more.receipt), matter, "agree", more={"read": True})
    again = bearer(more.receipt)
    refused("conflict", lambda: step(again, matter, "agree", more={"read": True}))
    step(clerk, matter, "assign", more=chosen)
    refused(
        "invalid",
        lambda: add_party(clerk, matter.pk, "other", {"name": "吴某"}, version=_version(matter)),
    )


def _version(matter: Matter) -> int:
    matter.refresh_from_db()
    return matter.version


def test_an_applicant_who_did_not_agree_at_once_agrees_at_the_desk(market: District) -> None:
    matter = raised(payload={"agrees": False, "source": "own"}).matter
    clerk = market.scope("clerk_c11")
    step(clerk, matter, "notify", more=NOTICE)
    for side in ("asker", "other"):
        step(clerk, matter, "record_consent", more={"side": side, "way": "counter"})
    assert both_agreed(matter)
    twice = {"side": "asker", "way": "phone"}
    refused("conflict", lambda: step(clerk, matter, "record_consent", more=twice))


def test_only_the_desk_that_has_it_acts_and_no_other_level(market: District) -> None:
    matter = raised().matter
    for who in ("clerk_s1", "clerk_d"):
        scope = market.scope(who)
        refused("forbidden", lambda s=scope: step(s, matter, "notify", more=NOTICE))
    scope = market.scope("clerk_s2")
    refused("not_found", lambda: step(scope, matter, "notify", more=NOTICE))


def test_a_mediator_acts_on_his_own_matters_only(market: District) -> None:
    mine, other = raised().matter, raised().matter
    sessions(market, mine)
    li, today = market.scope("li"), local_day(now())
    held = {"held_on": today, "openness": "open", "attended": 2, "place": "x", "record": "y"}
    step(li, mine, "hold", more=held)
    refused("not_found", lambda: step(li, other, "hold", more=held))
    wang = market.scope("wang")
    refused("not_found", lambda: step(wang, mine, "hold", more=held))
    refused("forbidden", lambda: step(li, mine, "pass_up", more={"why": "hard", "agreed": True}))


def test_a_mediator_is_added_replaced_and_barred(market: District) -> None:
    matter = sessions(market, raised().matter)
    clerk = market.scope("clerk_c11")
    wang = on_the_shelf(market, "wang")
    step(clerk, matter, "add_mediator", more={"mediator": wang})
    refused("conflict", lambda: step(clerk, matter, "add_mediator", more={"mediator": wang}))
    li = matter.participants.get(role="mediator", account=market.accounts["li"].pk)
    step(clerk, matter, "replace", participant=li.pk, more={"why": "conflict"})
    assert matter.participants.get(role="barred").account == market.accounts["li"].pk
    matter.refresh_from_db()
    assert matter.state == "mediating", "another one is still there"
    wangs = market.scope("wang")
    step(wangs, matter, "decline", more={"why": "absent", "interest": "出差"})
    matter.refresh_from_db()
    assert matter.state == "consent"
    chosen = {"mediator": on_the_shelf(market, "li")}
    refused("invalid", lambda: step(clerk, matter, "assign", more=chosen))


def test_whoever_left_the_shelf_or_lost_the_appointment_cannot_be_chosen(
    market: District,
) -> None:
    assert {r.person.label for r in on_shelf()} == {"甲li", "甲wang", "甲zhao"}
    today = local_day(now())
    take_off_shelf(JOB, on_the_shelf(market, "li"), on=today)
    tie = Tie.objects.get(kind="mediator", who_person=market.accounts["wang"].person)
    end_tie(JOB, tie, on=today)
    with at(now() + timedelta(days=1)):
        assert {r.person.label for r in on_shelf()} == {"甲zhao"}


def test_the_shelf_is_kept_by_the_desk_over_it(market: District) -> None:
    person, office = market.accounts["zhao"].person.pk, market.office("desk_c11")
    place = Place(person, office, ("neighbour",), days=(3, 1, 1))
    refused("forbidden", lambda: put_on_shelf(market.scope("clerk_s2"), place))
    refused("forbidden", lambda: put_on_shelf(PUBLIC, place))
    row = put_on_shelf(market.scope("clerk_d"), place)
    assert (row.days, row.valid_from) == ([1, 3], local_day(now()))
    told = Entry.objects.get(verb="shelf.put", subject_id=row.pk)
    assert told.span_id == f"shelf:{row.pk}"
    assert "person" in refused("invalid", lambda: put_on_shelf(JOB, place)).fields
    early = row.valid_from - timedelta(days=1)
    refused("invalid", lambda: take_off_shelf(JOB, row.pk, on=early))
    take_off_shelf(JOB, row.pk, on=row.valid_from)
    refused("conflict", lambda: take_off_shelf(JOB, row.pk, on=row.valid_from))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("person", {"person": 0}),
        ("desk", {"desk": 0}),
        ("fields", {"fields": ("nothing",)}),
        ("mode", {"mode": "sometimes"}),
        ("days", {"days": (8,)}),
        ("until", {"until": date(2019, 1, 1)}),
    ],
)
def test_a_wrong_place_is_refused_at_its_field(
    market: District, field: str, change: dict[str, Any]
) -> None:
    base = {"person": market.accounts["zhao"].person.pk, "desk": market.office("desk_d")}
    found = refused("invalid", lambda: put_on_shelf(JOB, Place(**{**base, **change})))
    assert field in found.fields
    assert ShelfMediator.objects.count() == 3


def test_confirmation_is_applied_for_in_time_and_once(market: District) -> None:
    matter = settled(market, raised().matter)
    li, today = market.scope("li"), local_day(now())
    with at(now() + timedelta(days=29)):
        said = {"applied_on": today + timedelta(days=29), "together": True}
        step(li, matter, "apply_confirmation", more=said)
        refused("invalid", lambda: step(li, matter, "apply_confirmation", more=said))
        early = {"result": "confirmed", "result_on": today}
        refused("invalid", lambda: step(li, matter, "confirm_result", more=early))
        step(li, matter, "confirm_result", more={**early, "result_on": said["applied_on"]})


def test_it_is_not_filed_while_the_court_has_not_decided(market: District) -> None:
    matter = settled(market, raised().matter)
    clerk, today = market.scope("clerk_c11"), local_day(now())
    step(clerk, matter, "see_identity", more={"side": "both", "document": "id_card"})
    step(clerk, matter, "apply_confirmation", more={"applied_on": today, "together": True})
    step(clerk, matter, "perform", more={"performed_on": today})
    step(clerk, matter, "visit", more={"visited_on": today, "reached": "unreachable"})
    assert "法院" in refused("invalid", lambda: step(clerk, matter, "file")).message
    result = {"result": "withdrawn", "result_on": today}
    step(clerk, matter, "confirm_result", more=result)
    step(clerk, matter, "file")


def test_dates_that_contradict_each_other_are_refused(market: District) -> None:
    matter = sessions(market, raised().matter)
    li, today = market.scope("li"), local_day(now())
    agreed = {"agreed_on": today, "people": 2, "terms": "x", "due_on": today - timedelta(days=1)}
    assert (
        "due_on" in refused("invalid", lambda: step(li, matter, "agree_orally", more=agreed)).fields
    )
    matter.refresh_from_db()
    assert matter.state == "mediating"


def test_passing_on_is_never_late_even_when_the_time_was_up(market: District) -> None:
    matter = raised().matter
    clerk = market.scope("clerk_c11")
    step(clerk, matter, "pass_up", more={"why": "wide", "agreed": True})
    held = list(matter.holdings.order_by("pk").values_list("organisation__code", "state"))
    assert held == [("desk_c11", "left"), ("desk_s1", "open")]
    clocks = set(matter.deadlines.filter(stopped_at=None).values_list("clock", flat=True))
    assert clocks == {"receive"}


def test_a_petition_or_an_appeal_goes_to_mediation_only_from_who_has_it(
    market: District,
) -> None:
    source = appeal(contact={"name": "钱某"}).matter
    draft = Draft(
        kind="dispute",
        text="x",
        division="C11",
        origin=f"matter:{source.pk}",
        payload={"other_name": "孙某", "agrees": True},
    )
    scope = market.scope("clerk_c11")
    refused("not_found", lambda: to_mediation(scope, source, draft, version=source.version))
    supervisor = market.scope("supervisor")
    refused("forbidden", lambda: to_mediation(supervisor, source, draft, version=source.version))
    refused("stale", lambda: to_mediation(system("x"), source, draft, version=99))
    assert not Matter.objects.filter(kind="dispute").exists()


def test_an_origin_that_is_no_matter_brings_no_asker(market: District) -> None:
    draft = Draft(kind="dispute", text="x", origin="matter:abc", payload={"other_name": "孙某"})
    refused("invalid", lambda: raise_matter(PUBLIC, draft))


def _folder(path: Path, rows: str) -> Path:
    for name in ("district.toml", "divisions.csv", "organisations.csv"):
        source = SHIPPED / "demo" / name
        (path / name).write_text(source.read_text("utf-8"), "utf-8")
    (path / "mediation_services.csv").write_text(rows, "utf-8")
    return path


HEAD = "code,name,about,desk,valid_from,valid_to\n"


def test_services_are_loaded_from_the_districts_folder(db: None, tmp_path: Path) -> None:
    rows = f"{HEAD}law,法律咨询,每周三,jd-xianni,2026-01-01,\npsy,心理疏导,,,2026-01-01,\n"
    folder = _folder(tmp_path, rows)
    report = load_district(JOB, folder, parts=[SERVICES])
    assert report.faults == ()
    assert report.counts["mediation_services"] == {"created": 2, "changed": 0, "same": 0}
    law = ShelfService.objects.get(code="law")
    assert law.desk is not None
    assert law.desk.code == "jd-xianni"
    assert Entry.objects.filter(verb="shelf.service_loaded").count() == 2
    again = load_district(JOB, folder, parts=[SERVICES])
    assert again.counts["mediation_services"]["same"] == 2


def test_a_faulty_service_is_named_by_row_and_column(db: None, tmp_path: Path) -> None:
    rows = f"{HEAD}law,,,nowhere,2026-01-01,2025-01-01\nlaw,再来,,,不是日子,\n"
    report = load_district(JOB, _folder(tmp_path, rows), parts=[SERVICES])
    found = {(f.row, f.column) for f in report.faults if f.file == "mediation_services.csv"}
    assert found == {(2, "name"), (2, "desk"), (2, "valid_to"), (3, "code")}
    assert not ShelfService.objects.exists()


def test_every_open_state_has_a_way_out_for_the_desk(db: None) -> None:
    way = flow("dispute")
    for state in (s for s in way.states if not s.final):
        assert any("intake" in s.by and s.target for s in way.steps_from(state.name)), state.name


def test_a_late_mediator_is_reminded_himself(market: District) -> None:
    sessions(market, raised().matter)
    with at(now() + timedelta(days=31)):
        tick()
        late = Notice.objects.filter(template="overdue").values_list("account", flat=True)
        assert market.accounts["li"].pk in set(late)


def test_sealed_records_are_sealed_anew_with_a_new_key(market: District) -> None:
    matter = settled(market, raised().matter)
    before = set(Record.objects.values_list("key_id", flat=True))
    rotate(JOB)
    assert not before & set(Record.objects.values_list("key_id", flat=True))
    kept = open_records(market.scope("li"), matter.pk, "核对协议")
    assert TERMS in [words for one in kept for words in one.words.values()]


def test_an_office_that_never_shares_a_kind_offers_no_sharing(market: District) -> None:
    matter = raised().matter
    scope = bearer(matter.receipt)
    assert story(detail(scope, matter.receipt), matter.receipt).share is None
    shared = appeal(contact={"phone": "13811110001"}).matter
    own = bearer(shared.receipt)
    assert story(detail(own, shared.receipt), shared.receipt).share is False
