"""What visits leave to be done: the findings given to an office, the results still to be told."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.waiting import Waiting
from zhuchao.gatherings.models import VISIT, Gathering
from zhuchao.gatherings.policy import own
from zhuchao.gatherings.queries import waiting_for
from zhuchao.journal.clock import today


def visits_waiting(scope: Scope) -> Iterator[Waiting]:
    """For whoever goes in the name of an office; in two statements, in none for anybody else."""
    mine, day = own(scope), today()
    if not mine:
        return
    findings, late = waiting_for(scope, day)
    to = f"{reverse('visits:findings')}?mine=on&state=open"
    yield Waiting(to, findings, _("走访发现待落实"), "bad" if late else "waiting")
    live = Gathering.objects.filter(
        kind=VISIT, host__in=mine, called_off_at=None, taken_back_at=None, reported_at=None
    )
    told = live.aggregate(
        due=Count("pk", Q(held_at=None, ends__lt=day)),
        report=Count("pk", Q(held_at__isnull=False)),
    )
    home = reverse("visits:list")
    yield Waiting(f"{home}?state=due", told["due"], _("走访等登记结果"))
    yield Waiting(f"{home}?state=held", told["report"], _("走访等写报告"))
