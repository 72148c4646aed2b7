"""The verbs that write people, organisations, ties and duties. Imports never give authority."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.accounts import create_account
from zhuchao.access.models import Account
from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Span
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.memory import changed
from zhuchao.places.models import Division, Site
from zhuchao.registry.administrators import keep_administrator
from zhuchao.registry.kinds import BY_NAME, SEVERAL
from zhuchao.registry.models import Duty, Organisation, Person, Tie
from zhuchao.registry.site_policy import manages
from zhuchao.registry.telling import path_of, tie_fact
from zhuchao.registry.tie_writing import kind_of, unwrite_tie, write_tie

ENDED_BY: Mapping[str, tuple[str, ...]] = {
    "affiliate": ("supervisor", "party_desk"),
    "cover": ("party_desk",),
    "engage": ("supervisor", "party_desk"),
    "check_in": ("community_desk", "party_desk"),
    "ally": ("party_desk",),
    "share": ("party_desk",),
    "reserve": ("party_desk",),
    "contact": ("supervisor", "party_desk"),
    "instructor": ("party_desk",),
    "team_leader": ("community_desk", "party_desk"),
    "team_member": ("community_desk", "party_desk"),
    "social_worker": ("personnel_desk",),
}
"""Verb or kind of a tie → who ends one beside the administrator: those who write it."""


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
    the first start and in the demo); instructors and leaders of volunteer teams by who may end
    them, too. Raises Refused otherwise, for a wrong end or wrong dates.
    """
    tie_kind = kind_of(kind, "appoint")
    path = path_of(whom)
    demand(
        scope.system or over(path, scope.paths("administrator", *ENDED_BY.get(kind, ()))),
        _("只有管辖该范围的系统管理员可以任命"),
    )
    return write_tie(scope, tie_kind, person, whom, since=since, until=until)


def affiliate(
    scope: Scope,
    kind: str,
    who: Organisation,
    whom: Organisation | Division,
    *,
    since: date,
    until: date | None = None,
) -> Tie:
    """Put an organisation on its industry line or its territory line (M01).

    It stands on one of each at a time: the line it had ends the day before. Raises Refused outside
    of the scope's area, for a line that began no earlier, and for a circle of industry lines.
    """
    tie_kind = kind_of(kind, "affiliate")
    demand(
        scope.system
        or over(path_of(who), scope.paths("administrator", "supervisor", "party_desk")),
        _("没有权限变更该组织的隶属关系"),
    )
    if isinstance(whom, Organisation) and who.pk in _above(whom.pk):
        raise Refused("invalid", _("“%(name)s”隶属于它，隶属关系不能成环") % {"name": whom}, "whom")
    with transaction.atomic():
        _end_line(scope, kind, who, since)
        return write_tie(scope, tie_kind, who, whom, since=since, until=until)


def _above(organisation_id: int) -> set[int]:
    """An organisation and everything above it on lines that have not ended."""
    found, fresh = {organisation_id}, {organisation_id}
    while fresh:
        lines = Tie.objects.filter(kind="industry_line", valid_to=None, who_organisation__in=fresh)
        fresh = set(lines.values_list("whom_organisation", flat=True)) - found
        found |= fresh
    return found


def _end_line(scope: Scope, kind: str, who: Organisation, since: date) -> None:
    held = Tie.objects.filter(Q(valid_to=None) | Q(valid_to__gt=since))
    held = held.filter(kind=kind, who_organisation=who)
    for tie in held.select_related("whom_organisation__division", "whom_division"):
        if tie.valid_from >= since:
            words = _("现在的隶属关系从 %(day)s 起，新的要晚于这一天") % {"day": tie.valid_from}
            raise Refused("conflict", words, "since")
        _shorten(scope, tie, since - timedelta(days=1))


def pair(scope: Scope, kind: str, who: Person, whom: Organisation, *, since: date) -> Tie:
    """Make a person the contact of an organisation (一对一联系)."""
    tie_kind = kind_of(kind, "pair")
    demand(
        scope.system
        or over(path_of(whom), scope.paths("administrator", "supervisor", "party_desk")),
        _("没有权限为该组织安排联系人"),
    )
    return write_tie(scope, tie_kind, who, whom, since=since)


def host(
    scope: Scope, kind: str, who: Organisation, whom: Site, *, since: date | None = None
) -> Tie:
    """Make an organisation the host of a site (M11): its members confirm and check it themselves.

    Raises Refused unless the site lies in the acting office's territory.
    """
    tie_kind = kind_of(kind, "host")
    demand(manages(scope, path_of(whom)), _("没有权限为这个场所安排承办单位"))
    return write_tie(scope, tie_kind, who, whom, since=since)


def end_tie(scope: Scope, tie: Tie, *, on: date) -> Tie:
    """End a tie on a day (its last). Raises Refused when it ended before or somebody was first.

    The last administrator of the whole district is not ended at all (`keep_administrator`).
    """
    demand(_may_end(scope, tie), _("没有权限终止这项任命"))
    if tie.valid_to and tie.valid_to <= on:
        raise Refused("conflict", _("这项任命已经终止"))
    if on < tie.valid_from:
        raise Refused("invalid", _("终止日期早于开始日期"), "until")
    return _shorten(scope, tie, on)


def take_back_tie(scope: Scope, tie: Tie, *, reason: str) -> None:
    """Void a tie that was written by mistake: it held on no day, and the journal says why.

    Raises Refused without a reason, where the scope may not end it, and when somebody was first.
    """
    demand(_may_end(scope, tie), _("没有权限终止这项任命"))
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    with writing(scope.who) as log:
        keep_administrator(tie, None)
        entry = Span.objects.filter(pk=f"tie:{tie.pk}").values_list("entry_id", flat=True).first()
        fact = replace(tie_fact(tie, "ended"), voids=entry, remark=reason.strip())
        if not Tie.objects.filter(pk=tie.pk, version=tie.version).exists():
            raise Refused("stale", _("这项任命刚被他人修改，请刷新后再试"))
        unwrite_tie(log, tie, fact)


def _may_end(scope: Scope, tie: Tie) -> bool:
    """Who may write a tie of this kind there may end it; the administrator ends any."""
    whom = tie.whom_organisation or tie.whom_division or tie.whom_site or tie.whom_person
    if whom is None:
        raise Refused("invalid", _("这项关系没有对象"))
    path = path_of(whom)
    if tie.kind == "host" and manages(scope, path):
        return True
    if tie.who_organisation and BY_NAME[tie.kind].verb == "affiliate":
        path = path_of(tie.who_organisation)
    roles = ("administrator", *ENDED_BY.get(tie.kind, ENDED_BY.get(BY_NAME[tie.kind].verb, ())))
    return scope.system or over(path, scope.paths(*roles))


def _shorten(scope: Scope, tie: Tie, on: date) -> Tie:
    with writing(scope.who) as log:
        keep_administrator(tie, on)
        done = Tie.objects.filter(pk=tie.pk, version=tie.version).update(
            valid_to=on, version=tie.version + 1
        )
        if not done:
            raise Refused("stale", _("这项任命刚被他人修改，请刷新后再试"))
        tie.refresh_from_db()
        log.add(tie_fact(tie, "ended"))
    return tie


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
    own_password: bool = False,
) -> Account:
    """An account with its person and first role, all or nothing. Refuses as its three parts do."""
    with transaction.atomic():
        account = create_account(
            scope, username, name=name, password=password, own_password=own_password
        )
        appoint(scope, kind, add_person(scope, name, account), whom)
    return account


def assign_duty(scope: Scope, log: Log, duty: Duty) -> Duty:
    """Write a row of the duty table inside a larger action (a ruling, the duty page, a load).

    An older row of the same what, where and position ends that day, and the newer one wins;
    assists and those who join in stand beside each other. Raises Refused when the scope neither
    accepts nor administers at that place.
    """
    demand(
        scope.system
        or over(duty.division.path, scope.paths("administrator", "intake", "supervisor")),
        _("没有权限修改该范围的职责清单"),
    )
    if duty.position not in SEVERAL:
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
