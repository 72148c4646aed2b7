"""The verbs of dual check-in: report to a community as an organisation or a member, and cease."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.places.models import Division
from zhuchao.registry.actions import end_tie
from zhuchao.registry.checkins.finding import named_member
from zhuchao.registry.checkins.policy import keeps, visible_check_ins
from zhuchao.registry.models import Tie
from zhuchao.registry.naming import organisation_named
from zhuchao.registry.tie_actions import check_in

NOT_YOURS = gettext_noop("只有这个社区的社区服务岗和党建岗可以登记")


def report_organisation(scope: Scope, who: str, place: Division, *, since: date) -> Tie:
    """An organisation reports to a community (组织报到: P14), by its name or code.

    Raises Refused outside of the desk's area, for an unknown organisation, a day to come, and one
    that reports there already.
    """
    _demand_keeper(scope, place, since)
    named = organisation_named(who, "who")
    return check_in(scope, "organisation_check_in", named, place, since=since)


def report_member(scope: Scope, name: str, phone: str, place: Division, *, since: date) -> Tie:
    """A member reports where he lives (党员报到: P14). Refuses as `report_organisation`."""
    _demand_keeper(scope, place, since)
    person = named_member(scope, place, name, phone)
    return check_in(scope, "member_check_in", person, place, since=since)


def _demand_keeper(scope: Scope, place: Division, since: date) -> None:
    demand(keeps(scope, str(place.path)), _(NOT_YOURS))
    not_to_come(since, "since")


def end_check_in(scope: Scope, tie_id: int, *, on: date) -> Tie:
    """The last day on which somebody reports there; refuses as `registry.actions.end_tie`."""
    seen = Tie.objects.filter(visible_check_ins(scope), pk=tie_id)
    tie = seen.select_related("whom_division").first()
    if tie is None:
        raise Refused("not_found", _("没有这次报到，或者您不能查看"))
    return end_tie(scope, tie, on=on)
