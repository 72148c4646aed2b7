"""Keep the shelf: put a mediator on it, from a day and maybe to one, and take him off again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.matters.kinds.dispute.desks import desk_rows, path_of
from zhuchao.matters.kinds.dispute.shelf import MODES
from zhuchao.matters.models import ShelfMediator
from zhuchao.registry.models import Tie
from zhuchao.registry.routing import desk
from zhuchao.registry.scope import in_force

KEEPERS = ("mediation_desk", "administrator")


@dataclass(frozen=True)
class Place:
    """Where and how a mediator stands on the shelf; `days` are weekdays, Monday is 1."""

    person: int
    desk: int
    fields: Sequence[str] = ()
    languages: str = ""
    mode: str = "resident"
    days: Sequence[int] = ()
    since: date | None = None
    until: date | None = None


def keeps(scope: Scope, path: str) -> bool:
    """Whether a scope keeps the shelf of the desk at a path."""
    return scope.system or over(path, scope.paths(*KEEPERS))


def put_on_shelf(scope: Scope, place: Place) -> ShelfMediator:
    """Put somebody who is appointed as a mediator on the shelf of a desk.

    Raises Refused without the keeping authority over the desk, for somebody not appointed, with
    no account or there already, and for unknown fields, days or modes.
    """
    wrong = dict(_faults(place))
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    demand(keeps(scope, path_of(place.desk)), _("您不管这个调解台的货架"))
    with writing(scope.who) as log:
        row = ShelfMediator.objects.create(
            person_id=place.person,
            desk_id=place.desk,
            fields=list(place.fields),
            languages=place.languages.strip(),
            mode=place.mode,
            days=sorted(set(place.days)),
            valid_from=place.since or local_day(now()),
            valid_to=place.until,
        )
        _tell(log, row, "shelf.put")
    return row


def take_off_shelf(scope: Scope, number: int, *, on: date) -> ShelfMediator:
    """Let a mediator's place on the shelf end with a day; what he mediates goes on.

    Raises Refused without the keeping authority, before his first day, and when it ended already.
    """
    row = ShelfMediator.objects.select_related("desk").filter(pk=number).first()
    if row is None:
        raise Refused("not_found", _("货架上没有这一位"))
    demand(keeps(scope, path_of(row.desk_id)), _("您不管这个调解台的货架"))
    if on < row.valid_from:
        raise Refused("invalid", _("终止日期早于开始日期"), "until")
    with writing(scope.who) as log:
        still = ShelfMediator.objects.filter(pk=number).exclude(valid_to__lte=on)
        if not still.update(valid_to=on):
            raise Refused("conflict", _("这一位已经下架"))
        row.refresh_from_db()
        _tell(log, row, "shelf.taken")
    return row


def _faults(place: Place) -> list[tuple[str, str]]:
    begin = place.since or local_day(now())
    known = {label.code for label in desk().labels if label.kind == "dispute"}
    checks = (
        ("person", not _appointed(place.person), _("他没有被任命为调解员，或者没有账号")),
        (
            "desk",
            place.desk not in {r.organisation for r in desk_rows()},
            _("这个单位不是调解受理台"),
        ),
        ("fields", not set(place.fields) <= known, _("没有这个纠纷类别")),
        ("mode", place.mode not in dict(MODES), _("请从列出的选项里选")),
        ("days", not set(place.days) <= set(range(1, 8)), _("请从列出的选项里选")),
        ("until", bool(place.until and place.until < begin), _("结束日期早于开始日期")),
        ("person", _standing(place, begin), _("他已经在这个货架上")),
    )
    return [(field, why) for field, wrong, why in checks if wrong]


def _appointed(person: int) -> bool:
    ties = Tie.objects.filter(in_force(local_day(now())), kind="mediator", who_person=person)
    return ties.filter(who_person__account__is_active=True).exists()


def _standing(place: Place, begin: date) -> bool:
    rows = ShelfMediator.objects.filter(person=place.person, desk=place.desk)
    return rows.exclude(valid_to__lt=begin).exists()


def _tell(log: Log, row: ShelfMediator, verb: str) -> None:
    """A span version: the place on the shelf as it is believed now."""
    log.add(
        Fact(
            verb,
            ("mediator", row.pk),
            path_of(row.desk_id),
            organisation=row.desk_id,
            facets={"mode": row.mode, "fields": list(row.fields), "days": list(row.days)},
            span=f"shelf:{row.pk}",
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
    )
