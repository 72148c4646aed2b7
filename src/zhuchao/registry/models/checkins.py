"""What is done for a community: items taken up, households paired with, sessions of service."""

from django.db import models
from django.db.models import Q

from zhuchao.places.models import Division
from zhuchao.registry.models.actors import Person, Tie


class CommunityItem(models.Model):
    """Something a community asks those who report to it to do (认领事项)."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="items")
    kind = models.CharField("类别", max_length=24)
    words = models.CharField("内容", max_length=120)
    wanted = models.PositiveSmallIntegerField("要几个认领")
    until = models.DateField("截止")
    """The last day on which it may be taken up."""
    listed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["division", "until"], name="item_division")]

    def __str__(self) -> str:
        return self.words


class TakeUp(models.Model):
    """Who reports there took an item up (认领). The tie says who."""

    item = models.ForeignKey(CommunityItem, models.PROTECT, related_name="takes")
    tie = models.ForeignKey(Tie, models.PROTECT, related_name="takes")
    on = models.DateField("日期")
    recorded_at = models.DateTimeField()
    given_back_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "tie"],
                name="take_up_once",
                condition=Q(given_back_on=None),
            )
        ]


class Household(models.Model):
    """A household somebody is paired with (结对户). Who it is stands sealed with the person."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="household")
    division = models.ForeignKey(Division, models.PROTECT, related_name="households")
    number = models.PositiveIntegerField()
    """What it is called in its community, counted from 1."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "number"], name="household_number")
        ]


class ServiceSession(models.Model):
    """One session of service (1 场次): for an item that was taken up, or a visit to a pair."""

    take = models.ForeignKey(TakeUp, models.PROTECT, null=True, related_name="sessions")
    pair = models.ForeignKey(Tie, models.PROTECT, null=True, related_name="visits")
    on = models.DateField("日期")
    headcount = models.PositiveIntegerField("参加人数")
    remark = models.CharField("说明", max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="session_one_cause",
                condition=Q(take__isnull=False, pair__isnull=True)
                | Q(take__isnull=True, pair__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["take", "on"],
                name="session_once_a_day",
                condition=Q(taken_back_at=None),
            ),
            models.UniqueConstraint(
                fields=["pair", "on"],
                name="visit_once_a_day",
                condition=Q(taken_back_at=None),
            ),
        ]
