"""What is done to a petition beside its steps: told apart, visited, spoken for, closed to some."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Grant, Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, changing
from zhuchao.matters.kinds.petition.begun import bar_office
from zhuchao.matters.kinds.petition.effects import to_desk
from zhuchao.matters.kinds.petition.limits import most_deputies, rules_at
from zhuchao.matters.kinds.petition.matching import earlier_petitions, open_appeals
from zhuchao.matters.kinds.petition.visits import add_batch
from zhuchao.matters.models import Batch, Holding, Matter, Participant, Reception
from zhuchao.matters.taking_part import join, leave
from zhuchao.registry.routing import desk

MAY_BAR = ("intake", "supervisor", "leader", "section_head")


@contextmanager
def _changing(scope: Scope, matter_id: int, version: int | None, *roles: str) -> Iterator[Change]:
    """A petition being changed by somebody who plays one of these roles on it."""
    with changing(scope, matter_id, version) as change:
        if change.flow.kind != "petition":
            raise Refused("not_found", _("这不是信访件"))
        change.demand(*roles)
        yield change


def confirm_filing(
    scope: Scope, matter_id: int, earlier: int | None, *, version: int | None = None
) -> Matter:
    """A person says that it is a first petition, or repeats an earlier one (初件、重件).

    Raises Refused for a petition that was not proposed as the same person's.
    """
    with _changing(scope, matter_id, version, "intake") as change:
        matter = change.matter
        known = {m.matter.pk for m in earlier_petitions(scope, matter)}
        if earlier is not None and earlier not in known:
            raise Refused("invalid", _("那一件不是同一信访人的，不能认作重件"), "earlier")
        filed = "first" if earlier is None else "repeat"
        matter.payload = {**matter.payload, "filed_as": filed, "earlier": earlier or 0}
        change.tell("petition.checked", facets={"filed_as": filed, "earlier": earlier or 0})
    return change.matter


def confirm_hotline(
    scope: Scope, matter_id: int, appeal: int, *, same: bool, version: int | None = None
) -> Matter:
    """A person says whether an open hotline matter is the same: then this one takes it over.

    A matter is either hotline or petition (domain.md §2): the hotline's is guided to this one.
    Raises Refused where the hotline has sent it out already: then it is handled there.
    """
    with _changing(scope, matter_id, version, "intake") as change:
        matter = change.matter
        if appeal not in {m.matter.pk for m in open_appeals(matter)}:
            raise Refused("invalid", _("那一件已经核对过，或者已经办结"), "appeal")
        if same:
            _take_over(change, Matter.objects.get(pk=appeal))
            matter.payload = {**matter.payload, "hotline": appeal}
            matter.origin = f"appeal:{appeal}"
        else:
            matter.payload = {**matter.payload, "apart": [*matter.payload["apart"], appeal]}
        change.tell("petition.hotline", facets={"appeal": appeal, "same": int(same)})
        Matter.objects.filter(pk=matter.pk).update(origin=matter.origin)
    return change.matter


def _take_over(change: Change, appeal: Matter) -> None:
    if appeal.state not in ("raised", "accepted"):
        raise Refused("conflict", _("热线已派单办理，请待其办结，不另作信访件登记"))
    words = Answers(note=_("这件事已转信访渠道办理，请走信访渠道。"), reason=_("转信访渠道"))
    # The petition office has no say at the hotline: for this one finding it is lent the say.
    lent = Grant("intake", appeal.division_path)
    take_step(replace(change.scope, grants=(*change.scope.grants, lent)), appeal.pk, "guide", words)


def add_visit(
    scope: Scope,
    matter_id: int,
    headcount: int,
    deputies: int,
    *,
    day: date | None = None,
    reception: Reception | None = None,
    version: int | None = None,
) -> Batch:
    """The same people come again about it: another batch, its people counted apart.

    Raises Refused for more speakers than the law lets a group have (第二十条).
    """
    with _changing(scope, matter_id, version, "intake", "lead") as change:
        when = day or local_day(now())
        check_group(change.matter.division_path, when, headcount, deputies)
        held = reception.pk if reception else None
        return add_batch(change.log, change.matter, when, headcount, deputies, held)


def check_group(path: str, day: date, headcount: int, deputies: int) -> None:
    """Refuse a group of nobody, of the future, or with too many speakers."""
    if headcount < 1:
        raise Refused("invalid", _("来访至少有 1 人"), "headcount")
    if day > local_day(now()):
        raise Refused("invalid", _("这一天还没有到"), "day")
    most = most_deputies(rules_at(path, day), headcount)
    if not 1 <= deputies <= most:
        words = _("%(n)s 人来访，代表 1 到 %(most)s 人")
        raise Refused("invalid", words % {"n": headcount, "most": most}, "deputies")


def add_deputy(
    scope: Scope, matter_id: int, contact: Mapping[str, str], *, version: int | None = None
) -> Participant:
    """Name one of those who speak for a group; who he is, is sealed.

    Raises Refused without a name, and beyond the number a group of that size may have.
    """
    with _changing(scope, matter_id, version, "intake", "lead") as change:
        if not contact.get("name", "").strip():
            raise Refused("invalid", _("请填写代表的姓名"), "name")
        batch = Batch.objects.filter(matter=change.matter).order_by("-pk").first()
        if batch is None:
            raise Refused("invalid", _("没有来访记录，不用登记代表"))
        rows = Participant.objects.filter(matter=change.matter, role="deputy", until=None)
        rules = rules_at(change.matter.division_path, batch.day)
        most = most_deputies(rules, batch.headcount)
        if rows.count() >= most:
            words = _("%(n)s 人来访，代表不得超过 %(most)s 人")
            raise Refused("conflict", words % {"n": batch.headcount, "most": most})
        row = join(change, "deputy", contact=contact)
        change.tell("petition.deputy", facets={"participant": row.pk})
    return row


def bar(
    scope: Scope,
    matter_id: int,
    *,
    account: Account | None = None,
    office: int | None = None,
    reason: str,
    version: int | None = None,
) -> Participant:
    """Close the file to a person or an office with an interest in it (回避, 第二十八条、第三十条).

    He loses list, page, files, exports and notices at once; what he held goes back to the petition
    office. Raises Refused without a reason, without one of the two, or a second time.
    """
    with _changing(scope, matter_id, version, *MAY_BAR) as change:
        _check_bar(change, account, office, reason)
        if office is not None:
            bar_office(change.matter, office)
            change.forget_holdings()
            _someone_holds(change)
        else:
            number = account.pk if account else None
            join(change, "barred", account=number)
            # What he had taken, his office has still: somebody else of it goes on.
            Holding.objects.filter(matter=change.matter, account=number).update(account=None)
        row = Participant.objects.filter(matter=change.matter, role="barred").latest("pk")
        change.tell("petition.barred", facets={"participant": row.pk}, remark=reason.strip())
    return row


def _check_bar(change: Change, account: Account | None, office: int | None, reason: str) -> None:
    if not reason.strip():
        raise Refused("invalid", _("请写明回避的理由"), "reason")
    if (account is None) == (office is None) or (office and office not in desk().offices):
        raise Refused("invalid", _("请选一个人，或者一个单位"), "office")
    rows = Participant.objects.filter(matter=change.matter, role="barred", until=None)
    twice = rows.filter(account=account.pk) if account else rows.filter(organisation=office)
    if twice.exists():
        raise Refused("conflict", _("已经回避了"))


def _someone_holds(change: Change) -> None:
    """What the barred office had in hand goes back to where it is routed anew."""
    if change.matter.closed_at is None and not change.holdings():
        to_desk(change)
    change.matter.holder = next((h.organisation for h in change.holdings()), None)


def unbar(
    scope: Scope, matter_id: int, number: int, *, reason: str, version: int | None = None
) -> None:
    """Open the file again, for a reason that stays in the journal."""
    with _changing(scope, matter_id, version, "intake", "supervisor") as change:
        row = Participant.objects.filter(
            pk=number, matter=change.matter, role="barred", until=None
        ).first()
        if row is None:
            raise Refused("not_found", _("没有这条回避记录"))
        if not reason.strip():
            raise Refused("invalid", _("请写明理由"), "reason")
        leave(row)
        change.tell("petition.unbarred", facets={"participant": row.pk}, remark=reason.strip())
