"""The card of an estate: what a rider has to know behind its gates."""

from django.db import models

from zhuchao.circle.estates.kinds import REGISTRATION
from zhuchao.journal.fields import CanonicalJSON
from zhuchao.places.models import Site
from zhuchao.places.site_kinds import CONFIRMERS


class Estate(models.Model):
    """The plan of a friendly scene, one for each site; `estates.plan` reads its columns.

    Every change is a version of the span `estate:<id>`; the row is what holds now. Positions are
    millionths of a degree, CGCS2000, or None. Written by `estates.actions` only.
    """

    site = models.OneToOneField(Site, models.PROTECT, related_name="estate")
    gates = CanonicalJSON("出入口", default=list)
    """[name, lon, lat, [codes of GATE_KINDS], hours as canonical text, code of NOTES]."""
    buildings = CanonicalJSON("楼栋", default=list)
    """[name, lon, lat, units or None, floors or None, code of LIFTS]."""
    spots = CanonicalJSON("停车点和柜架", default=list)
    """[code of SPOT_KINDS, name, lon, lat]."""
    route = CanonicalJSON("电动车路线", default=list)
    """[[lon, lat], …], or nothing."""
    outline = CanonicalJSON("边界", default=list)
    registration = models.CharField(
        "登记", max_length=8, choices=REGISTRATION, default=REGISTRATION[0][0]
    )
    rules = models.CharField("骑手须知", max_length=200, blank=True)
    lift_words = models.CharField("电梯说明", max_length=100, blank=True)
    made_on = models.DateField()
    checked_at = models.DateTimeField()
    checked_by = models.CharField(max_length=8, choices=CONFIRMERS)
    """A role, never a name."""
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.site)
