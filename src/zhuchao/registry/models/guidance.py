"""Visits of instructors and contacts to their units: taken back with a reason, never edited."""

from django.db import models
from django.db.models import Q

from zhuchao.registry.models.actors import Organisation, Person


class Guidance(models.Model):
    """One visit to a unit (指导、走访 1 次). `did` holds codes, the remark words."""

    role = models.CharField(max_length=12, default="instructor")
    """The kind of tie by which he went there: instructor or contact."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="guidance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="guidance")
    on = models.DateField("日期")
    did = models.JSONField("做了什么", default=list)
    remark = models.CharField("说明", max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "person", "organisation", "on"],
                name="guidance_once_a_day",
                condition=Q(taken_back_at=None),
            )
        ]
