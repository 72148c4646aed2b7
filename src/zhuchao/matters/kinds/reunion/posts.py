"""Posts of party organisations that look for floating members: a trade, a place, nobody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.kinds.reunion.parts import is_party, party_office
from zhuchao.matters.models import Seeking
from zhuchao.places.atlas import atlas
from zhuchao.places.queries import rule_set
from zhuchao.registry.routing import Office, desk

MOST = 200


@dataclass(frozen=True)
class Post:
    """A post in words."""

    id: int
    organisation: str
    trade: str
    place: str
    since: date
    phone: str
    mine: bool


def trades() -> dict[str, str]:
    """The trades of floating members in this district: code → label."""
    rules = rule_set("reunion", atlas().whole, local_day(now()))
    return {code: _(label) for code, label in rules.lists["trades"].items()}


def posts(scope: Scope | None = None) -> list[Post]:
    """The open posts, newest first; with a scope, told which of them it may close."""
    rows = Seeking.objects.filter(closed_at__isnull=True).select_related("organisation", "division")
    known = trades()
    return [
        Post(
            r.pk,
            r.organisation.name,
            known.get(r.trade, r.trade),
            r.division.name,
            r.since,
            r.organisation.phone,
            scope is not None and may_post(scope, r.organisation_id),
        )
        for r in rows.order_by("-pk")[:MOST]
    ]


def may_post(scope: Scope, organisation: int) -> bool:
    """Whether somebody posts for an organisation: its secretary, or the desk over its place."""
    office = desk().offices.get(organisation)
    own = organisation in scope.organisations("secretary")
    return bool(office) and (scope.system or own or _desk_over(scope, office))


def _desk_over(scope: Scope, office: Office | None) -> bool:
    return office is not None and over(office.path, scope.paths("party_desk"))


def posting(scope: Scope) -> Iterator[tuple[int, str]]:
    """The party organisations somebody may post for."""
    for office in desk().offices.values():
        if is_party(office) and may_post(scope, office.id):
            yield office.id, office.name


def post(scope: Scope, *, organisation: int, trade: str, division: str, since: date) -> Seeking:
    """Post whom an organisation looks for. Raises Refused naming the field at fault."""
    demand(may_post(scope, organisation), _("只有支部书记或党建岗可以发布"))
    party_office(organisation, "organisation")
    area = atlas().by_code.get(division)
    wrong: dict[str, Any] = {}
    if trade not in trades():
        wrong["trade"] = _("请从列出的选项里选")
    if area is None:
        wrong["division"] = _("没有这个区划代码：%(division)s") % {"division": division}
    if since > local_day(now()):
        wrong["since"] = _("这一天还没有到")
    if wrong or area is None:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    row = Seeking(
        organisation_id=organisation,
        trade=trade,
        division_id=area.id,
        since=since,
        opened_at=now(),
    )
    with writing(scope.who) as log:
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refused("conflict", _("这个行业在这个地方已经发布过"), "trade") from None
        log.add(_told("seeking.posted", row, area.path))
    return row


def close(scope: Scope, number: int) -> Seeking:
    """Take a post down. Raises Refused when it is gone, or without the right to."""
    row = Seeking.objects.select_related("division").filter(pk=number).first()
    if row is None:
        raise Refused("not_found", _("没有这条发布"))
    demand(may_post(scope, row.organisation_id), _("只有支部书记或党建岗可以撤下"))
    with writing(scope.who) as log:
        open_one = Seeking.objects.filter(pk=number, closed_at__isnull=True)
        if not open_one.update(closed_at=now()):
            raise Refused("stale", _("这条发布已经撤下"))
        log.add(_told("seeking.closed", row, row.division.path))
    return row


def _told(verb: str, row: Seeking, path: str) -> Fact:
    facets = {"trade": row.trade}
    return Fact(verb, ("seeking", row.pk), path, organisation=row.organisation_id, facets=facets)
