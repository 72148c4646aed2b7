"""An alliance of the demo that grew, a leader with two it leads, and two shared rooms."""

from datetime import date, timedelta

from zhuchao.access.scope import system
from zhuchao.journal.clock import at, local_day, noon, now
from zhuchao.places.models import Division, Site
from zhuchao.registry.alliances.actions import found_alliance, join, lead, open_room
from zhuchao.registry.alliances.booking import book, confirm
from zhuchao.registry.alliances.wanted import Wanted, moment_at
from zhuchao.registry.models import Organisation

JOB = system("demo")
NAME = "燕巢周末联建（虚构）"
FIRST = ("zz-shangquan", "zz-zb-lianhe", "hy-zhibu")
LATER = (("zz-zb-feiyan", 90), ("zz-zb-juxing", 20))
"""Who joined how many days ago."""
FOUNDED_DAYS = 260
LEADER, LED = "zz-jidi", (("zz-zb-lianhe", 300), ("zz-zb-feiyan", 150))
ROOMS = (
    ("qj-1", "zz-shangquan", "allies"),
    ("lx-2", "zz-zb-juxing", "party"),
)
"""Site, owner, who may book."""
ROOM_DAYS = 100
BOOKED = (
    ("qj-1", "hy-zhibu", -13, 10, 12, "study", 14),
    ("qj-1", "zz-zb-lianhe", -6, 14, 16, "children", 22),
    ("qj-1", "hy-zhibu", 1, 9, 11, "study", None),
    ("qj-1", "zz-zb-lianhe", 1, 14, 17, "activity", None),
    ("qj-1", "zz-zb-feiyan", 3, 18, 20, "meeting", None),
    ("lx-2", "hy-zhibu", 2, 10, 12, "training", None),
)
"""Room, who, in how many days, from and to which hour, for what, how many came."""
PEOPLE = 6


def load_demo_alliances() -> None:
    """Add them to the demo, once; nothing where its organisations are not."""
    named = {row.code: row for row in Organisation.objects.select_related("division")}
    demo = Division.objects.filter(code="ZC03").first()
    known = set(FIRST) <= named.keys() and demo is not None
    if not known or demo is None or any(row.kind == "alliance" for row in named.values()):
        return
    today = local_day(now())
    _bind(demo, named, today)
    _share(named, today)


def _bind(place: Division, named: dict[str, Organisation], today: date) -> None:
    """Who allies with whom, and who leads."""
    day = _ago(today, FOUNDED_DAYS)
    with at(noon(day)):
        alliance = found_alliance(JOB, NAME, place, [named[c] for c in FIRST], since=day)
    for code, ago in LATER:
        with at(noon(_ago(today, ago))):
            join(JOB, alliance, named[code], since=_ago(today, ago))
    for code, ago in LED:
        with at(noon(_ago(today, ago))):
            lead(JOB, named[LEADER], named[code], since=_ago(today, ago))


def _share(named: dict[str, Organisation], today: date) -> None:
    """Rooms, what is booked in them, and what came of it."""
    sites = Site.objects.select_related("division").in_bulk(
        [r[0] for r in ROOMS], field_name="code"
    )
    for code, owner, open_to in ROOMS:
        since = _ago(today, ROOM_DAYS)
        with at(noon(since)):
            open_room(JOB, named[owner], sites[code], open_to, since=since)
    for code, who, ahead, first, last, purpose, came in BOOKED:
        day = today + timedelta(days=ahead)
        with at(noon(min(today, _ago(day, 1)))):
            wanted = Wanted(day, first, last, came or PEOPLE, purpose)
            row = book(JOB, sites[code].pk, named[who].pk, wanted)
        if came is not None:
            with at(moment_at(day, last)):
                confirm(JOB, row.pk, came)


def _ago(day: date, days: int) -> date:
    return day - timedelta(days=days)
