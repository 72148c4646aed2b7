"""Sessions of service as they are logged and taken back: for an item, and to a household."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.days import not_to_come
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.journal.writing import Log, writing
from zhuchao.registry.checkins.items import seen_take
from zhuchao.registry.checkins.pairs import seen_pair
from zhuchao.registry.checkins.policy import may_act, may_visit
from zhuchao.registry.models import ServiceSession, TakeUp, Tie
from zhuchao.registry.service_sessions import session_done, session_taken_back

MOST = 9_999


@dataclass(frozen=True)
class Done:
    """A session as it is logged: its day, how many persons served, and words."""

    on: date
    headcount: int
    remark: str = ""


def log_session(scope: Scope, take_id: int, done: Done) -> ServiceSession:
    """One session for an item that was taken up: one a day (1 场次).

    Raises Refused before it was taken up, for a day to come, after it was given back or he ceased
    to report there, and for a second one on a day.
    """
    take = seen_take(scope, take_id)
    _demand_sound(done)
    with writing(scope.who) as log:
        held = TakeUp.objects.select_for_update().get(pk=take.pk)
        ends = [day for day in (held.given_back_on, take.tie.valid_to) if day]
        if not take.on <= done.on <= min(ends, default=done.on):
            raise Refused("invalid", _("那天他没有认领这个事项"), "on")
        return _written(log, done, take=take)


def log_visit(scope: Scope, tie_id: int, done: Done) -> ServiceSession:
    """One visit to a household by who is paired with it. Refuses as `log_session`."""
    pair, _household = seen_pair(scope, tie_id)
    _demand_sound(done)
    with writing(scope.who) as log:
        held = Tie.objects.select_for_update().get(pk=pair.pk)
        if not held.valid_from <= done.on <= (held.valid_to or done.on):
            raise Refused("invalid", _("那天他没有和这一户结对"), "on")
        return _written(log, done, pair=pair)


def _demand_sound(done: Done) -> None:
    not_to_come(done.on)
    if not 1 <= done.headcount <= MOST:
        raise Refused("invalid", _("参加人数为 1 至 %(n)s") % {"n": MOST}, "headcount")


def _written(
    log: Log, done: Done, *, take: TakeUp | None = None, pair: Tie | None = None
) -> ServiceSession:
    """The row and its fact; the caller holds the lock on what it belongs to."""
    if ServiceSession.objects.filter(take=take, pair=pair, on=done.on, taken_back_at=None).exists():
        raise Refused("conflict", _("这一天已经记过一场"), "on")
    row = ServiceSession.objects.create(
        take=take,
        pair=pair,
        on=done.on,
        headcount=done.headcount,
        remark=done.remark.strip(),
        recorded_at=now(),
    )
    # Which organisation is paired with a household is nobody's figure.
    organisation = take.tie.who_organisation_id if take else None
    told = session_done(
        "check_in" if take else "pairing",
        ("session", row.pk),
        _path(row),
        on=done.on,
        headcount=done.headcount,
        organisation=organisation,
    )
    log.add(told)
    return row


def take_back_session(scope: Scope, session_id: int, reason: str) -> ServiceSession:
    """Void a session that was logged by mistake. Raises Refused without a reason or when void."""
    ends = ("take__item__division", "take__tie__who_person", "pair__who_person",
            "pair__whom_person__household__division")  # fmt: skip
    row = ServiceSession.objects.filter(pk=session_id).select_related(*ends).first()
    if row is None or not _may_take_back(scope, row):
        raise Refused("not_found", _("没有这条记录，或者您不能查看"))
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    with writing(scope.who) as log:
        live = ServiceSession.objects.filter(pk=row.pk, taken_back_at=None)
        if not live.update(taken_back_at=now()):
            raise Refused("stale", _("这条记录已经撤回"))
        subject = ("session", row.pk)
        log.add(session_taken_back(subject, _path(row), on=row.on, reason=reason.strip()))
    return row


def _may_take_back(scope: Scope, row: ServiceSession) -> bool:
    if row.take is not None:
        return may_act(scope, row.take.item, row.take.tie)
    pair = row.pair
    return bool(pair and pair.whom_person and may_visit(scope, pair.whom_person.household, pair))


def _path(row: ServiceSession) -> str:
    """The path of the community it was for."""
    if row.take is not None:
        return str(row.take.item.division.path)
    person = row.pair.whom_person if row.pair else None
    if person is None:
        raise ValueError(f"session {row.pk} has no cause")
    return str(person.household.division.path)
