"""What stands on the shelf (服务货架) today: mediators and services, and who may be chosen."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.journal.clock import local_day, now
from zhuchao.matters.kind import Rows
from zhuchao.matters.kinds.dispute.desks import path_of
from zhuchao.matters.models import Matter, ShelfMediator, ShelfService
from zhuchao.registry.models import Tie
from zhuchao.registry.routing import desk
from zhuchao.registry.scope import in_force

MODES = (
    ("resident", gettext_noop("常驻")),
    ("rotating", gettext_noop("轮驻")),
    ("on_call", gettext_noop("随叫随到")),
)
"""Departments and mediators at county centres: domain.md §8 [P65]."""
WEEKDAYS = (
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
)


def on_shelf() -> QuerySet[ShelfMediator]:
    """The mediators who stand on a shelf today and may act: appointed, with a live account."""
    today = in_force(local_day(now()))
    appointed = Tie.objects.filter(today, kind="mediator", who_person=OuterRef("person"))
    rows = ShelfMediator.objects.filter(
        today, Q(Exists(appointed)), person__account__is_active=True
    )
    return rows.select_related("person", "desk").order_by("pk")


def services() -> list[ShelfService]:
    """The services on offer today, those of every desk first."""
    today = in_force(local_day(now()))
    rows = ShelfService.objects.filter(today).select_related("desk")
    return sorted(rows, key=lambda s: (s.desk_id is not None, s.code))


def offered(matter: Matter | None) -> list[tuple[int, str]]:
    """The mediators one may choose, as (number, words): for a matter those fitting it first."""
    rows = list(on_shelf())
    if matter is not None:
        barred = set(matter.participants.filter(role="barred").values_list("account", flat=True))
        rows = [r for r in rows if r.person.account_id not in barred and _reaches(r, matter)]
        rows.sort(key=lambda r: (not fits(r, matter.category), -len(path_of(r.desk_id)), r.pk))
    return [(row.pk, told(row)) for row in rows]


def _reaches(row: ShelfMediator, matter: Matter) -> bool:
    """Whether the mediator's desk is one that the dispute lies under."""
    return str(matter.division_path).startswith(path_of(row.desk_id))


def fits(row: ShelfMediator, category: str) -> bool:
    """Whether a dispute of this type is in his field; who names no field takes any."""
    return not row.fields or bool(set(desk().line("dispute", category)) & {*row.fields} - {""})


def told(row: ShelfMediator) -> str:
    """A mediator in one line: who, in what he is good, where he sits."""
    fields = "、".join(field_names(row.fields))
    return " · ".join(w for w in (row.person.label, fields, row.desk.name) if w)


def field_names(codes: Iterable[str]) -> list[str]:
    """The types of dispute by their names; a code that is gone keeps itself."""
    table = desk()
    labels = [(code, table.label("dispute", code)) for code in codes]
    return [label.name if label else code for code, label in labels]


def on_duty(row: ShelfMediator) -> str:
    """How and when he is there, in words."""
    mode = _(dict(MODES)[row.mode])
    days = "、".join(_(WEEKDAYS[day - 1]) for day in row.days)
    return f"{mode}（{days}）" if days else mode


def _named(number: int) -> str:
    """Who was picked, also after he left the shelf."""
    row = ShelfMediator.objects.select_related("person").filter(pk=number).first()
    return row.person.label if row else str(number)


MEDIATORS = Rows(offered, _named)
