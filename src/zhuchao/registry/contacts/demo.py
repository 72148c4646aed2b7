"""Leaders of the demo in contact with its units, two visits, and a members' room with guidance."""

from datetime import timedelta

from zhuchao.access.scope import system
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Site
from zhuchao.registry.contacts.actions import log_contact_visit, make_contact
from zhuchao.registry.contacts.rooms import record_room
from zhuchao.registry.instructors.visits import Visit
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.site_actions import found_site

JOB = system("demo")
LEADER = "quzhang"
PAIRS = (
    ("檐燕快递（虚构）", "", (("party", "talk"), ("problems",))),
    ("双枝塑料（虚构）", "某街道书记（虚构）", ()),
    ("暖阳康养（虚构）", "", (("policy",),)),
)
"""Unit, a leader named anew ("": the one with an account), and what was done on each visit."""
ROOM = "檐燕快递党员活动室（虚构）"


def load_demo_contacts() -> None:
    """Name the contacts, once; nothing where the leader and the units are not."""
    leader = Person.objects.filter(account__username=LEADER).first()
    rows = Organisation.objects.filter(name__in=[name for name, *_rest in PAIRS])
    units = {one.name: one for one in rows.select_related("division")}
    if leader is None or len(units) < len(PAIRS) or Tie.objects.filter(kind="contact").exists():
        return
    today = local_day(now())
    for name, label, visits in PAIRS:
        tie = make_contact(JOB, label or leader, units[name], since=today - timedelta(days=150))
        for number, did in enumerate(visits):
            log_contact_visit(JOB, tie.pk, Visit(today - timedelta(days=40 - 25 * number), did))
    _room(leader, units[PAIRS[0][0]])


def _room(leader: Person, unit: Organisation) -> None:
    opened = local_day(now()) - timedelta(days=30)
    row = Site(
        code="dy-1",
        name=ROOM,
        kind="members_room",
        division=unit.division,
        address="檐下路 1 号（虚构）",
        opened_on=opened,
    )
    record_room(JOB, found_site(JOB, row), unit, leader)
