"""What merchants leave to be decided: applications to join."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.waiting import Waiting
from zhuchao.circle.merchants.policy import application_rule, reviews
from zhuchao.circle.models import Application


def applications_waiting(scope: Scope) -> Iterator[Waiting]:
    """For the offices of the territory; in one statement, in none for anybody else."""
    if reviews(scope):
        rows = Application.objects.filter(application_rule(scope), state="waiting")
        yield Waiting(reverse("merchants:applications"), rows.count(), _("商户申请待审核"))
