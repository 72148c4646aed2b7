"""Honours: write one down, add its document, end it, take back what was written by mistake."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from unicodedata import normalize
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.files import attach
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, moment_of, now
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.marks.honours.policy import honour_rule, writes
from zhuchao.marks.models import HONOUR_LEVELS, Honour
from zhuchao.registry.telling import withdrawn

NOT_YOURS = gettext_noop("只有管辖这个地方的党建岗、队伍建设岗、督办岗和管理员可以登记荣誉")
STALE = gettext_noop("这项荣誉刚被他人动过，请看过最新情况再决定")
GONE = gettext_noop("没有这项荣誉，或者您不能查看")
EARLIEST = 1949


def record_honour(scope: Scope, honour: Honour, files: Collection[UUID] = ()) -> Honour:
    """Write an honour down (an unsaved row), with the number, a PDF or photos of its document.

    Raises Refused outside of the scope's area, with the field at fault, and for one that is
    written down already: the same title, year and recipient is one honour (M46).
    """
    if honour.organisation:
        honour.division = honour.organisation.division
    honour.division_path = str(honour.division.path)
    demand(writes(scope, honour), _(NOT_YOURS))
    for name in ("title", "given_by", "document"):
        setattr(honour, name, " ".join(getattr(honour, name).split()))
    honour.title_key = key_of(honour.title)
    _demand_sound(honour, documented=bool(honour.document or files))
    honour.recorded_at = now()
    with writing(scope.who) as log:
        _save(honour)
        attach(files, ("honour", honour.pk), "evidence")
        log.add(replace(_told("honour.recorded", honour), occurred_at=moment_of(begins(honour))))
    return honour


def document_honour(scope: Scope, number: int, files: Collection[UUID], *, version: int) -> Honour:
    """Add photos or a PDF of its document to an honour written down before.

    Raises Refused without any, for an honour taken back, and when somebody was first.
    """
    if not files:
        raise Refused("invalid", _("请选一张照片或者一份 PDF"), "photo")
    with _changing(scope, number, version) as (honour, log):
        added = attach(files, ("honour", number), "evidence")
        told = Fact("honour.documented", ("honour", number), honour.division_path)
        log.add(replace(told, organisation=honour.organisation_id, facets={"files": added}))
    return honour


def key_of(title: str) -> str:
    """A title without what differs from hand to hand: spaces, quotes, brackets, width of signs.

    >>> key_of("“文明 社区”（Ａ类）") == key_of("文明社区(a类)")
    True
    """
    signs = normalize("NFKC", title).casefold()
    return "".join(sign for sign in signs if sign.isalnum())[:80]


def begins(honour: Honour) -> date:
    """The first day an honour counts on.

    Of which only the year is known counts from the last day of it, or from the day it was written
    down when that came sooner: on that day it was surely held.
    """
    known_by = min(date(honour.year, 12, 31), local_day(honour.recorded_at))
    return honour.conferred_on or known_by


def end_honour(scope: Scope, number: int, *, on: date, reason: str, version: int) -> Honour:
    """Whoever gave an honour took it away: `on` is its last day.

    Raises Refused for a day before it began or to come, without a reason, and when it ended.
    """
    _demand_reason(reason)
    with _changing(scope, number, version) as (honour, log):
        if honour.until:
            raise Refused("conflict", _("这项荣誉已经终止"))
        if not begins(honour) <= on <= local_day(now()):
            raise Refused("invalid", _("最后一天要在授予以后，不能在今天以后"), "on")
        honour.until = on
        log.add(replace(_told("honour.ended", honour), remark=reason.strip()))
    return honour


def withdraw_honour(scope: Scope, number: int, *, reason: str, version: int) -> Honour:
    """Take back what was written by mistake: it held on no day, and may be written down anew."""
    _demand_reason(reason)
    with _changing(scope, number, version) as (honour, log):
        honour.withdrawn_at = now()
        void = entry_of(("honour", number), "honour.recorded", "year", honour.year)
        fact = replace(_told("honour.withdrawn", honour), voids=void, remark=reason.strip())
        log.add(withdrawn(fact, begins(honour)))
    return honour


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")


@contextmanager
def _changing(scope: Scope, number: int, version: int) -> Iterator[tuple[Honour, Log]]:
    with writing(scope.who) as log:
        same = Honour.objects.filter(pk=number, version=version).update(version=F("version") + 1)
        honour = Honour.objects.filter(honour_rule(scope), pk=number).first()
        if honour is None:
            raise Refused("not_found", _(GONE))
        demand(writes(scope, honour), _(NOT_YOURS))
        if not same:
            raise Refused("stale", _(STALE))
        if honour.withdrawn_at:
            raise Refused("conflict", _("这条登记已经撤回"))
        yield honour, log
        honour.save(update_fields=["until", "withdrawn_at"])


def _demand_sound(honour: Honour, *, documented: bool) -> None:
    today = local_day(now())
    faults = {name: _("不能为空") for name in ("title", "given_by") if not getattr(honour, name)}
    if honour.level not in dict(HONOUR_LEVELS):
        faults["level"] = _("请从列表里选一项")
    if not EARLIEST <= honour.year <= today.year:
        faults["year"] = _("年份要在 %(first)s 年到今年之间") % {"first": EARLIEST}
    on = honour.conferred_on
    if on and (on.year != honour.year or on > today):
        faults["conferred_on"] = _("授予日期要在所写的年份里，不能在今天以后")
    if not documented:
        faults["document"] = _("请写文件号，或者上传文件的 PDF、照片")
    if faults:
        raise Refused("invalid", next(iter(faults.values())), fields=faults)


def _save(honour: Honour) -> None:
    """Insert the row; the constraints of the table are what keeps an honour single."""
    try:
        with transaction.atomic():
            honour.save()
    except IntegrityError as error:
        words = _("这一年的这项荣誉已经登记过，不重复登记")
        raise Refused("conflict", words, "title") from error


def _told(verb: str, honour: Honour) -> Fact:
    """What is believed of an honour from now on: a version of its span, without its recipient."""
    return Fact(
        verb,
        ("honour", honour.pk),
        honour.division_path,
        organisation=honour.organisation_id,
        facets={
            "level": honour.level,
            "whose": honour.whose,
            "year": honour.year,
            "party": int(honour.party_internal),
            "dated": int(honour.conferred_on is not None),
        },
        span=f"honour:{honour.pk}",
        valid_from=begins(honour),
        valid_to=honour.until,
    )
