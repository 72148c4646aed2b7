"""The verbs of pairs with households (结对困难群众): pair, end, open who they are."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.identities import mask_name, open_identity, sealed
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, on_behalf
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, end_tie
from zhuchao.registry.checkins.policy import keeps_pairs, visible_pairs
from zhuchao.registry.models import Household, Organisation, Person, Tie
from zhuchao.registry.tie_writing import kind_of, write_tie

NOT_YOURS = gettext_noop("只有这个社区的社区服务岗可以登记结对")
NO_PAIR = gettext_noop("没有这个结对，或者您不能查看")


def pair_up(scope: Scope, who: Person | Organisation, household: Household, *, since: date) -> Tie:
    """Somebody or an organisation is paired with a household from a day on.

    Where the household lives is kept with it alone: the journal's entry of the tie names no place.
    Raises Refused outside of the desk's community, for a day to come, and for the same pair twice.
    """
    demand(keeps_pairs(scope, str(household.division.path)), _(NOT_YOURS))
    not_to_come(since, "since")
    kind = "household_pair" if isinstance(who, Person) else "household_aid"
    return write_tie(scope, kind_of(kind, "pair"), who, household.person, since=since)


def record_household(scope: Scope, place: Division, fields: Mapping[str, str]) -> Household:
    """A household under the next number of its community; who it is gets sealed.

    Raises Refused outside of the desk's community, without a name, and for one of the same
    telephone or ID number that the community has already.
    """
    demand(keeps_pairs(scope, str(place.path)), _(NOT_YOURS))
    if not fields.get("name", "").strip():
        raise Refused("invalid", _("请写姓名"), "name")
    identity = sealed(fields)
    with transaction.atomic():
        Division.objects.select_for_update().get(pk=place.pk)
        known = Household.objects.filter(division=place)
        _demand_new(known, identity.phone_hash, identity.id_hash)
        identity.save()
        # The desk registers its own households only; that permission was asked above.
        person = add_person(on_behalf(scope), mask_name(fields["name"].strip()))
        Person.objects.filter(pk=person.pk).update(identity=identity)
        last = known.aggregate(last=Max("number"))["last"] or 0
        return Household.objects.create(person=person, division=place, number=last + 1)


def _demand_new(known: QuerySet[Household], phone_hash: str, id_hash: str) -> None:
    same = Q(pk__in=[])
    if phone_hash:
        same |= Q(person__identity__phone_hash=phone_hash)
    if id_hash:
        same |= Q(person__identity__id_hash=id_hash)
    there = known.filter(same).first()
    if there is not None:
        words = _("这一户已经登记过：结对户 %(n)s") % {"n": there.number}
        raise Refused("conflict", words, "phone")


def end_pair(scope: Scope, tie_id: int, *, on: date) -> Tie:
    """The last day of a pair; only the desk of the community ends it."""
    pair, household = seen_pair(scope, tie_id)
    demand(keeps_pairs(scope, str(household.division.path)), _(NOT_YOURS))
    # A tie to a person lies nowhere: where the household lives was asked above.
    return end_tie(on_behalf(scope), pair, on=on)


def open_household(scope: Scope, tie_id: int, purpose: str) -> dict[str, str]:
    """Who the household is, for a purpose that goes into the journal with the opening."""
    _pair, household = seen_pair(scope, tie_id)
    identity = household.person.identity
    if identity is None:
        raise Refused("not_found", _("没有登记身份信息"))
    return open_identity(
        scope,
        identity,
        subject=("person", household.person_id),
        path=str(household.division.path),
        purpose=purpose,
    )


def seen_pair(scope: Scope, tie_id: int) -> tuple[Tie, Household]:
    """A pair and its household. Raises Refused("not_found") for who may not know of it."""
    ends = ("who_person", "who_organisation", "whom_person__identity",
            "whom_person__household__division")  # fmt: skip
    tie = Tie.objects.filter(visible_pairs(scope), pk=tie_id).select_related(*ends).first()
    if tie is None or tie.whom_person is None or not hasattr(tie.whom_person, "household"):
        raise Refused("not_found", _(NO_PAIR))
    return tie, tie.whom_person.household
