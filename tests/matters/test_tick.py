"""When clocks run out: lateness climbs once per level, chains pass on, silence ends a matter."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cast import District, appeal, dispatched, step
from zhuchao.access.models import Notice
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline, Matter
from zhuchao.matters.tick import tick

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 16, 9, tzinfo=CHINA)


def _late(district: District) -> Matter:
    with at(MONDAY):
        matter = dispatched(district).matter
        step(district.scope("roads"), matter, "sign")
        step(district.scope("water"), matter, "sign")
    Notice.objects.all().delete()
    return matter


def test_nothing_happens_before_the_clock_runs_out(district: District) -> None:
    _late(district)
    with at(MONDAY + timedelta(days=6)):
        assert tick() == 0
    assert not Entry.objects.filter(verb="clock.lapsed").exists()


def test_lateness_reaches_holder_then_section_head_then_leader(district: District) -> None:
    _late(district)
    due = Deadline.objects.get(clock="answer").due_at
    told = []
    for later in (timedelta(minutes=1), timedelta(hours=5), timedelta(days=3)):
        with at(due + later):
            while tick():
                pass
        told.append(set(Notice.objects.values_list("account__username", flat=True)))
        Notice.objects.all().delete()
    assert told == [{"roads", "water"}, {"head"}, {"leader"}]
    levels = Entry.objects.filter(verb="clock.lapsed").order_by("pk")
    assert [e.facets["level"] for e in levels] == [1, 2, 3]


def test_a_second_tick_changes_nothing(district: District) -> None:
    _late(district)
    with at(Deadline.objects.get(clock="answer").due_at + timedelta(minutes=1)):
        assert tick() == 1
        entries, notices = Entry.objects.count(), Notice.objects.count()
        assert tick() == 0
        assert (Entry.objects.count(), Notice.objects.count()) == (entries, notices)


def test_nobody_is_woken_but_the_fact_is_told_at_once(district: District) -> None:
    _late(district)
    due = Deadline.objects.get(clock="answer").due_at
    assert due.astimezone(CHINA).hour == 23
    with at(due + timedelta(seconds=1)):
        tick()
    morning = Notice.objects.first()
    assert morning is not None
    assert morning.due_at.astimezone(CHINA).hour == 7
    assert Entry.objects.filter(verb="clock.lapsed").count() == 1


def test_a_silent_asker_lets_the_matter_lapse(district: District) -> None:
    matter = _late(district)
    with at(MONDAY + timedelta(days=1)):
        step(district.scope("roads"), matter, "answer", note="已修")
        step(district.scope("water"), matter, "answer", note="无关")
    with at(MONDAY + timedelta(days=10)):
        assert tick() == 1
    assert Matter.objects.get().state == "lapsed"
    assert not Entry.objects.filter(verb="matter.rated").exists()


def test_an_appeal_climbs_the_chain_by_itself(district: District) -> None:
    with at(MONDAY):
        appeal(payload={"trade": "driver"}, category="freight", text="运费扣款")
    seen = []
    for day in range(1, 11):
        with at(MONDAY + timedelta(days=day)):
            tick()
        seen.append(Matter.objects.get().holder)
    names = list(dict.fromkeys(o.code for o in seen if o))
    assert names == ["branch", "committee", "centre"]
    assert Deadline.objects.get(stopped_at__isnull=True).clock == "accept"


def test_a_skipped_station_is_never_held(district: District) -> None:
    payload = {"trade": "driver", "skip": ["member_driver"]}
    matter = appeal(payload=payload, category="freight", text="运费扣款").matter
    assert matter.holder == district.offices["branch"]
    step(district.scope("branch"), matter, "skip")
    assert Matter.objects.get().holder == district.offices["committee"]


def test_an_external_order_keeps_its_own_deadline(district: District) -> None:
    until = datetime(2026, 11, 30, 18, tzinfo=CHINA)
    with at(MONDAY):
        dispatched(district, external_system="12345", external_no="A1", external_due=until)
    clock = Deadline.objects.get(clock="answer")
    assert (clock.due_at, clock.shifted_at) == (until, until)
