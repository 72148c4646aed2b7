"""The verbs that write organisations: found, change, close, and pass on to successors."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.writing import Log, writing
from zhuchao.places.memory import changed
from zhuchao.registry.codes import drawn_code
from zhuchao.registry.kinds import OPERATING, ORGANISATION_KINDS
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.telling import organisation_fact, tie_fact
from zhuchao.registry.tie_actions import PARTY
from zhuchao.registry.tie_writing import kind_of, unwrite_tie, write_tie
from zhuchao.text.identifiers import NoIdentifier, read_credit_code

NOT_YOURS = gettext_noop("只有管辖该区划的党建岗、督办岗和管理员可以登记单位")
STALE = gettext_noop("这个单位刚被他人修改过，请看过最新情况再决定")
CHANGEABLE = (
    "name", "kind", "division", "phone", "credit_code", "trade", "headcount", "members_known",
    "operating", "valid_from",
)  # fmt: skip


def keeps(scope: Scope, path: str) -> bool:
    """Whether a scope may write organisations at a path."""
    return scope.system or over(path, scope.paths(*PARTY, "supervisor"))


def found_organisation(scope: Scope, organisation: Organisation, *, since: date) -> Organisation:
    """Write down a new organisation (an unsaved row); without a code it is given one.

    Raises Refused outside of the scope's area, and with the field at fault.
    """
    demand(keeps(scope, str(organisation.division.path)), _(NOT_YOURS))
    organisation.code = organisation.code or drawn_code(8)
    organisation.valid_from = since
    if Organisation.objects.filter(code=organisation.code).exists():
        raise Refused("conflict", _("这个代码已经用过了"), "code")
    _sound(organisation)
    with writing(scope.who) as log:
        organisation.save()
        changed()
        log.add(organisation_fact(organisation, "founded"))
    return organisation


def change_organisation(
    scope: Scope, organisation_id: int, changes: Mapping[str, Any], *, version: int
) -> Organisation:
    """Change what is given of CHANGEABLE, as the version seen.

    Raises Refused as `found_organisation`, "stale" when somebody was first, and KeyError for a
    field that cannot be changed.
    """
    if unknown := set(changes) - set(CHANGEABLE):
        raise KeyError(unknown)
    with writing(scope.who) as log:
        organisation = _taken(scope, organisation_id, version)
        for name, value in changes.items():
            setattr(organisation, name, value)
        demand(keeps(scope, str(organisation.division.path)), _(NOT_YOURS))
        _sound(organisation)
        _demand_life(organisation)
        organisation.save()
        changed()
        log.add(organisation_fact(organisation, "changed"))
    return organisation


def close_organisation(
    scope: Scope, organisation_id: int, *, on: date, reason: str, version: int
) -> Organisation:
    """Close an organisation; `on` is its last day. Its ties end with it.

    Raises Refused without a reason, for a day before it began or to come, when it is closed.
    """
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    not_to_come(on)
    with writing(scope.who) as log:
        organisation = _taken(scope, organisation_id, version)
        if organisation.valid_to:
            raise Refused("conflict", _("这个单位已经撤销"))
        if organisation.valid_from and on < organisation.valid_from:
            raise Refused("invalid", _("撤销日期早于成立日期"), "on")
        organisation.valid_to = on
        organisation.save()
        changed()
        for tie in _open_ties(organisation, on):
            _end_with_it(log, tie, on)
        log.add(replace(organisation_fact(organisation, "closed"), remark=reason.strip()))
    return organisation


def succeed(
    scope: Scope, olds: Sequence[Organisation], news: Sequence[Organisation], how: str, *, on: date
) -> list[Tie]:
    """Keep the chain old → new (split, merge, reduce, rename, transfer), from a day on.

    The olds stay as they are: who closes one says so by `close_organisation`. Raises Refused for
    none on either side, for an organisation on both, and for a circle.
    """
    if not olds or not news or {o.pk for o in olds} & {n.pk for n in news}:
        raise Refused("invalid", _("请选出变更前后的组织，两边不能相同"), "news")
    for one in (*olds, *news):
        demand(keeps(scope, str(one.division.path)), _(NOT_YOURS))
    if {o.pk for o in olds} & descendants([n.pk for n in news]):
        raise Refused("invalid", _("变更后的组织是变更前组织的前身，沿革不能成环"), "news")
    kind = kind_of("succeeded_by", "succeed")
    with transaction.atomic():
        return [
            write_tie(scope, kind, old, new, since=on, terms={"how": how})
            for old in olds
            for new in news
        ]


def descendants(ids: Sequence[int]) -> set[int]:
    """Everything that came out of these organisations, themselves among it."""
    found, fresh = set(ids), set(ids)
    while fresh:
        rows = Tie.objects.filter(kind="succeeded_by", who_organisation__in=fresh)
        fresh = set(rows.values_list("whom_organisation", flat=True)) - found
        found |= fresh
    return found


def _taken(scope: Scope, organisation_id: int, version: int) -> Organisation:
    """The organisation as the version seen, its version counted on."""
    found = Organisation.objects.filter(pk=organisation_id)
    same = found.filter(version=version).update(version=F("version") + 1)
    organisation = found.select_related("division").first()
    if organisation is None:
        raise Refused("not_found", _("没有这个单位"))
    demand(keeps(scope, str(organisation.division.path)), _(NOT_YOURS))
    if not same:
        raise Refused("stale", _(STALE))
    return organisation


def _sound(organisation: Organisation) -> None:
    if not organisation.name.strip():
        raise Refused("invalid", _("不能为空"), "name")
    if organisation.kind not in dict(ORGANISATION_KINDS):
        raise Refused("invalid", _("请从列表里选一项"), "kind")
    if organisation.operating not in dict(OPERATING):
        raise Refused("invalid", _("请从列表里选一项"), "operating")
    if not organisation.credit_code:
        return
    try:
        organisation.credit_code = read_credit_code(organisation.credit_code)
    except NoIdentifier as fault:
        why = _(fault.words) % {"given": fault.given}
        raise Refused("invalid", why, "credit_code") from fault
    others = Organisation.objects.filter(credit_code=organisation.credit_code)
    if others.exclude(pk=organisation.pk).exists():
        raise Refused("conflict", _("已有单位用这个统一社会信用代码"), "credit_code")


def _demand_life(organisation: Organisation) -> None:
    """Its first day comes before its last and before those of all its ties."""
    born = organisation.valid_from
    if born is None:
        return
    own = Q(who_organisation=organisation) | Q(whom_organisation=organisation)
    gone = organisation.valid_to
    if (gone and gone < born) or Tie.objects.filter(own, valid_from__lt=born).exists():
        raise Refused("conflict", _("成立日期晚于已登记的关系或撤销日期"), "valid_from")


def _end_with_it(log: Log, tie: Tie, on: date) -> None:
    """A tie ends with its organisation; one that was to begin later never was."""
    if tie.valid_from > on:
        unwrite_tie(log, tie, tie_fact(tie, "ended"))
        return
    tie.valid_to, tie.version = on, tie.version + 1
    tie.save(update_fields=["valid_to", "version"])
    log.add(tie_fact(tie, "ended"))


def _open_ties(organisation: Organisation, on: date) -> list[Tie]:
    ends = ("whom_organisation__division", "whom_division", "whom_site__division", "whom_person")
    own = Q(who_organisation=organisation) | Q(whom_organisation=organisation)
    still = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = Tie.objects.filter(own & still).exclude(kind="succeeded_by")
    return list(rows.select_related(*ends).order_by("pk"))
