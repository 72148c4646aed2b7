"""Bookings of shared rooms: for whom, from when to when, and what came of it."""

from django.db import models
from django.db.models import F, Q

from zhuchao.places.models import Site
from zhuchao.registry.models.actors import Organisation, Person


class Booking(models.Model):
    """Some hours of one day in a shared room. Cancelled or confirmed once, never edited."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="bookings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bookings")
    since = models.DateTimeField()
    until = models.DateTimeField()
    people = models.PositiveIntegerField("人数")
    """How many are to come."""
    purpose = models.CharField("用途", max_length=16)
    """A code of PURPOSES."""
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="bookings")
    cancelled_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    came = models.PositiveIntegerField("到场人数", null=True)
    """How many came, once the owner said so; 0: the room stood empty."""

    class Meta:
        indexes = [models.Index(fields=["site", "since"], name="booking_room")]
        constraints = [
            models.CheckConstraint(name="booking_hours", condition=Q(until__gt=F("since")))
        ]
