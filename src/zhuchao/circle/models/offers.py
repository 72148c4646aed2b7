"""What a merchant gives, and how one comes to join."""

from django.db import models

from zhuchao.access.models import Identity
from zhuchao.circle.merchants.kinds import OFFER_KINDS, STATES, VIAS
from zhuchao.places.models import Division, Site
from zhuchao.rules.hours import ALWAYS
from zhuchao.rules.hours_data import as_text

WHENEVER = as_text(ALWAYS)


class Application(models.Model):
    """A merchant that wants to join, or that staff nominated at its door.

    Its photo is a file of the subject ("merchant_application", id). Who asked stands sealed.
    """

    receipt = models.CharField(max_length=24, unique=True)
    """With its query code it opens the page that tells how it stands (`matters.receipts`)."""
    via = models.CharField(max_length=12, choices=VIAS)
    name = models.CharField("店名", max_length=80)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    address = models.CharField("地址", max_length=120)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    offer = models.CharField("提供什么", max_length=16, choices=OFFER_KINDS)
    contact = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=STATES, default="waiting")
    reason = models.CharField("原因", max_length=200, blank=True)
    """Why it was refused; the applicant reads it."""
    site = models.OneToOneField(Site, models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    """When its keeper took up the account he was invited to."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="application_state")]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """What riders get at a merchant, from a day on, at certain hours, so often a day.

    Every change is a version of the span `offer:<id>`; the row is what holds now.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="offers")
    kind = models.CharField("优惠", max_length=16, choices=OFFER_KINDS)
    words = models.CharField("说明", max_length=40, blank=True)
    factor = models.PositiveSmallIntegerField(null=True)
    """Per cent that is paid: 7 折 is 70. Only of a price_factor."""
    seats = models.PositiveSmallIntegerField("座位", null=True)
    """Of the off-peak area."""
    cap = models.PositiveIntegerField("每天最多", null=True)
    """Visits a day; none: as many as come."""
    hours = models.TextField("时段", default=WHENEVER)
    """Canonical JSON (`rules.hours_data`), within the opening hours of the site."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """Its last day."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["site", "valid_to"], name="offer_site")]
        constraints = [
            models.CheckConstraint(
                name="offer_factor",
                condition=models.Q(kind="price_factor", factor__gte=1, factor__lte=99)
                | (~models.Q(kind="price_factor") & models.Q(factor__isnull=True)),
            ),
            models.CheckConstraint(
                name="offer_dates",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]
