"""What volunteer teams are insured for and went out for: taken back with a reason, never edited."""

from django.db import models
from django.db.models import Q

from zhuchao.registry.models.actors import Organisation, Person


class TeamInsurance(models.Model):
    """A policy for a whole team or, with a person, for one of its volunteers; days included."""

    team = models.ForeignKey(Organisation, models.PROTECT, related_name="insurances")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="insurances")
    insurer = models.CharField("承保机构", max_length=60)
    number = models.CharField("保险单号", max_length=60)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天")
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)


class Outing(models.Model):
    """A team at work on a day (出队一次). `work` is a code, the remark words."""

    team = models.ForeignKey(Organisation, models.PROTECT, related_name="outings")
    on = models.DateField("日期")
    work = models.CharField("做什么", max_length=24)
    people = models.ManyToManyField(Person, related_name="outings")
    remark = models.CharField("说明", max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "on", "work"],
                name="outing_once_a_day",
                condition=Q(taken_back_at=None),
            )
        ]
