"""Rows of people: matched by keyed hashes and a tolerant look at names, shown by masks only."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_noop

from zhuchao.access.identities import mask_name, mask_phone, matching_hash
from zhuchao.access.policy import over
from zhuchao.access.sealing import unseal
from zhuchao.registry.imports.bonds import Bond, bind, current_ties
from zhuchao.registry.imports.fields import Understood
from zhuchao.registry.imports.lookup import Known, Register, Unknown
from zhuchao.registry.imports.organisation_plans import AHEAD, OUTSIDE
from zhuchao.registry.imports.planned import TWICE, Planned, once
from zhuchao.registry.kinds import PARTY_KINDS
from zhuchao.registry.models import Person
from zhuchao.text.cells import alike_names

NO_NUMBER = gettext_noop("身份证号和手机号至少写一个")
NO_BRANCH = gettext_noop("是党员，却没有写所在党支部")
NO_MEMBER = gettext_noop("写了所在党支部，却又写不是党员")

SECRETS = ("name", "id_number", "phone")
BONDS = ("member", "works_at")
MASKS = {"name": mask_name, "phone": mask_phone}


@dataclass(frozen=True)
class Stored:
    """A person known already, opened for comparing only."""

    person: Person
    plain: Mapping[str, str]

    @property
    def stamp(self) -> str:
        """Changes whenever what is compared changes."""
        return stamp(self.person, self.plain)


def stamp(person: Person, plain: Mapping[str, str]) -> str:
    """A digest of who somebody is here, to see whether it was changed since."""
    said = "\n".join((person.label, *(plain.get(name, "") for name in SECRETS)))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


@dataclass
class PersonPlanner:
    """Plans rows chunk by chunk; remembers who came before in the same file."""

    paths: tuple[str, ...]
    register: Register
    today: date
    met: dict[tuple[str, ...], int] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)

    def plan(
        self, rows: Sequence[tuple[int, Understood]], choices: Mapping[int, tuple[str, int | None]]
    ) -> list[Planned]:
        """What each row proposes; `choices` are answers to possible duplicates by row."""
        plans = []
        for number, row in rows:
            one = Planned(number, row.values, list(row.faults))
            one.choice, chosen = choices.get(number, ("", None))
            one.target = chosen if one.choice == "same" else None
            self._check(one)
            plans.append(one)
        sound = [one for one in plans if not one.faults and one.choice != "skip"]
        self._match(sound)
        once(sound, self.taken)
        self._bind([one for one in sound if not one.faults])
        for one in plans:
            one.settle()
        return plans

    def _check(self, one: Planned) -> None:
        said = one.values
        blamed = {fault.field for fault in one.faults}
        if not {"id_number", "phone"} & (said.keys() | blamed):
            one.wrong("id_number", NO_NUMBER)
        for name in ("joined", "since"):
            if str(said.get(name, "")) > self.today.isoformat():
                one.wrong(name, AHEAD)
        outside = said.get("stage") == "none" or said.get("member") == 0
        inside = said.get("stage", "none") != "none" or said.get("member") == 1
        if inside and "branch" not in said and "branch" not in blamed:
            one.wrong("branch", NO_BRANCH)
        if outside and (inside or "branch" in said):
            one.wrong("stage" if said.get("stage") == "none" else "member", NO_MEMBER)
        if not one.faults:
            self._again(one)

    def _again(self, one: Planned) -> None:
        """Whether the same person stands further up in the file."""
        number, phone = str(one.values.get("id_number", "")), str(one.values.get("phone", ""))
        key = ("id_number", number) if number else ("phone", phone, str(one.values["name"]))
        first = self.met.setdefault(key, one.number)
        if first != one.number:
            one.wrong(key[0], TWICE, first)

    def _match(self, plans: Sequence[Planned]) -> None:
        hashes = [{n: _hash(n, one) for n in ("id_number", "phone")} for one in plans]
        by_id, by_phone = _known(hashes)
        for one, mine in zip(plans, hashes, strict=True):
            near = by_id.get(mine["id_number"], []) if mine["id_number"] else []
            sure = bool(near)
            near = near or [
                k
                for k in (by_phone.get(mine["phone"], []) if mine["phone"] else [])
                if not (mine["id_number"] and k.plain.get("id_number"))
            ]
            self._settle(one, near, sure=sure)
            if one.target:
                found = [k for k in near if k.person.pk == one.target]
                _differ(one, found[0] if found else _opened(one.target))
            else:
                one.changes = {n: one.values[n] for n in SECRETS if n in one.values}

    def _settle(self, one: Planned, near: Sequence[Stored], *, sure: bool) -> None:
        """The same name is the same person; a name like it is asked about."""
        if one.choice:
            return
        name = str(one.values["name"])
        same = [k for k in near if k.plain.get("name", "") == name]
        like = [k for k in near if alike_names(k.plain.get("name", ""), name)]
        if len(same) == 1:
            one.target = same[0].person.pk
        elif same or like or sure:
            one.candidates = [k.person.pk for k in (same or like or near)][:5]

    def _bind(self, plans: Sequence[Planned]) -> None:
        numbers = [one.target for one in plans if one.target]
        ties = current_ties("who", "person", numbers, BONDS, self.today) if numbers else {}
        for one in plans:
            if one.candidates and not one.choice:
                continue
            for bond in self._bonds(one):
                bind(one, bond, ties.get((bond.kind, one.target or 0), []), self.today)

    def _bonds(self, one: Planned) -> list[Bond]:
        said, found = one.values, []
        if branch := self._organisation(one, "branch", PARTY_KINDS):
            stage = {"stage": said["stage"]} if "stage" in said else {}
            began = date.fromisoformat(str(said["joined"])) if "joined" in said else None
            default = {"stage": "formal"}
            found.append(
                Bond(
                    "branch",
                    "member",
                    "who",
                    branch.id,
                    began,
                    stage,
                    default,
                    dated=False,
                    earliest=branch.begins,
                )
            )
        if unit := self._organisation(one, "unit", ()):
            began = date.fromisoformat(str(said["since"])) if "since" in said else None
            found.append(Bond("unit", "works_at", "who", unit.id, began, earliest=unit.begins))
        return found

    def _organisation(self, one: Planned, name: str, kinds: Iterable[str]) -> Known | None:
        if name not in one.values:
            return None
        try:
            known = self.register.one(str(one.values[name]), kinds)
        except Unknown as unknown:
            one.wrong(name, unknown.words, unknown.given)
            return None
        if not over(known.path, self.paths):
            one.wrong(name, OUTSIDE, known.name)
            return None
        return known


def _hash(name: str, one: Planned) -> str:
    return matching_hash(name, str(one.values.get(name, "")))


def _known(hashes: Sequence[Mapping[str, str]]) -> (
    tuple[dict[str, list[Stored]], dict[str, list[Stored]]]
):  # fmt: skip
    """Those known by number and by phone, opened; two statements for a chunk."""
    by_id: dict[str, list[Stored]] = defaultdict(list)
    by_phone: dict[str, list[Stored]] = defaultdict(list)
    numbers = {h["id_number"] for h in hashes} - {""}
    phones = {h["phone"] for h in hashes} - {""}
    wanted = Q(identity__id_hash__in=numbers) | Q(identity__phone_hash__in=phones)
    for person in Person.objects.filter(wanted).select_related("identity").order_by("pk"):
        stored = _stored(person)
        if person.identity and person.identity.id_hash:
            by_id[person.identity.id_hash].append(stored)
        if person.identity and person.identity.phone_hash:
            by_phone[person.identity.phone_hash].append(stored)
    return by_id, by_phone


def _stored(person: Person) -> Stored:
    identity = person.identity
    return Stored(person, unseal(identity.sealed, identity.key_id) if identity else {})


def _opened(number: int) -> Stored:
    return _stored(Person.objects.select_related("identity").get(pk=number))


def _differ(one: Planned, stored: Stored) -> None:
    one.seen = stored.stamp
    for name in SECRETS:
        before, after = stored.plain.get(name, ""), str(one.values.get(name, ""))
        if after and after != before:
            mask = MASKS.get(name, mask_number)
            one.diff[name] = (mask(before), mask(after))
            one.changes[name] = after


def mask_number(number: str) -> str:
    """A citizen's number by its first six and last two signs (domain.md §9).

    >>> mask_number("34018119900101001X")
    '340181**********1X'
    """
    return number[:6] + "*" * (len(number) - 8) + number[-2:] if len(number) > 8 else ""
