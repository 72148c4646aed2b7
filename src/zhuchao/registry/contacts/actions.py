"""Contacts: name a leader for a unit, replace or end him, log his visits (一对一联系, M20)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, on_behalf
from zhuchao.registry.actions import add_person, end_tie, pair
from zhuchao.registry.contacts.codes import ROLE
from zhuchao.registry.contacts.policy import WRITES, contact_tie
from zhuchao.registry.instructors import visits
from zhuchao.registry.instructors.visits import Visit
from zhuchao.registry.models import Guidance, Organisation, Person, Tie


def named_leader(scope: Scope, unit: Organisation, label: str) -> Person:
    """Somebody new who keeps contact with a unit, by his working name.

    The desk registers people only as contacts of its own area. Raises Refused elsewhere.
    """
    path = str(unit.division.path)
    demand(scope.system or over(path, scope.paths(*WRITES)), _("没有权限为该组织安排联系人"))
    return add_person(on_behalf(scope), label.strip())


def make_contact(scope: Scope, leader: Person | str, unit: Organisation, *, since: date) -> Tie:
    """Make somebody, known or named anew, the one contact of a unit from a day on.

    Raises Refused as `pair`, for a day to come, and while the unit has a contact: that one is
    replaced or ended first.
    """
    not_to_come(since, "since")
    with transaction.atomic():
        _alone(unit, since)
        person = named_leader(scope, unit, leader) if isinstance(leader, str) else leader
        return pair(scope, "contact", person, unit, since=since)


def _alone(unit: Organisation, since: date) -> None:
    """One contact a unit at a time; the unit's row is held, so that two desks wait."""
    Organisation.objects.select_for_update().get(pk=unit.pk)
    held = Tie.objects.filter(kind="contact", whom_organisation=unit)
    for tie in held.select_related("who_person"):
        if tie.valid_to is None or tie.valid_to >= since:
            words = _("那时已有联系人 %(who)s，请在他的页面上换人")
            raise Refused("conflict", words % {"who": tie.who_person}, "unit")


def replace_contact(scope: Scope, tie_id: int, leader: Person | str, *, on: date) -> Tie:
    """Another leader from a day on; the day before is the last one of the contact there is.

    Raises Refused as `make_contact`, and for a day no later than the first one of that contact.
    """
    with transaction.atomic():
        tie, unit = contact_tie(scope, tie_id)
        if on <= tie.valid_from:
            raise Refused("invalid", _("要晚于原来联系人开始的那天"), "on")
        if tie.who_person == leader:
            raise Refused("invalid", _("换成的还是同一个人"), "person")
        if tie.valid_to is None or tie.valid_to >= on:
            end_tie(scope, tie, on=on - timedelta(days=1))
        return make_contact(scope, leader, unit, since=on)


def end_contact(scope: Scope, tie_id: int, *, on: date) -> Tie:
    """End a contact on its last day; the unit is then on the list of those without one."""
    not_to_come(on)
    tie, _unit = contact_tie(scope, tie_id)
    if on < tie.valid_from:
        raise Refused("invalid", _("终止日期早于开始日期"), "on")
    return end_tie(scope, tie, on=on)


def log_contact_visit(scope: Scope, tie_id: int, visit: Visit) -> Guidance:
    """Log a visit of a contact to his unit. Refuses as `instructors.visits.log_visit`."""
    return visits.log_visit(scope, ROLE, tie_id, visit)


def take_back_contact_visit(scope: Scope, visit_id: int, reason: str) -> None:
    """Void a visit that was logged by mistake. Refuses as `instructors.visits.take_back_visit`."""
    visits.take_back_visit(scope, ROLE, visit_id, reason)
