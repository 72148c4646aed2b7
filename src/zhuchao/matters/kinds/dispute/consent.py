"""Who agreed to be mediated: consent first, of every party, by whatever way he gave it (Art 17)."""

from collections.abc import Iterable

from zhuchao.access.identities import give_consent
from zhuchao.access.models import Consent
from zhuchao.matters.kinds.dispute.rights import MEDIATION, WORDING
from zhuchao.matters.models import Matter, Participant

SIDES = ("asker", "other")


def parties(matter: Matter, *sides: str) -> list[Participant]:
    """The people on both sides, or on one."""
    rows = Participant.objects.filter(matter=matter, role__in=sides or SIDES, until=None)
    return list(rows.select_related("identity").order_by("pk"))


def agreed(rows: Iterable[Participant]) -> set[int]:
    """Which of these participants (by id) agreed and did not take it back."""
    people = {p.identity_id: p.pk for p in rows if p.identity_id}
    given = Consent.objects.filter(identity__in=people, purpose=MEDIATION, withdrawn_at=None)
    return {people[number] for number in given.values_list("identity", flat=True)}


def waiting_for(matter: Matter) -> list[Participant]:
    """The parties who have not agreed yet."""
    rows = parties(matter)
    done = agreed(rows)
    return [row for row in rows if row.pk not in done]


def both_agreed(matter: Matter) -> bool:
    """Whether there are people on both sides and every one of them agreed."""
    rows = parties(matter)
    return {p.role for p in rows} == set(SIDES) and len(agreed(rows)) == len(rows)


def agree(row: Participant) -> None:
    """Note that a party agreed; part of the caller's action, which journals it."""
    if row.identity is not None:
        give_consent(row.identity, MEDIATION, WORDING)
