"""An instructor of the demo at one of its units, with two visits."""

from datetime import timedelta

from zhuchao.access.scope import system
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.instructors.actions import log_visit, post_from_pool
from zhuchao.registry.instructors.visits import Visit
from zhuchao.registry.models import Organisation, Tie

JOB = system("demo")
PERSON = "甲指导员（虚构）"
UNIT = "双枝包装（虚构）"
VISITS = ((90, ("policy", "life")), (20, ("building", "problems")))
"""Days ago, and what was done."""


def load_demo_guidance() -> None:
    """Post the demo's instructor, once; nothing where he or the unit are not."""
    kept = Tie.objects.filter(kind="instructor_reserve", who_person__label=PERSON).first()
    unit = Organisation.objects.select_related("division").filter(name=UNIT).first()
    if kept is None or unit is None or unit.tied.filter(kind="instructor").exists():
        return
    today = local_day(now())
    who = kept.who_person_id or 0
    tie = post_from_pool(JOB, who, unit, since=today - timedelta(days=120), months=12)
    for ago, did in VISITS:
        log_visit(JOB, tie.pk, Visit(today - timedelta(days=ago), did))
