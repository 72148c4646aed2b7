"""Coupons for points, and which reports were credited: nothing of whom in either."""

from django.db import models

from zhuchao.circle.models.offers import Offer


class Coupon(models.Model):
    """One use of an offer. Its owner derives the code anew (`points.codes`); no row names him."""

    code = models.CharField(max_length=12, unique=True)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="coupons")
    last_day = models.DateField()
    redeemed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.code


class Credited(models.Model):
    """That somebody was credited for a report, so that nobody is twice: a keyed hash, no more."""

    mark = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.mark
