"""What is decided beside the main state: returns, extensions and exclusions."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters import clocks, holdings
from zhuchao.matters.changing import Change, changing
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.models import Holding, Request
from zhuchao.registry.actions import assign_duty
from zhuchao.registry.models import Duty
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import RequestKind


@dataclass(frozen=True)
class Plea:
    """What is asked and why. `duty` is the row a return cites, `proposed` who should have it."""

    reason: str = ""
    reason_code: str = ""
    duty: int | None = None
    proposed: int | None = None
    days: int | None = None


@dataclass(frozen=True)
class Ruling:
    """How a request is decided. `lead` takes a granted return; `correct` also mends the routing."""

    granted: bool
    note: str = ""
    lead: int | None = None
    correct: bool = True


def ask(
    scope: Scope, matter_id: int, kind: str, plea: Plea, *, version: int | None = None
) -> Request:
    """Ask for a return, an extension or an exclusion on one's own holding.

    Raises Refused: outside the window, a second time where only once is allowed, without reason
    or duty, without the role.
    """
    with changing(scope, matter_id, version) as change:
        wanted = _kind(change, kind)
        change.demand(*wanted.asked_by)
        holding = _own_holding(change)
        _check(change, wanted, plea, holding)
        request = _store(change, wanted, plea, holding)
        change.tell(
            f"request.{kind}.asked",
            facets={"request": request.pk, "reason": plea.reason_code, "days": plea.days or 0},
            organisation=holding.organisation_id,
            remark=plea.reason,
        )
    return request


def _kind(change: Change, name: str) -> RequestKind:
    try:
        return change.flow.request(name)
    except KeyError:
        raise Refused("invalid", _("没有这种申请：%(name)s") % {"name": name}, "kind") from None


def _own_holding(change: Change) -> Holding:
    own = change.own_holdings() or (change.holdings() if "intake" in change.roles else [])
    if not own:
        raise Refused("forbidden", _("这件事不在您单位手里"))
    return own[0]


def _check(change: Change, wanted: RequestKind, plea: Plea, holding: Holding) -> None:
    wrong: dict[str, str] = {}
    if wanted.reasons and plea.reason_code not in dict(wanted.reasons):
        wrong["reason_code"] = _("请选择理由")
    if not wanted.reasons and not plea.reason.strip():
        wrong["reason"] = _("请写明理由")
    if "duty" in wanted.needs and not _duty_exists(plea.duty):
        wrong["duty"] = _("请引用职责清单中的一条")
    if plea.proposed is not None and plea.proposed not in desk().offices:
        wrong["proposed"] = _("没有这个单位")
    if wanted.name == "extension":
        most = clocks.limit_of(change.matter, wanted.limit).amount
        if plea.days is None or not 1 <= plea.days <= most:
            wrong["days"] = _("延期 1 到 %(most)s 天") % {"most": most}
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    _check_window(change, wanted, holding)


def _check_window(change: Change, wanted: RequestKind, holding: Holding) -> None:
    if not wanted.within:
        return
    until = clocks.due_of(change.matter, wanted.within, holding.since).due
    if now() > until:
        raise Refused(
            "invalid",
            _("已过退单时限（%(until)s），不能再退")
            % {"until": f"{localtime(until):%Y-%m-%d %H:%M}"},
        )


def _duty_exists(duty: int | None) -> bool:
    return duty is not None and Duty.objects.filter(pk=duty).exists()


def _store(change: Change, wanted: RequestKind, plea: Plea, holding: Holding) -> Request:
    open_one = Request.objects.filter(holding=holding, kind=wanted.name, decided_at__isnull=True)
    if open_one.exists():
        raise Refused(
            "conflict", _("已经提出过%(request)s，正在等待裁定") % {"request": _(wanted.label)}
        )
    try:
        with transaction.atomic():
            return Request.objects.create(
                matter=change.matter,
                holding=holding,
                kind=wanted.name,
                reason_code=plea.reason_code,
                duty_id=plea.duty,
                proposed_id=plea.proposed,
                days=plea.days,
                asked_at=now(),
                asked_by=change.scope.who,
            )
    except IntegrityError:
        raise Refused(
            "conflict", _("%(request)s只能提出一次") % {"request": _(wanted.label)}
        ) from None


def decide(
    scope: Scope, request: Request, ruling: Ruling, *, version: int | None = None
) -> Request:
    """Rule on an open request; a granted return sends the matter on and corrects the routing.

    Raises Refused without the deciding role, when it was decided already, or when a granted
    return names nobody to take it.
    """
    with changing(scope, request.matter_id, version) as change:
        wanted = _kind(change, request.kind)
        change.demand(*wanted.decided_by)
        decided = Request.objects.filter(pk=request.pk, decided_at__isnull=True).update(
            decided_at=now(),
            decided_by=scope.who,
            outcome="granted" if ruling.granted else "refused",
        )
        if not decided:
            raise Refused("stale", _("这项申请刚被他人裁定"))
        request.refresh_from_db()
        if ruling.granted:
            grant = KINDS[change.matter.kind].grants.get(request.kind) or _GRANT[request.kind]
            grant(change, request, ruling)
        change.tell(
            f"request.{request.kind}.{request.outcome}",
            facets={"request": request.pk, "reason": request.reason_code},
            organisation=request.holding.organisation_id,
            remark=ruling.note,
        )
        clocks.refresh(change)
    return request


def _grant_return(change: Change, request: Request, ruling: Ruling) -> None:
    office = ruling.lead or request.proposed_id
    if office is None or office == request.holding.organisation_id:
        raise Refused("invalid", _("同意退单时要指定另一个主办单位"), "lead")
    assists = [h.organisation_id for h in change.holdings() if h.role == "assist"]
    holdings.hand_out(change, office, [a for a in assists if a != office])
    change.matter.state = change.flow.step("dispatch").target or change.matter.state
    clocks.start(change, "dispatch")
    if ruling.correct:
        _correct_routing(change, request, office)


def _correct_routing(change: Change, request: Request, office: int) -> None:
    """The ruling becomes a row of the duty table, so the next one goes right at once."""
    matter = change.matter
    if matter.division is None:
        return
    row = Duty(
        item=f"裁定：{change.flow.label}归口",
        kind=matter.kind,
        category=matter.category,
        division=matter.division,
        position="lead",
        organisation_id=office,
        basis=f"退单裁定 {matter.receipt}",
        valid_from=local_day(now()),
        ruling=request.pk,
    )
    assign_duty(change.scope, change.log, row)


def _grant_extension(change: Change, request: Request, ruling: Ruling) -> None:
    wanted = change.flow.request(request.kind)
    clock = wanted.extends or next(c.name for c in change.flow.clocks if c.main)
    unit = clocks.limit_of(change.matter, wanted.limit)
    if clocks.extend(change, clock, request.days or 0, unit) is None:
        raise Refused("invalid", _("办理时限已经停止，不用再延期"))


def _grant_exclusion(change: Change, request: Request, ruling: Ruling) -> None:
    """Nothing but the fact: the rates read it from the journal."""
    change.tell("matter.excluded", facets={"reason": request.reason_code})


_GRANT = {
    "return": _grant_return,
    "extension": _grant_extension,
    "exclusion": _grant_exclusion,
}
