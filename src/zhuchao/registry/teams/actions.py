"""The verbs of volunteer teams: found, take in, name a leader, insure, go out, take back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, on_behalf
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, appoint, end_tie
from zhuchao.registry.models import Organisation, Outing, Person, TeamInsurance, Tie
from zhuchao.registry.organisation_actions import found_organisation
from zhuchao.registry.scope import in_force
from zhuchao.registry.service_sessions import session_done, session_taken_back
from zhuchao.registry.teams.codes import DANGEROUS, WORKS
from zhuchao.registry.teams.policy import TEAM, known_people, leads, runs, visible_teams
from zhuchao.registry.tie_actions import engage

NOT_YOURS = gettext_noop("只有这里的社区服务岗和党建岗可以管理志愿服务队")
NO_TEAM = gettext_noop("没有这支队伍，或者您不能查看")


@dataclass(frozen=True)
class Volunteer:
    """Who is taken in: somebody known already, or a working name; a minor needs a consent."""

    person: int | None = None
    label: str = ""
    minor: bool = False
    consent: bool = False
    """The guardian agreed; asked of minors only."""


@dataclass(frozen=True)
class Policy:
    """An insurance as it is written down; days included."""

    insurer: str
    number: str
    since: date
    until: date


@dataclass(frozen=True)
class Work:
    """What a team went out for, with whom."""

    on: date
    work: str
    people: Sequence[int]
    remark: str = ""


def found_team(scope: Scope, name: str, division: Division, *, since: date) -> Organisation:
    """A new volunteer team of a place. Raises Refused outside of the desk's area or unnamed."""
    demand(runs(scope, str(division.path)), _(NOT_YOURS))
    if not name.strip():
        raise Refused("invalid", _("请写队伍名称"), "name")
    row = Organisation(name=name.strip(), kind=TEAM, division=division)
    return found_organisation(on_behalf(scope), row, since=since)


def take_in(scope: Scope, team_id: int, who: Volunteer, *, since: date) -> Tie:
    """A volunteer joins a team (自愿: nobody is made one).

    Raises Refused without a name, for a minor whose guardian did not agree, and for who is in it.
    """
    team = _run(scope, team_id)
    if who.minor and not who.consent:
        raise Refused("invalid", _("未成年人参加要有监护人同意"), "consent")
    with transaction.atomic():
        person = _volunteer(scope, who)
        terms = {"minor": int(who.minor)}
        return engage(scope, "team_member", person, team, since=since, terms=terms)


def name_leader(scope: Scope, team_id: int, person_id: int, *, since: date) -> Tie:
    """A volunteer of the team leads it from a day on; who led it until then leads no more.

    Raises Refused for who is not in the team that day, is a minor, or began no earlier.
    """
    team = _run(scope, team_id)
    with transaction.atomic():
        member = Tie.objects.filter(in_force(since), whom_organisation=team, kind="team_member")
        tie = member.filter(who_person_id=person_id).select_related("who_person").first()
        if tie is None or tie.who_person is None or tie.terms["minor"]:
            raise Refused("invalid", _("队长要从当天在队的成年队员里选"), "person")
        held = Tie.objects.filter(in_force(since), whom_organisation=team, kind="team_leader")
        for older in held:
            if older.valid_from >= since:
                raise Refused("conflict", _("现任队长也是这一天起的，请改日期"), "since")
            end_tie(scope, older, on=since - timedelta(days=1))
        return appoint(scope, "team_leader", tie.who_person, team, since=since)


def leave(scope: Scope, team_id: int, tie_id: int, *, on: date) -> None:
    """A volunteer leaves a team; a leader's post ends with it."""
    team = _run(scope, team_id)
    tie = Tie.objects.filter(pk=tie_id, whom_organisation=team, kind="team_member").first()
    if tie is None:
        raise Refused("not_found", _("没有这名队员，或者您不能查看"))
    _end(scope, tie, on)


def leave_oneself(scope: Scope, tie_id: int) -> None:
    """A volunteer leaves a team himself, today, without a reason: it is voluntary (第二十五条)."""
    own = Tie.objects.filter(kind="team_member", who_person=scope.person_id or 0)
    tie = own.filter(in_force(local_day(now())), pk=tie_id).first()
    if tie is None:
        raise Refused("not_found", _("您不在这支队伍里"))
    _end(on_behalf(scope), tie, local_day(now()))


def _end(scope: Scope, tie: Tie, on: date) -> None:
    with transaction.atomic():
        led = Tie.objects.filter(in_force(on), kind="team_leader", who_person=tie.who_person_id)
        for post in led.filter(whom_organisation=tie.whom_organisation_id):
            end_tie(scope, post, on=on)
        end_tie(scope, tie, on=on)


def insure(
    scope: Scope, team_id: int, policy: Policy, *, person_id: int | None = None
) -> TeamInsurance:
    """Write down an insurance of the whole team or of one volunteer (志愿服务条例第十七条).

    Raises Refused for days in the wrong order, a missing policy number, and who is not in it.
    """
    team = _run(scope, team_id)
    if policy.until < policy.since:
        raise Refused("invalid", _("结束日期早于开始日期"), "until")
    for field in ("insurer", "number"):
        if not getattr(policy, field).strip():
            raise Refused("invalid", _("这一项要填"), field)
    members = Tie.objects.filter(kind="team_member", whom_organisation=team)
    if person_id is not None and not members.filter(who_person=person_id).exists():
        raise Refused("invalid", _("没有这名队员，或者您不能查看"), "person")
    with writing(scope.who) as log:
        row = TeamInsurance.objects.create(
            team=team, person_id=person_id, recorded_at=now(), **vars(policy)
        )
        log.add(_insured(row, "team.insured"))
    return row


def take_back_insurance(scope: Scope, row_id: int, reason: str) -> None:
    """Void an insurance that was written down by mistake; outings that stood on it stay."""
    row = TeamInsurance.objects.select_related("team__division").filter(pk=row_id).first()
    if row is None or not runs(scope, str(row.team.division.path)):
        raise Refused("not_found", _("没有这条记录，或者您不能查看"))
    with _voiding(scope, row, reason) as log:
        void = entry_of(("organisation", row.team_id), "team.insured", "insurance", row.pk)
        fact = _insured(row, "team.insurance_taken_back")
        log.add(replace(fact, voids=void, remark=reason.strip()))


def go_out(scope: Scope, team_id: int, done: Work) -> Outing:
    """A team goes out; for dangerous work nobody without insurance on the day, and no minor.

    Raises Refused for a day to come, who was not in the team that day, the same work twice on one
    day, and names who may not come along (志愿服务条例第十五条, 第十七条).
    """
    team = _visible(scope, team_id)
    demand(leads(scope, team.pk, str(team.division.path)), _(NOT_YOURS))
    not_to_come(done.on)
    if done.work not in dict(WORKS):
        raise Refused("invalid", _("请从列表里选一项"), "work")
    with writing(scope.who) as log:
        Organisation.objects.select_for_update().get(pk=team.pk)
        live = Outing.objects.filter(team=team, on=done.on, work=done.work, taken_back_at=None)
        if live.exists():
            raise Refused("conflict", _("这一天的这项工作已经记过一次"), "on")
        _demand_fit(team, done)
        row = Outing.objects.create(
            team=team,
            on=done.on,
            work=done.work,
            remark=done.remark.strip(),
            recorded_at=now(),
        )
        row.people.set(done.people)
        log.add(
            session_done(
                "team",
                ("outing", row.pk),
                str(team.division.path),
                on=row.on,
                headcount=len(set(done.people)),
                organisation=team.pk,
            )
        )
    return row


def take_back_outing(scope: Scope, row_id: int, reason: str) -> None:
    """Void an outing that was written down by mistake."""
    row = Outing.objects.select_related("team__division").filter(pk=row_id).first()
    if row is None or not leads(scope, row.team_id, str(row.team.division.path)):
        raise Refused("not_found", _("没有这条记录，或者您不能查看"))
    with _voiding(scope, row, reason) as log:
        path, why = str(row.team.division.path), reason.strip()
        log.add(session_taken_back(("outing", row.pk), path, on=row.on, reason=why))


def insured_on(team: Organisation, people: Sequence[int], day: date) -> set[int]:
    """Those of `people` whom a policy of the team or of their own covers on a day."""
    rows = TeamInsurance.objects.filter(
        team=team, since__lte=day, until__gte=day, taken_back_at=None
    )
    covered = set(
        rows.filter(Q(person=None) | Q(person__in=people)).values_list("person", flat=True)
    )
    return set(people) if None in covered else covered


def _demand_fit(team: Organisation, done: Work) -> None:
    held = Tie.objects.filter(in_force(done.on), kind="team_member", whom_organisation=team)
    ties = {tie.who_person_id: tie for tie in held.select_related("who_person")}
    if not done.people or not set(done.people) <= ties.keys():
        raise Refused("invalid", _("请勾选当天在队的队员"), "people")
    if done.work not in DANGEROUS:
        return
    covered = insured_on(team, done.people, done.on)
    for fault, unfit in (
        (_("有风险的活动，出队前要先买保险；没有保险的：%s"), set(done.people) - covered),
        (_("未成年人不参加有风险的活动：%s"), {p for p in done.people if ties[p].terms["minor"]}),
    ):
        if unfit:
            names = "、".join(sorted(str(ties[number].who_person) for number in unfit))
            raise Refused("invalid", fault % names, "people")


def _volunteer(scope: Scope, who: Volunteer) -> Person:
    if who.person is not None:
        known = Tie.objects.filter(known_people(scope), who_person=who.person)
        tie = known.select_related("who_person").first()
        if tie is None or tie.who_person is None:
            raise Refused("invalid", _("请从列表里选一位"), "person")
        return tie.who_person
    if not who.label.strip():
        raise Refused("invalid", _("请写工作称呼，或者从列表里选一位"), "label")
    return add_person(on_behalf(scope), who.label.strip())


def _visible(scope: Scope, team_id: int) -> Organisation:
    found = Organisation.objects.filter(visible_teams(scope), pk=team_id)
    team = found.select_related("division").first()
    if team is None:
        raise Refused("not_found", _(NO_TEAM))
    return team


def _run(scope: Scope, team_id: int) -> Organisation:
    team = _visible(scope, team_id)
    demand(runs(scope, str(team.division.path)), _(NOT_YOURS))
    return team


@contextmanager
def _voiding(scope: Scope, row: TeamInsurance | Outing, reason: str) -> Iterator[Log]:
    """The row becomes void, once; the body tells of it."""
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    with writing(scope.who) as log:
        live = type(row).objects.filter(pk=row.pk, taken_back_at=None)
        if not live.update(taken_back_at=now()):
            raise Refused("stale", _("这条记录已经撤回"))
        yield log


def _insured(row: TeamInsurance, verb: str) -> Fact:
    facets = {
        "insurance": row.pk,
        "whole": int(row.person_id is None),
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
    }
    return Fact(
        verb,
        ("organisation", row.team_id),
        str(row.team.division.path),
        organisation=row.team_id,
        facets=facets,
    )
