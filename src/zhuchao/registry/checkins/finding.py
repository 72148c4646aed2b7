"""Who is meant by what somebody wrote in a form: a colleague, a member."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.identities import mask_name, matching_hash
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sealing import unseal
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.models import Division
from zhuchao.registry.models import Person, Tie
from zhuchao.registry.scope import in_force


def named_colleague(words: str) -> Person:
    """Somebody with an account, by working name or user name.

    Raises Refused at the field "who" when there is none, or more than one.
    """
    said = words.strip()
    asked = Q(label=said) | Q(account__username=said.lower())
    rows = list(Person.objects.filter(asked, account__is_active=True)[:2])
    if not rows:
        raise Refused("invalid", _("平台里没有这个人的账号"), "who")
    if len(rows) > 1:
        raise Refused("invalid", _("同名的人不止一个，请写账号"), "who")
    return rows[0]


def named_member(scope: Scope, place: Division, name: str, phone: str) -> Person:
    """A Party member by his whole name and the telephone he is registered with.

    That somebody is a member is sensitive: the search goes into the journal of the community,
    whether it finds him or not, and finds nobody by a name alone whose number is known. The caller
    has asked the permission. Raises Refused when it finds nobody, or more than one.
    """
    found = [person for person in _members(name.strip()) if _is(person, name.strip(), phone)]
    with writing(scope.who) as log:
        who = ("account", scope.account_id or 0)
        log.add(Fact("people.searched", who, str(place.path), headcount=len(found)))
    if not found:
        raise Refused("invalid", _("名册里没有这名党员，或者姓名和电话对不上"), "name")
    if len(found) > 1:
        raise Refused("invalid", _("同名的党员不止一个，请先补全名册里的电话"), "name")
    return found[0]


def _members(name: str) -> list[Person]:
    ties = Tie.objects.filter(in_force(local_day(now())), kind__in=("member", "host_member"))
    asked = Q(label=name) | Q(identity__name_mask=mask_name(name), identity__erased_at=None)
    rows = Person.objects.filter(asked, pk__in=ties.values("who_person"))
    return list(rows.select_related("identity").order_by("pk"))


def _is(person: Person, name: str, phone: str) -> bool:
    identity = person.identity
    if identity is None:
        return person.label == name
    if identity.phone_hash and identity.phone_hash != matching_hash("phone", phone):
        return False
    return person.label == name or unseal(identity.sealed, identity.key_id).get("name") == name
