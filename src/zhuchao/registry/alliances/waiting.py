"""What shared rooms leave to be told: bookings that are over and nobody confirmed."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.waiting import Waiting
from zhuchao.journal.clock import now
from zhuchao.registry.alliances.policy import own
from zhuchao.registry.alliances.rooms import live
from zhuchao.registry.models import Tie


def bookings_waiting(scope: Scope) -> Iterator[Waiting]:
    """For whoever answers for a room his organisation shares; in one statement, or in none."""
    if mine := own(scope):
        shared = Tie.objects.filter(kind="shares_room", who_organisation__in=mine)
        rows = live().filter(
            site__in=shared.values("whom_site"), until__lte=now(), confirmed_at=None
        )
        yield Waiting(reverse("alliances:rooms"), rows.count(), _("阵地预约待确认"))
