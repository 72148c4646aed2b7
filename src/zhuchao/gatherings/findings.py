"""What a visit found, from noted to settled: given to an office, raised as a matter, taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.models import Notice
from zhuchao.access.notices import notice
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.gatherings.actions import NOT_YOURS, changing
from zhuchao.gatherings.codes import NO_FINDING, TOPICS
from zhuchao.gatherings.models import Finding, Gathering
from zhuchao.gatherings.policy import GOES, arranges, settles, visible_findings
from zhuchao.journal.clock import moment_of, now, today
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.registry.models import Organisation
from zhuchao.registry.people import members
from zhuchao.registry.telling import withdrawn

SETTLED = gettext_noop("这条发现已经落实、转办件或者撤回")
LONGEST = timedelta(days=366)
ORIGIN = "finding:"
"""What stands before the number of a finding in the origin of its matter."""


@dataclass(frozen=True)
class Noted:
    """What was found on a day of a visit."""

    on: date
    topic: str
    text: str


def note_finding(scope: Scope, visit: int, noted: Noted) -> Finding:
    """Write down what was found. Raises Refused for a day outside of the visit or to come."""
    not_to_come(noted.on)
    if noted.topic not in dict(TOPICS):
        raise Refused("invalid", _("请从列表里选一项"), "topic")
    if not noted.text.strip():
        raise Refused("invalid", _("请写发现了什么"), "text")
    with changing(scope, visit) as (gathering, log):
        if not gathering.begins <= noted.on <= gathering.ends:
            raise Refused("invalid", _("日子要在走访的开始和结束之间"), "on")
        row = Finding.objects.create(
            gathering=gathering,
            on=noted.on,
            topic=noted.topic,
            text=noted.text.strip(),
            recorded_at=now(),
        )
        log.add(replace(_told("finding.noted", row), occurred_at=moment_of(row.on)))
    return row


def give_finding(scope: Scope, number: int, office: Organisation, due: date) -> Finding:
    """Give a finding to an office to settle by a day, or to another one; its people are told.

    Raises Refused for a day that is past or more than a year away, and for one that is settled.
    """
    if not today() <= due <= today() + LONGEST:
        raise Refused("invalid", _("期限要在今天以后的一年里"), "due")
    with _open(scope, number, host=True) as (row, log):
        row.office, row.due = office, due
        Notice.objects.bulk_create(_notices(row))
        log.add(_told("finding.given", row))
    return row


def settle_finding(scope: Scope, number: int, result: str, *, on: date) -> Finding:
    """It was seen to: by the office it was given to, or by those who found it.

    Raises Refused without words, for a day to come or before it was found, and when settled.
    """
    not_to_come(on)
    if not result.strip():
        raise Refused("invalid", _("请写明怎么落实的"), "result")
    with _open(scope, number) as (row, log):
        if on < row.on:
            raise Refused("invalid", _("落实的日期早于发现的日期"), "on")
        row.result, row.done_on = result.strip(), on
        log.add(replace(_told("finding.settled", row), occurred_at=moment_of(on)))
    return row


def raise_finding(scope: Scope, number: int, said: dict[str, Any]) -> Raised:
    """Raise a finding as a difficulty (困难): it then has a holder, a clock and a receipt.

    `said`: text, summary, whose, and contact as of a draft. Raises Refused as `raise_matter`.
    """
    with _open(scope, number, host=True) as (row, log):
        visit = row.gathering
        raised = raise_matter(
            scope,
            Draft(
                kind="difficulty",
                division=visit.division.code,
                payload={"found_on": "visit", "whose": said["whose"]},
                text=said["text"],
                summary=said["summary"],
                contact=said["contact"],
                channel="proxy",
                origin=f"{ORIGIN}{row.pk}",
            ),
        )
        row.matter, row.office, row.due = raised.matter, None, None
        log.add(_told("finding.raised", row))
    return raised


def take_back_finding(scope: Scope, number: int, reason: str) -> Finding:
    """Void what was noted by mistake. Raises Refused without a reason, and once a matter."""
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    with _open(scope, number, host=True, settled=True) as (row, log):
        row.taken_back_at = now()
        void = entry_of(("finding", number), "finding.noted", "finding", number)
        told = replace(_told("finding.taken_back", row), voids=void, remark=reason.strip())
        log.add(withdrawn(told, row.on))
    return row


@contextmanager
def _open(
    scope: Scope, number: int, *, host: bool = False, settled: bool = False
) -> Iterator[tuple[Finding, Log]]:
    """A finding that waits, locked; `host`: only those who found it; `settled`: also a done one."""
    with writing(scope.who) as log:
        row = _seen(scope, Finding.objects.select_for_update(of=("self",)), number)
        may = arranges(scope, row.gathering.host, str(row.gathering.division_path))
        demand(may if host else settles(scope, row), _(NOT_YOURS))
        if row.taken_back_at or row.matter_id or (row.done_on and not settled):
            raise Refused("stale", _(SETTLED))
        yield row, log
        row.save()


def _seen(scope: Scope, rows: QuerySet[Finding], number: int) -> Finding:
    ends = ("gathering__host", "gathering__division", "office")
    row = rows.filter(visible_findings(scope), pk=number).select_related(*ends).first()
    if row is None:
        raise Refused("not_found", _(NO_FINDING))
    return row


def _notices(row: Finding) -> list[Notice]:
    """To everybody who works in the office it was given to."""
    channel = "" if settings.EMAIL_HOST else "console"
    told = members([row.office_id or 0], *GOES)
    about = ("finding", row.pk)
    context = {"due": f"{row.due:%Y-%m-%d}"}
    return [notice("finding", about, context, account=a, channel=channel) for a in told]


def _told(verb: str, row: Finding) -> Fact:
    """What is believed of a finding from now on: a version of its span, without its words.

    It is open from the day it was found until the day before it was settled; what was never given
    to anybody, or went on as a matter, is nobody's open follow-up.
    """
    visit: Gathering = row.gathering
    return Fact(
        verb,
        ("finding", row.pk),
        str(visit.division_path),
        organisation=visit.unit_id,
        facets={
            "finding": row.pk,
            "topic": row.topic,
            "office": row.office_id,
            "due": row.due.isoformat() if row.due else "",
            "raised": int(row.matter_id is not None),
        },
        span=f"finding:{row.pk}",
        valid_from=row.on,
        valid_to=row.done_on,
    )
