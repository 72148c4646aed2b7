"""Which matters of other kinds may be turned into a dispute, and by whom."""

from typing import TYPE_CHECKING

from django.urls import reverse

from zhuchao.access.scope import Scope

if TYPE_CHECKING:
    from zhuchao.matters.queries import Detail

SOURCES = ("appeal", "petition")
MAY = ("intake", "lead")


def offered_for(scope: Scope, found: "Detail") -> str:
    """Where somebody may turn this matter into a dispute; "" where it is none or not his."""
    fits = found.matter.kind in SOURCES and not found.matter.closed_at
    if not (fits and found.roles & set(MAY)):
        return ""
    return reverse("desk:to_mediation", args=[found.matter.receipt])
