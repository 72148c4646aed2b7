"""Who arranges and reads visits: who goes in the name of an office, and the desks of the area."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from zhuchao.access.policy import EVERYTHING, NOTHING, either, over, under
from zhuchao.access.scope import Scope
from zhuchao.gatherings.models import Attendance, Finding, Gathering
from zhuchao.registry.coverage.policy import areas
from zhuchao.registry.kinds import PARTY_KINDS
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.routing import Office, desk
from zhuchao.registry.scope import in_force
from zhuchao.registry.site_policy import MEMBERS

GOES = (*MEMBERS, "secretary")
"""Whoever works in an office or leads a branch goes in its name."""
HOSTS = ("department", "office", "committee", "intake", "mediation_committee", *PARTY_KINDS)
"""Kinds of organisation that go on visits: no unit, shop or team counts as one that looks."""


def own(scope: Scope) -> tuple[int, ...]:
    """The organisations a scope works in: findings may be given to any of them."""
    return scope.organisations(*GOES)


def may_arrange(scope: Scope) -> bool:
    """Whether a scope arranges any visit at all."""
    return scope.system or bool(areas(scope)) or any(_goes(number) for number in own(scope))


def _goes(number: int) -> bool:
    office = desk().offices.get(number)
    return office is not None and office.kind in HOSTS


def arranges(scope: Scope, host: Organisation, path: str) -> bool:
    """Whether a scope arranges a visit of a host to a path: its own, or as the desk of the area."""
    return host.kind in HOSTS and (host.pk in own(scope) or over(path, areas(scope)))


def hosts(scope: Scope) -> list[Office]:
    """The offices in whose name a scope may arrange a visit: its own first, then by place."""
    mine, paths = own(scope), areas(scope)
    every = (office for office in desk().offices.values() if office.kind in HOSTS)
    found = [o for o in every if o.id in mine or over(o.path, paths)]
    return sorted(found, key=lambda o: (o.id not in mine, o.path, o.name))


def going(host: int, day: date) -> dict[int, str]:
    """Who may go in the name of a host on a day: his number → his working name."""
    rows = Tie.objects.filter(in_force(day), whom_organisation=host, who_person__isnull=False)
    people = rows.filter(kind__in=GOES).values_list("who_person", "who_person__label")
    return {number: label for number, label in people.order_by("who_person") if number}


def visible_visits(scope: Scope) -> Q:
    """The visits a scope may read: its offices', those it went along on, those of its area."""
    if scope.system:
        return EVERYTHING
    mine = own(scope)
    went = Attendance.objects.filter(gathering=OuterRef("pk"), person=scope.person_id)
    return either(
        under("division_path", areas(scope)),
        Q(host__in=mine) if mine else NOTHING,
        NOTHING if scope.person_id is None else Q(Exists(went)),
    )


def visible_findings(scope: Scope) -> Q:
    """The findings a scope may read: of the visits it reads, and those given to its offices."""
    mine = own(scope)
    seen = Gathering.objects.filter(visible_visits(scope)).values("pk")
    return either(Q(gathering__in=seen), Q(office__in=mine) if mine else NOTHING)


def settles(scope: Scope, finding: Finding) -> bool:
    """Whether a scope may say what became of a finding: the office it was given to, or the host."""
    visit = finding.gathering
    return finding.office_id in own(scope) or arranges(scope, visit.host, str(visit.division_path))


def sees_visit(scope: Scope, number: int) -> bool:
    """Whether a scope may see a visit, and so the photos of its report."""
    return Gathering.objects.filter(visible_visits(scope), pk=number).exists()
