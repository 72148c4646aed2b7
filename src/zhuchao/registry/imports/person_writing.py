"""People of an import: identities sealed, labels masked, ties made; and taken back again."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from zhuchao.access.identities import mask_name, sealed
from zhuchao.access.models import Identity
from zhuchao.access.refusal import Refused
from zhuchao.access.sealing import unseal
from zhuchao.journal.inserting import insert_rows
from zhuchao.journal.writing import Fact, Log
from zhuchao.registry.imports.person_plans import SECRETS, stamp
from zhuchao.registry.imports.planned import Planned
from zhuchao.registry.imports.tie_writing import Before, changed_ties, undo_ties, write_ties
from zhuchao.registry.models import Person, Tie

IDENTITY = ("sealed", "key_id", "name_mask", "phone_mask", "phone_hash", "id_hash")


def write_people(log: Log, plans: Sequence[Planned]) -> list[Before]:
    """Write new and changed people with their ties; what each needs to be taken back.

    Raises Refused("stale") when somebody was changed since.
    """
    fresh = [one for one in plans if one.target is None]
    people = _added(log, fresh)
    for one, person in zip(fresh, people, strict=True):
        one.target = person.pk
    made = {person.pk: person for person in people}
    stored = _locked(one.target for one in plans if one.target not in made)
    befores = []
    for one in plans:
        number = one.target or 0
        if number in made:
            befores.append(_before(made[number], None))
        else:
            befores.append(_changed(log, one, stored.get(number)))
    steps = [(one.target or 0, step) for one in plans for step in one.ties]
    written = iter(write_ties(log, steps))
    for one, before in zip(plans, befores, strict=True):
        before["ties"] = [next(written) for _step in one.ties]
    return befores


def _added(log: Log, plans: Sequence[Planned]) -> list[Person]:
    identities = insert_rows(
        [sealed({n: str(one.changes[n]) for n in _said(one)}) for one in plans]
    )
    people = insert_rows([Person(identity=i, label=i.name_mask) for i in identities])
    for person in people:
        log.add(Fact("person.added", ("person", person.pk)))
    return people


def _said(one: Planned) -> list[str]:
    return [name for name in SECRETS if name in one.changes]


def _changed(log: Log, one: Planned, person: Person | None) -> Before:
    if person is None or stamp(person, _plain(person)) != one.seen:
        raise Refused(
            "stale", _("第 %(row)s 行的人员刚被他人修改，请重新核对") % {"row": one.number}
        )
    if not one.changes:
        return {**_before(person, None), "kept": True}
    plain = _plain(person)
    before = {"plain": {n: plain.get(n, "") for n in SECRETS}, "label": person.label}
    _put(person, {**plain, **{n: str(one.changes[n]) for n in _said(one)}}, None)
    log.add(Fact("person.changed", ("person", person.pk)))
    return _before(person, before)


def _before(person: Person, before: Any) -> Before:
    return {
        "id": person.pk,
        "stamp": stamp(person, _plain(person)),
        "before": before,
        "kept": False,
    }


def changed_people(befores: Sequence[Before]) -> set[int]:
    """The ids of those that somebody changed, or tied to something, since the import."""
    stored = _locked(b["id"] for b in befores)
    found = {
        b["id"]
        for b in befores
        if b["id"] not in stored
        or stamp(stored[b["id"]], _plain(stored[b["id"]])) != b["stamp"]
        or (_is_new(b) and stored[b["id"]].account_id)
    }
    ours = [tie for b in befores for tie in b["ties"]]
    late = changed_ties(ours)
    found |= {b["id"] for b in befores if any(tie["id"] in late for tie in b["ties"])}
    new = {b["id"] for b in befores if _is_new(b)}
    others = Tie.objects.filter(Q(who_person__in=new) | Q(whom_person__in=new))
    for who, whom in others.exclude(pk__in=[t["id"] for t in ours]).values_list(
        "who_person", "whom_person"
    ):
        found |= {who, whom} & new
    return found


def undo_people(log: Log, befores: Sequence[Before]) -> None:
    """Put everybody back as he was; those who were new are gone with their identity.

    Raises Refused("conflict") when something else came to depend on one of them.
    """
    undo_ties(log, [tie for b in befores for tie in b["ties"]])
    stored = _locked(b["id"] for b in befores)
    new = []
    for b in befores:
        person = stored[b["id"]]
        if _is_new(b):
            new.append(person)
            log.add(Fact("person.removed", ("person", person.pk)))
        elif b["before"]:
            _put(person, b["before"]["plain"], b["before"]["label"])
            log.add(Fact("person.changed", ("person", person.pk)))
    identities = [person.identity_id for person in new if person.identity_id]
    try:
        Person.objects.filter(pk__in=[person.pk for person in new]).delete()
        Identity.objects.filter(pk__in=identities).delete()
    except ProtectedError as error:
        raise Refused("conflict", _("有的人员已经用在别的地方，不能撤销")) from error


def _is_new(before: Before) -> bool:
    return before["before"] is None and not before["kept"]


def _plain(person: Person) -> dict[str, str]:
    identity = person.identity
    return unseal(identity.sealed, identity.key_id) if identity else {}


def _put(person: Person, plain: dict[str, str], label: str | None) -> None:
    """Seal anew under the same identity; a masked label follows the name, a given one does not."""
    masked = person.identity.name_mask if person.identity else ""
    fresh = sealed(plain)
    if person.identity is None:
        raise Refused("stale", _("有的人员的身份信息已经删除，请重新核对"))
    for name in IDENTITY:
        setattr(person.identity, name, getattr(fresh, name))
    person.identity.save(update_fields=IDENTITY)
    if label is None and person.label == masked:
        label = mask_name(plain.get("name", ""))
    if label is not None and label != person.label:
        person.label = label
        person.save(update_fields=["label"])


def _locked(numbers: Iterable[int | None]) -> dict[int, Person]:
    rows = Person.objects.select_for_update(of=("self",)).select_related("identity")
    return {p.pk: p for p in rows.filter(pk__in=list(numbers))}
