"""Post an instructor to a unit from the worklist."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.registry.actions import appoint
from zhuchao.registry.coverage.policy import acts
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.scope import in_force
from zhuchao.rules.dated import add_months
from zhuchao.rules.structure_file import shipped_limits

MOST_MONTHS = 60


def post_instructor(
    scope: Scope, person: Person, unit: Organisation, *, since: date, months: int
) -> Tie:
    """Post somebody to a unit for so many months (派驻党建指导员: M21).

    Raises Refused outside of the desk's area, for a term out of 1 to 60 months, for who is posted
    there already, and for who has as many units as the limit allows.
    """
    demand(acts(scope, str(unit.division.path)), _("只有管辖该单位的党建岗可以派驻指导员"))
    if not 0 < months <= MOST_MONTHS:
        raise Refused("invalid", _("任期为 1 至 60 个月"), "months")
    posted = Tie.objects.filter(in_force(since), kind="instructor", who_person=person)
    if posted.filter(whom_organisation=unit).exists():
        raise Refused("conflict", _("他已经派驻在这个单位"), "person")
    if posted.count() >= (most := shipped_limits().instructor_units):
        raise Refused("conflict", _("他已经联系 %(most)s 个单位") % {"most": most}, "person")
    until = add_months(since, months) - timedelta(days=1)
    return appoint(scope, "instructor", person, unit, since=since, until=until)
