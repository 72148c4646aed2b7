"""Who was found and who came by himself may be the same: told by keyed hashes, shown masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhuchao.journal.clock import local_day, now
from zhuchao.matters.kinds.reunion.parts import row_of
from zhuchao.matters.models import Matter, Participant, Reunion
from zhuchao.registry.models import Tie
from zhuchao.registry.scope import in_force
from zhuchao.rules.flows.reunion import BEFORE

MOST = 10


@dataclass(frozen=True)
class Likely:
    """Somebody of the other side who may be the same: masked, with what speaks for it."""

    matter: int
    who: str
    why: str
    since: datetime


def likely(matter: Matter) -> list[Likely]:
    """Open reunions of the other side that share his phone, or his name and his trade.

    Found by an organisation on one side, come by himself on the other: two of one side are two
    people, or one asking twice.
    """
    mine = row_of(matter)
    if matter.state not in BEFORE:
        return []
    same = _same(mine)
    other = next(state for state in BEFORE if state != matter.state)
    rows = Reunion.objects.filter(same, matter__state=other).exclude(pk=mine.pk)
    found = list(rows.select_related("matter").order_by("pk")[:MOST])
    masks = _masks(found)
    return [
        Likely(r.matter_id, masks.get(r.matter_id, ""), _why(mine, r), r.matter.raised_at)
        for r in found
    ]


def _same(mine: Reunion) -> Q:
    rule = Q(pk__in=[])
    if mine.phone_hash:
        rule |= Q(phone_hash=mine.phone_hash)
    if mine.name_hash:
        rule |= Q(name_hash=mine.name_hash, trade=mine.trade)
    return rule


def _why(mine: Reunion, other: Reunion) -> str:
    phone = bool(mine.phone_hash) and mine.phone_hash == other.phone_hash
    name = bool(mine.name_hash) and mine.name_hash == other.name_hash
    if phone and name:
        return _("很可能：姓名和电话都相同")
    return _("很可能：电话相同") if phone else _("可能：姓名和行业相同")


def _masks(rows: Iterable[Reunion]) -> dict[int, str]:
    people = Participant.objects.filter(matter__in=[r.matter_id for r in rows], role="asker")
    return {
        p.matter_id: f"{p.identity.name_mask} {p.identity.phone_mask}".strip()
        for p in people.select_related("identity")
        if p.identity
    }


def offered(matter: Matter | None) -> list[tuple[int, str]]:
    """What the step that joins two offers: each masked, with what speaks for it."""
    return [
        (one.matter, f"{one.who} · {one.why} · {localtime(one.since):%Y-%m-%d}")
        for one in (likely(matter) if matter else [])
    ]


def named(number: int) -> str:
    """How the one that was chosen is called afterwards: by his receipt, which names nobody."""
    return Matter.objects.filter(pk=number).values_list("receipt", flat=True).first() or ""


def in_register(matter: Matter) -> list[tuple[str, str]]:
    """Members in the register with his phone: masked, and where their formal relation lies."""
    phone = row_of(matter).phone_hash
    if not phone:
        return []
    ties = Tie.objects.filter(
        in_force(local_day(now())), kind="member", who_person__identity__phone_hash=phone
    ).select_related("who_person", "whom_organisation")
    return [
        (t.who_person.label, t.whom_organisation.name)
        for t in ties.order_by("pk")[:MOST]
        if t.who_person and t.whom_organisation
    ]
