"""The verbs that write people, organisations, ties and duties. Imports never give authority."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuchao.access.accounts import create_account
from zhuchao.access.models import Account
from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.memory import changed
from zhuchao.places.models import Division, Site
from zhuchao.registry.kinds import BY_NAME, TieKind
from zhuchao.registry.models import Duty, Organisation, Person, Tie
from zhuchao.registry.site_policy import manages

Who = Person | Organisation
Whom = Person | Organisation | Division | Site


def path_of(end: Whom) -> str:
    """The division path an end of a tie lies in; "" for a person, who lies nowhere."""
    if isinstance(end, Division):
        return str(end.path)
    if isinstance(end, Organisation | Site):
        return str(end.division.path)
    return ""


def appoint(
    scope: Scope,
    kind: str,
    person: Person,
    whom: Organisation | Division,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Tie:
    """Give a person a role in an organisation or over a division, from and to a day.

    Only an administrator whose own division contains the target may (or a named system job, at
    the first start and in the demo). Raises Refused otherwise, for a wrong end or wrong dates.
    """
    tie_kind = _kind(kind, "appoint")
    path = path_of(whom)
    demand(
        scope.system or over(path, scope.paths("administrator")),
        _("只有管辖该范围的系统管理员可以任命"),
    )
    return _tie(scope, tie_kind, person, whom, since, until)


def affiliate(
    scope: Scope, kind: str, who: Organisation, whom: Organisation | Division, *, since: date
) -> Tie:
    """Put an organisation on its industry line or its territory line (M01)."""
    tie_kind = _kind(kind, "affiliate")
    demand(
        scope.system or over(path_of(who), scope.paths("administrator", "supervisor")),
        _("没有权限变更该组织的隶属关系"),
    )
    return _tie(scope, tie_kind, who, whom, since, None)


def pair(scope: Scope, kind: str, who: Person, whom: Organisation, *, since: date) -> Tie:
    """Make a person the contact of an organisation (一对一联系)."""
    tie_kind = _kind(kind, "pair")
    demand(
        scope.system or over(path_of(whom), scope.paths("administrator", "supervisor")),
        _("没有权限为该组织安排联系人"),
    )
    return _tie(scope, tie_kind, who, whom, since, None)


def host(
    scope: Scope, kind: str, who: Organisation, whom: Site, *, since: date | None = None
) -> Tie:
    """Make an organisation the host of a site (M11): its members confirm and check it themselves.

    Raises Refused unless the site lies in the acting office's territory.
    """
    tie_kind = _kind(kind, "host")
    demand(manages(scope, path_of(whom)), _("没有权限为这个场所安排承办单位"))
    return _tie(scope, tie_kind, who, whom, since, None)


def end_tie(scope: Scope, tie: Tie, *, on: date) -> Tie:
    """End a tie on a day (its last). Raises Refused when it ended before or somebody was first."""
    whom = tie.whom_organisation or tie.whom_division or tie.whom_site or tie.whom_person
    if whom is None:
        raise Refused("invalid", _("这项关系没有对象"))
    hosting = tie.kind == "host" and manages(scope, path_of(whom))
    demand(
        scope.system or hosting or over(path_of(whom), scope.paths("administrator")),
        _("没有权限终止这项任命"),
    )
    if tie.valid_to and tie.valid_to <= on:
        raise Refused("conflict", _("这项任命已经终止"))
    if on < tie.valid_from:
        raise Refused("invalid", _("终止日期早于开始日期"), "until")
    with writing(scope.who) as log:
        done = Tie.objects.filter(pk=tie.pk, version=tie.version).update(
            valid_to=on, version=tie.version + 1
        )
        if not done:
            raise Refused("stale", _("这项任命刚被他人修改，请刷新后再试"))
        tie.refresh_from_db()
        _tell(log, tie, "tie.ended")
    return tie


def _kind(name: str, verb: str) -> TieKind:
    kind = BY_NAME.get(name)
    if kind is None or kind.verb != verb:
        raise Refused("invalid", _("没有这种关系：%(name)s") % {"name": name}, "kind")
    return kind


def _tie(
    scope: Scope, kind: TieKind, who: Who, whom: Whom, since: date | None, until: date | None
) -> Tie:
    begin = since or local_day(now())
    if until and until < begin:
        raise Refused("invalid", _("结束日期早于开始日期"), "until")
    ends: dict[str, Any] = {f"who_{kind.who}": who, f"whom_{kind.whom}": whom}
    wanted = {"person": Person, "organisation": Organisation, "division": Division, "site": Site}
    if not isinstance(who, wanted[kind.who]) or not isinstance(whom, wanted[kind.whom]):
        raise Refused("invalid", _("%(kind)s 的两端不合适") % {"kind": _(kind.label)}, "whom")
    with writing(scope.who) as log:
        tie = Tie.objects.create(
            kind=kind.name, valid_from=begin, valid_to=until, recorded_at=now(), **ends
        )
        _tell(log, tie, "tie.made")
    return tie


def _tell(log: Log, tie: Tie, verb: str) -> None:
    """A span version: the tie as it is believed now."""
    whom = {
        f"whom_{end}": getattr(tie, f"whom_{end}_id")
        for end in ("person", "organisation", "division", "site")
        if getattr(tie, f"whom_{end}_id")
    }
    who = (
        ("person", tie.who_person_id)
        if tie.who_person_id
        else ("organisation", tie.who_organisation_id)
    )
    target = tie.whom_organisation or tie.whom_division or tie.whom_site or tie.whom_person
    log.add(
        Fact(
            verb,
            (who[0], who[1] or 0),
            path_of(target) if target else "",
            organisation=tie.whom_organisation_id or tie.who_organisation_id,
            facets={"kind": tie.kind, **whom},
            span=f"tie:{tie.pk}",
            valid_from=tie.valid_from,
            valid_to=tie.valid_to,
        )
    )


def add_person(scope: Scope, label: str, account: Account | None = None) -> Person:
    """A person the platform knows by a working name; who he is may be sealed later."""
    demand(scope.system or scope.holds("administrator"), _("只有系统管理员可以登记人员"))
    with writing(scope.who) as log:
        person = Person.objects.create(label=label, account=account)
        log.add(Fact("person.added", ("person", person.pk)))
    return person


def employ(
    scope: Scope,
    kind: str,
    whom: Organisation | Division,
    *,
    username: str,
    name: str,
    password: str | None = None,
) -> Account:
    """An account with its person and first role, all or nothing. Refuses as its three parts do."""
    with transaction.atomic():
        account = create_account(scope, username, name=name, password=password)
        appoint(scope, kind, add_person(scope, name, account), whom)
    return account


def assign_duty(scope: Scope, log: Log, duty: Duty) -> Duty:
    """Write a row of the duty table inside a larger action (a ruling, the duty page, a load).

    An older row of the same what, where and position ends that day, and the newer one wins;
    assists stand beside each other. Raises Refused when the scope neither accepts nor
    administers at that place.
    """
    demand(
        scope.system
        or over(duty.division.path, scope.paths("administrator", "intake", "supervisor")),
        _("没有权限修改该范围的职责清单"),
    )
    if duty.position != "assist":
        _end_older(log, duty)
    duty.save()
    changed()
    tell_duty(log, duty)
    return duty


def _end_older(log: Log, duty: Duty) -> None:
    older = Duty.objects.filter(
        kind=duty.kind,
        category=duty.category,
        division=duty.division,
        position=duty.position,
        valid_to__isnull=True,
    ).select_related("division")
    for row in older:
        row.valid_to = max(row.valid_from, duty.valid_from)
        row.save(update_fields=["valid_to"])
        tell_duty(log, row)


def tell_duty(log: Log, duty: Duty) -> None:
    """A span version: the duty as it is believed now."""
    log.add(
        Fact(
            "duty.assigned",
            ("duty", duty.pk),
            duty.division.path,
            organisation=duty.organisation_id,
            facets={"kind": duty.kind, "category": duty.category, "position": duty.position},
            span=f"duty:{duty.pk}",
            valid_from=duty.valid_from,
            valid_to=duty.valid_to,
        )
    )
