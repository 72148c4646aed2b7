"""A volunteer team of the invented district: three riders, a leader, a policy, two outings."""

from datetime import timedelta

from zhuchao.access.scope import system
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation
from zhuchao.registry.teams.actions import (
    Policy,
    Volunteer,
    Work,
    found_team,
    go_out,
    insure,
    name_leader,
    take_in,
)
from zhuchao.registry.teams.policy import TEAM

JOB = system("demo")
NAME, WHERE = "暖心骑手队（虚构）", "ZC03"
RIDERS = ("骑手子（虚构）", "骑手丑（虚构）", "骑手寅（虚构）")
OUTINGS = ((21, "delivery", 3), (6, "traffic", 2))
"""Days ago, what for, how many went."""


def load_demo_teams() -> None:
    """Add the team to the demo, once; nothing where its district is not."""
    division = Division.objects.filter(code=WHERE).first()
    if division is None or Organisation.objects.filter(kind=TEAM).exists():
        return
    today = local_day(now())
    since = today - timedelta(days=100)
    team = found_team(JOB, NAME, division, since=since)
    ties = [take_in(JOB, team.pk, Volunteer(label=name), since=since) for name in RIDERS]
    people = [tie.who_person_id or 0 for tie in ties]
    name_leader(JOB, team.pk, people[0], since=since)
    policy = Policy("示例保险（虚构）", "YL-0001", since, since + timedelta(days=364))
    insure(JOB, team.pk, policy)
    for ago, work, many in OUTINGS:
        go_out(JOB, team.pk, Work(today - timedelta(days=ago), work, people[:many]))
