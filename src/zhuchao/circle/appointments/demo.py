"""Appointments of the invented district: a rider and a supervisor of food safety; no points."""

from datetime import timedelta

from zhuchao.access.scope import system
from zhuchao.circle.appointments.actions import appoint_for_term, train, welcome
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Division
from zhuchao.registry.models import Tie

JOB = system("demo")
PEOPLE = (
    ("骑手甲（虚构）", "rider_grid", "ZC03", 40),
    ("食客乙（虚构）", "food_supervisor", "ZC01", 350),
)
"""Working name, appointment, area, since how many days."""


def load_demo_appointments() -> None:
    """Add the appointments to the demo, once; nothing where its district is not."""
    if not Division.objects.filter(code="ZC03").exists():
        return
    if Tie.objects.filter(kind__in=("rider_grid", "food_supervisor")).exists():
        return
    for label, kind, where, ago in PEOPLE:
        since = local_day(now()) - timedelta(days=ago)
        person = welcome(JOB, label)
        train(JOB, person, on=since - timedelta(days=5), hours=4, level="street")
        area = Division.objects.get(code=where)
        appoint_for_term(JOB, kind, person, area, since=since, months=12)
