"""People over all their roles: found by name for a purpose, and one record of their ties."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.identities import mask_name, matching_hash
from zhuchao.access.models import Identity
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sealing import unseal
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.organisations.policy import (
    SEALED,
    demand_people,
    is_sealed,
    names_members,
    opens,
    visible_people,
)
from zhuchao.registry.scope import in_force
from zhuchao.registry.telling import path_of

ENDS = (
    "who_person", "who_organisation__division", "whom_organisation__division", "whom_division",
    "whom_site__division", "whom_person",
)  # fmt: skip
MOST = 50
NOT_MEMBERS = gettext_noop("只有这个党组织的书记和管辖它的党建岗可以看党员名单")


def find_people(scope: Scope, wanted: str, purpose: str) -> list[Person]:
    """The people of a name, phone or ID number, each with the ties everybody may see of them.

    Names stand sealed: those with the same mask are compared, and whoever is found was opened.
    The search and each opening go into the journal with the purpose. Raises Refused for who may
    look for nobody, without a purpose, and for more than MOST.
    """
    demand_people(scope)
    wanted = wanted.strip()
    if not wanted:
        raise Refused("invalid", _("请写姓名、电话或证件号码"), "wanted")
    if len(purpose.strip()) < 2:
        raise Refused("invalid", _("请写明查看身份信息的用途"), "purpose")
    with writing(scope.who) as log:
        found = list(_matching(scope, wanted))
        if len(found) > MOST:
            raise Refused("too_many", _("同名的人太多，请改用电话或证件号码"), "wanted")
        who = ("account", scope.account_id or 0)
        log.add(Fact("people.searched", who, headcount=len(found), remark=purpose.strip()))
        for person in found:
            _tell_opened(log, person, purpose)
    return found


def _matching(scope: Scope, wanted: str) -> Iterator[Person]:
    hashes = _hashes(wanted)
    asked = Q(identity__name_mask=mask_name(wanted)) | Q(label=wanted)
    for column, found in hashes.items():
        asked |= Q(**{f"identity__{column}": found})
    rows = Person.objects.filter(visible_people(scope)).filter(asked)
    for person in _with_open_ties(rows).order_by("pk"):
        identity = person.identity
        if person.label == wanted or (identity and _is(identity, wanted, hashes)):
            yield person


def _hashes(wanted: str) -> dict[str, str]:
    """The keyed hashes of what may be a phone or ID number, by the column that holds them."""
    columns = {"phone": "phone_hash", "id_number": "id_hash"}
    found = {column: matching_hash(field, wanted) for field, column in columns.items()}
    return {column: one for column, one in found.items() if one}


def _is(identity: Identity, wanted: str, hashes: Mapping[str, str]) -> bool:
    """Whether somebody is the one who was looked for, by a number or by his whole name."""
    if any(getattr(identity, column) == one for column, one in hashes.items()):
        return True
    return bool(unseal(identity.sealed, identity.key_id).get("name") == wanted)


def _with_open_ties(rows: QuerySet[Person]) -> QuerySet[Person]:
    today = local_day(now())
    ties = Tie.objects.filter(in_force(today)).exclude(SEALED)
    held = Prefetch("ties", ties.select_related(*ENDS).order_by("pk"), to_attr="held_now")
    return rows.select_related("identity").prefetch_related(held)


def _tell_opened(log: Log, person: Person, purpose: str) -> None:
    if person.identity_id:
        facets = {"identity": person.identity_id}
        subject = ("person", person.pk)
        log.add(Fact("identity.opened", subject, facets=facets, remark=purpose.strip()))


@dataclass(frozen=True)
class PersonRecord:
    """One person: the ties for everybody who sees him, and how many more the scope may open."""

    person: Person
    ties: list[Tie]
    sealed: list[Tie]
    """Memberships and pairings the scope may open; shown only after it said what for."""


def seen_person(scope: Scope, number: int) -> PersonRecord:
    """The record of one person. Raises Refused("not_found") when the scope does not see him."""
    rows = Person.objects.filter(visible_people(scope), pk=number).select_related("identity")
    person = rows.first()
    if person is None:
        raise Refused("not_found", _("没有这个人的记录，或者您不能查看"))
    ties = Tie.objects.filter(Q(who_person=person) | Q(whom_person=person))
    held = list(ties.select_related(*ENDS).order_by("-valid_from", "-pk"))
    return PersonRecord(
        person,
        [t for t in held if not is_sealed(t)],
        [t for t in held if is_sealed(t) and opens(scope, t)],
    )


def open_ties(scope: Scope, record: PersonRecord, purpose: str) -> list[Tie]:
    """The sensitive ties of a record, for a purpose that goes into the journal."""
    if len(purpose.strip()) < 2:
        raise Refused("invalid", _("请写明查看的用途"), "purpose")
    if not record.sealed:
        raise Refused("forbidden", _("没有您可以查看的内容"))
    with writing(scope.who) as log:
        subject = ("person", record.person.pk)
        path = next(iter(_paths(record.sealed)), "")
        count = len(record.sealed)
        log.add(Fact("person.opened", subject, path, headcount=count, remark=purpose.strip()))
    return record.sealed


def open_members(scope: Scope, organisation: Organisation, purpose: str) -> list[Tie]:
    """Who is or lives as a member there today, for a purpose that goes into the journal.

    Raises Refused unless the scope is its secretary or the Party-building desk of the area.
    """
    demand(names_members(scope, organisation), _(NOT_MEMBERS))
    if len(purpose.strip()) < 2:
        raise Refused("invalid", _("请写明查看的用途"), "purpose")
    ties = Tie.objects.filter(in_force(local_day(now())), kind__in=("member", "host_member"))
    ties = ties.filter(whom_organisation=organisation).select_related("who_person")
    found = list(ties.order_by("-kind", "valid_from", "pk"))
    fact = Fact(
        "members.opened",
        ("organisation", organisation.pk),
        path_of(organisation),
        organisation=organisation.pk,
        headcount=len(found),
        remark=purpose.strip(),
    )
    with writing(scope.who) as log:
        log.add(fact)
    return found


def may_open_identity(scope: Scope, record: PersonRecord) -> bool:
    """Whether a scope may read who he is: whoever may open what is sensitive, the desk of posts."""
    person = record.person
    if person.identity is None or person.identity.erased_at:
        return False
    paths = scope.paths("party_desk", "personnel_desk")
    near = any(path.startswith(p) for path in _paths(record.ties) for p in paths)
    return near or bool(record.sealed) or person.pk == scope.person_id


def _paths(ties: Iterable[Tie]) -> Iterator[str]:
    for tie in ties:
        end = tie.whom_organisation or tie.whom_division or tie.whom_site or tie.who_organisation
        if end is not None:
            yield path_of(end)
