"""Correct the duty table from the desk: add a row, which ends the older one, or end a row."""

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import writing
from zhuchao.places.memory import changed
from zhuchao.registry.actions import assign_duty, tell_duty
from zhuchao.registry.models import Duty

MAY_ROUTE = ("administrator", "intake", "supervisor")
"""Those who answer for the duty table, over their own divisions (domain.md §2, Returns)."""


def correct_duty(scope: Scope, duty: Duty) -> Duty:
    """Put a row in force from today. Raises Refused without the role at its place."""
    with writing(scope.who) as log:
        return assign_duty(scope, log, duty)


def end_duty(scope: Scope, number: int) -> Duty:
    """End a row today. Raises Refused without the role, and when it has ended already."""
    with writing(scope.who) as log:
        duty = Duty.objects.select_related("division").filter(pk=number).first()
        if duty is None:
            raise Refused("not_found", _("没有这条职责"))
        demand(
            scope.system or over(duty.division.path, scope.paths(*MAY_ROUTE)),
            _("没有权限修改该范围的职责清单"),
        )
        last = max(duty.valid_from, local_day(now()))
        if not Duty.objects.filter(pk=number, valid_to__isnull=True).update(valid_to=last):
            raise Refused("stale", _("这条职责已经终止"))
        duty.refresh_from_db()
        changed()
        tell_duty(log, duty)
    return duty
