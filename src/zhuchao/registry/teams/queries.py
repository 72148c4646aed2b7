"""Volunteer teams as the desk reads them: the list, one team, and the figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Span
from zhuchao.registry.models import Organisation, Outing, Person, TeamInsurance, Tie
from zhuchao.registry.scope import in_force
from zhuchao.registry.service_sessions import sessions
from zhuchao.registry.teams.policy import SEES, TEAM, known_people, visible_teams


@dataclass(frozen=True)
class Line:
    """A team on a day."""

    team: Organisation
    leader: str
    members: int
    insured: bool
    """A policy of the whole team runs on the day."""
    outings: int
    """Of the year so far."""


def teams(scope: Scope, day: date) -> list[Line]:
    """The teams there are on a day, by place and name; in four statements however many."""
    live = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
    whole = TeamInsurance.objects.filter(
        team=OuterRef("pk"), person=None, since__lte=day, until__gte=day, taken_back_at=None
    )
    rows = Organisation.objects.filter(visible_teams(scope), live).select_related("division")
    found = list(rows.annotate(safe=Exists(whole)).order_by("division__path", "name", "pk"))
    ties = Tie.objects.filter(in_force(day), whom_organisation__in=[t.pk for t in found])
    members = Counter(ties.filter(kind="team_member").values_list("whom_organisation", flat=True))
    led = ties.filter(kind="team_leader").values_list("whom_organisation", "who_person__label")
    year = Outing.objects.filter(
        team__in=[t.pk for t in found], taken_back_at=None, on__range=(date(day.year, 1, 1), day)
    )
    went = dict(year.values_list("team").annotate(n=Count("pk")))
    leaders = dict(led)
    return [Line(t, leaders.get(t.pk, ""), members[t.pk], t.safe, went.get(t.pk, 0)) for t in found]


@dataclass(frozen=True)
class Record:
    """One team with everything about it, newest first."""

    team: Organisation
    leader: Tie | None
    members: list[Tie]
    insured: set[int]
    """The persons a policy covers on the day."""
    insurances: list[TeamInsurance]
    outings: list[Outing]


def record(scope: Scope, team_id: int, day: date) -> Record:
    """One team. Raises Refused("not_found") when the scope may not see it."""
    found = Organisation.objects.filter(visible_teams(scope), pk=team_id)
    team = found.select_related("division").first()
    if team is None:
        raise Refused("not_found", _("没有这支队伍，或者您不能查看"))
    ties = Tie.objects.filter(in_force(day), whom_organisation=team).select_related("who_person")
    members = list(ties.filter(kind="team_member").order_by("valid_from", "pk"))
    policies = TeamInsurance.objects.filter(team=team, taken_back_at=None)
    insurances = list(policies.select_related("person").order_by("-until", "-pk"))
    running = [row for row in insurances if row.since <= day <= row.until]
    covered = {row.person_id for row in running}
    everybody = {tie.who_person_id or 0 for tie in members}
    outings = Outing.objects.filter(team=team, taken_back_at=None).annotate(n=Count("people"))
    return Record(
        team=team,
        leader=ties.filter(kind="team_leader").first(),
        members=members,
        insured=everybody if None in covered else everybody & covered,
        insurances=insurances,
        outings=list(outings.order_by("-on", "-pk")[:100]),
    )


@dataclass(frozen=True)
class Mine:
    """A team somebody is in, as he sees it himself."""

    tie: Tie
    leader: str
    insured: bool
    turns: int
    """Times he went along this year."""


def own_teams(scope: Scope, day: date) -> list[Mine]:
    """The teams whoever is logged in belongs to on a day, in the order he joined; one statement."""
    team, me = OuterRef("whom_organisation"), scope.person_id or 0
    leading = Tie.objects.filter(in_force(day), kind="team_leader", whom_organisation=team)
    policies = TeamInsurance.objects.filter(
        Q(person=None) | Q(person=me), team=team, since__lte=day, until__gte=day, taken_back_at=None
    )
    year = Outing.objects.filter(
        team=team, taken_back_at=None, people=me, on__range=(date(day.year, 1, 1), day)
    )
    turns = year.order_by().values("team").annotate(n=Count("pk")).values("n")
    own = Tie.objects.filter(in_force(day), kind="team_member", who_person=me)
    rows = own.select_related("whom_organisation").annotate(
        leader=Subquery(leading.values("who_person__label")[:1]),
        safe=Exists(policies),
        turns=Subquery(turns),
    )
    return [
        Mine(tie, tie.leader or "", tie.safe, tie.turns or 0)
        for tie in rows.order_by("valid_from", "pk")
    ]


def people_known(scope: Scope, day: date, team_id: int) -> Sequence[Person]:
    """Who serves in the area and is not in the team: to be taken in without writing them anew."""
    inside = Tie.objects.filter(in_force(day), kind="team_member", whom_organisation=team_id)
    ties = Tie.objects.filter(known_people(scope), in_force(day))
    people = Person.objects.filter(pk__in=ties.values("who_person"))
    return list(people.exclude(pk__in=inside.values("who_person")).order_by("label", "pk")[:200])


@dataclass(frozen=True)
class Counts:
    """Figures of the area: stocks of a day, flows of its year so far; from the journal alone."""

    teams: int
    """Teams there are on the day (claims C-11)."""
    volunteers: int
    """Distinct persons in them."""
    outings: int
    """Times a team went out, 场次."""
    turns: int
    """Who went along each time, 人次."""


def counts(scope: Scope, day: date) -> Counts:
    """The figures of the area on a day and in its year so far."""
    area = under("division_path", ("/",) if scope.system else scope.paths(*SEES))
    holds = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
    spans = Span.objects.filter(area, holds)
    known = spans.filter(subject_kind="organisation", facets__contains=f'"kind":"{TEAM}"')
    served = spans.filter(subject_kind="person", facets__contains='"kind":"team_member"')
    went = sessions(area, date(day.year, 1, 1), day).filter(facets__contains='"channel":"team"')
    heads = list(went.values_list("headcount", flat=True))
    return Counts(
        teams=known.values("subject_id").distinct().count(),
        volunteers=served.values("subject_id").distinct().count(),
        outings=len(heads),
        turns=sum(head or 0 for head in heads),
    )
