"""Social workers of the invented district at different points of their way."""

from datetime import date, timedelta

from zhuchao.access.scope import system
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Division
from zhuchao.registry.models import Milestone, Organisation
from zhuchao.registry.personnel.actions import Noted, deploy, keep_in_reserve, note, recruit

JOB = system("demo")
WORKERS = (
    ("社工甲一（虚构）", "other", 2600, "bachelor", "social_worker", 500),
    ("社工乙二（虚构）", "other", 1200, "college", "assistant", -20),
    ("社工丙三（虚构）", "other", 150, "graduate", "", 0),
    ("社工丁四（虚构）", "deputy", 900, "bachelor", "", 0),
)
"""Working name, post, recruited how many days ago, degree, certificate, its last day from today."""


def load_demo_workers() -> None:
    """Add the social workers to the demo, once; nothing where its communities are not."""
    offices = list(
        Organisation.objects.filter(kind="committee", code__startswith="sq-").order_by("pk")[:2]
    )
    if len(offices) < 2 or Milestone.objects.filter(kind="recruited").exists():
        return
    today = local_day(now())
    for label, post, ago, degree, certificate, ends in WORKERS:
        came = today - timedelta(days=ago)
        person = recruit(JOB, label, offices[0], post, "exam", on=came)
        notes = [Noted("degree", came, degree), Noted("trained", _later(came, 60), "district", 24)]
        if ago > 400:
            notes.append(Noted("appraised", _later(came, 300), "competent"))
        if certificate:
            until = today + timedelta(days=ends)
            notes.append(Noted("certified", _later(came, 90), certificate, until=until))
        for one in notes:
            note(JOB, person.pk, one)
    first = person_of(WORKERS[0][0])
    deploy(JOB, first, offices[1], "deputy", on=today - timedelta(days=300))
    root = Division.objects.get(code="ZC")
    keep_in_reserve(JOB, first, root, since=today - timedelta(days=100))


def person_of(label: str) -> int:
    """The number of a worker by his working name."""
    row = Milestone.objects.filter(person__label=label).first()
    return row.person_id if row else 0


def _later(day: date, days: int) -> date:
    return min(day + timedelta(days=days), local_day(now()))
