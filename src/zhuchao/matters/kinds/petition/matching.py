"""The same person on the same matter before: found by hashes and fingerprints, opening nothing."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhuchao.access.identities import matching_hash
from zhuchao.access.scope import Scope
from zhuchao.journal.keys import keyring
from zhuchao.matters.models import Likeness, Matter, Participant
from zhuchao.matters.policy import visible_to
from zhuchao.text.fingerprint import alike, fingerprint

ALIKE = 0.12
"""From here on two texts of one person may be about one thing; a person decides."""
PEOPLE = ("asker", "deputy")
MOST = 20


@dataclass(frozen=True)
class Match:
    """A matter of the same person, and how alike it is."""

    matter: Matter
    alike: float


def _key() -> bytes:
    return keyring().derived("petition.likeness")


def remember(matter: Matter, text: str) -> None:
    """Keep the fingerprint of a petition's words when it is registered."""
    Likeness.objects.create(matter=matter, marks=fingerprint(text, _key()))


def earlier_petitions(scope: Scope, matter: Matter) -> list[Match]:
    """Earlier petitions of the same people that may be the same matter, the likest first."""
    found = visible_to(scope).filter(_of_people(matter), kind="petition", pk__lt=matter.pk)
    return _alike(matter, found.select_related("likeness"))


def open_appeals(matter: Matter) -> list[Match]:
    """Open hotline matters of the same people on the same thing, not yet told apart.

    None for an accusation: nobody is asked about it anywhere.
    """
    if matter.payload.get("purpose") == "accusation":
        return []
    settled = matter.payload.get("apart", [])
    found = Matter.objects.filter(_of_people(matter), kind="appeal", closed_at=None)
    return _alike(matter, found.exclude(pk__in=settled))


def in_petition(phone: str, text: str) -> bool:
    """Whether somebody with this phone has a petition about this in handling.

    Accusations never count: that there is one must not be found out by asking.
    """
    number = matching_hash("phone", phone)
    if not number:
        return False
    people = Participant.objects.filter(role__in=PEOPLE, identity__phone_hash=number)
    return _handled(Q(pk__in=people.values("matter")), text)


def still_in_petition(appeal: Matter) -> bool:
    """Whether the people of a hotline matter have a petition about it in handling now."""
    return _handled(_of_people(appeal), appeal.text)


def _handled(theirs: Q, text: str) -> bool:
    found = Matter.objects.filter(theirs, kind="petition", closed_at=None)
    mine = fingerprint(text, _key())
    return any(
        alike(mine, _marks(m)) >= ALIKE
        for m in found.select_related("likeness")[:MOST]
        if m.payload.get("purpose") != "accusation"
    )


def _alike(matter: Matter, found: QuerySet[Matter]) -> list[Match]:
    mine = _marks(matter)
    matches = (Match(m, alike(mine, _marks(m))) for m in found.order_by("-pk")[:MOST])
    return sorted((m for m in matches if m.alike >= ALIKE), key=lambda m: -m.alike)


def _marks(matter: Matter) -> bytes:
    """The kept fingerprint of sealed words, or that of words anybody in the office may read."""
    if matter.kind == "petition":
        row = getattr(matter, "likeness", None)
        return bytes(row.marks) if row else b""
    return fingerprint(matter.text, _key())


def _of_people(matter: Matter) -> Q:
    """Matters in which one of this matter's people took part as himself."""
    rows = Participant.objects.filter(matter=matter, role__in=PEOPLE, identity__isnull=False)
    hashes = list(rows.values_list("identity__phone_hash", "identity__id_hash"))
    phones = [phone for phone, _id in hashes if phone]
    papers = [number for _phone, number in hashes if number]
    same = Participant.objects.filter(
        Q(identity__phone_hash__in=phones) | Q(identity__id_hash__in=papers), role__in=PEOPLE
    ).exclude(matter=matter)
    return Q(pk__in=same.values("matter")) if phones or papers else Q(pk__in=[])
