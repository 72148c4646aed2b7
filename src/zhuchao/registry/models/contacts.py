"""Members' rooms (党员活动室) built with guidance: taken back with a reason, never edited."""

from django.db import models
from django.db.models import Q

from zhuchao.places.models import Site
from zhuchao.registry.models.actors import Organisation, Person


class GuidedRoom(models.Model):
    """A members' room: which site, whose, who guided its building, and the day it opened (A-41)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="guided_rooms")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="guided_rooms")
    person = models.ForeignKey(Person, models.PROTECT, related_name="guided_rooms")
    opened_on = models.DateField("开放日期")
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site"], name="guided_room_once", condition=Q(taken_back_at=None)
            )
        ]
