"""What anybody may see of wishes. Nothing of a wish reaches the public but what stands in here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.matters.asking import shown
from zhuchao.matters.kinds.wish import KIND
from zhuchao.matters.kinds.wish.parts import DONE, EVER_PUBLIC, HOLDS, total
from zhuchao.matters.models import Matter, Participant
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.routing import Office, desk

PAGE = 20


@dataclass(frozen=True)
class PublicWish:
    """A wish without whoever wished it: words, category, age band, street, price, parts."""

    code: str
    words: str
    category: str
    age: str
    street: str
    form: str
    price: str
    parts: int
    left: int
    open: bool
    """Whether parts of it may be claimed now."""
    granted: bool


@dataclass(frozen=True)
class Shelf:
    """One page of the open wishes; `after` leads to the next."""

    wishes: list[PublicWish]
    after: int | None


def open_wishes(category: str = "", division: str = "", after: int | None = None) -> Shelf:
    """The wishes anybody may claim, newest first, of a category and below a division (codes)."""
    rows = Matter.objects.filter(kind="wish", state="published", card__isnull=False)
    if category:
        rows = rows.filter(category=category)
    area = atlas().by_code.get(division)
    if area:
        rows = rows.filter(under("division_path", (area.path,)))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(_lean(rows).order_by("-pk")[: PAGE + 1])
    shelf, more = found[:PAGE], len(found) > PAGE
    return Shelf(_public(shelf), shelf[-1].pk if more else None)


def public_wish(code: str) -> tuple[Matter, PublicWish]:
    """The wish of a code, for an action, and what may be shown of it.

    Raises Refused("not_found") for what is not, or no longer, public.
    """
    rows = Matter.objects.filter(kind="wish", state__in=EVER_PUBLIC, card__code=code.upper())
    matter = _lean(rows).first()
    if matter is None:
        raise Refused("not_found", _("没有这个心愿，或者它已经不公开了"))
    return matter, _public([matter])[0]


def where(matter: Matter) -> Office | None:
    """The community desk where it is claimed in person."""
    return desk().offices.get(matter.holder_id or 0)


def streets() -> list[Area]:
    """What the list is filtered by: no finer than a street."""
    return [area for area in atlas().areas if area.kind in ("street", "zone")]


def _lean(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    named = ("kind", "state", "text", "category", "division_path", "payload", "holder")
    return rows.select_related("card").only(*named, "card__code")


def _public(rows: Sequence[Matter]) -> list[PublicWish]:
    claims = Participant.objects.filter(HOLDS | DONE, Q(matter__in=rows, role="claimer"))
    taken = dict(claims.values_list("matter").annotate(Sum("part")))
    return [_one(matter, taken.get(matter.pk) or 0) for matter in rows]


def _one(matter: Matter, taken: int) -> PublicWish:
    label = desk().label("wish", matter.category)
    said = {ask.name: ask for ask in KIND.asks}
    street = [a for a in atlas().chain(matter.division_path) if a.kind in ("street", "zone")]
    price = int(matter.payload["price"])
    return PublicWish(
        code=matter.card.code,
        words=matter.text,
        category=label.name if label else "",
        age=shown(said["age"], matter.payload["age"]),
        street=street[-1].name if street else "",
        form=shown(said["form"], matter.payload["form"]),
        price=shown(said["price"], price) if price else "",
        parts=total(matter),
        left=max(0, total(matter) - taken),
        open=matter.state == "published",
        granted=matter.state in ("confirmed", "thanked", "closed"),
    )
