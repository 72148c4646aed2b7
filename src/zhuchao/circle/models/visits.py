"""What keeps one telephone from being counted twice; forgotten when the day is over."""

from django.db import models

from zhuchao.places.models import Site


class DeviceVisit(models.Model):
    """A telephone was counted at a site in one meal period of today.

    `device` is a keyed hash of a random cookie and the day, so tomorrow's has nothing to do with
    it; the rows of a day are deleted when it ends. It names no visit, and no visit names it.
    """

    day = models.DateField()
    device = models.CharField(max_length=64)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    period = models.PositiveSmallIntegerField()
    """`rules.visiting.meal_period`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "site", "period"], name="device_visit_once")
        ]
        indexes = [models.Index(fields=["day"], name="device_visit_day")]
