"""The tables of gatherings: what was arranged and held, who was there, what was found."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from zhuchao.gatherings.codes import MODES, TOPICS
from zhuchao.journal.fields import PathField
from zhuchao.matters.models import Matter
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation, Person

VISIT = "visit"
KINDS = ((VISIT, "走访调研"),)
"""A mechanism that gathers people anew adds its kind."""


class Gathering(models.Model):
    """An organisation goes to, or calls together, somebody somewhere on some days.

    A visit has exactly one target: a unit, or a place. It is planned until `held_at` tells that it
    happened; photos of its report are files of the subject ("gathering", id).
    """

    kind = models.CharField(max_length=12, choices=KINDS, default=VISIT)
    mode = models.CharField("方式", max_length=12, choices=MODES)
    title = models.CharField("题目", max_length=80)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="hosted")
    """In whose name people go."""
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="visited")
    division = models.ForeignKey(Division, models.PROTECT, related_name="gatherings")
    """The place, or the one its unit lay in then."""
    division_path = PathField()
    begins = models.DateField("开始日期")
    ends = models.DateField("结束日期")
    """Both days included."""
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    """The visit this one comes back to (回访)."""
    companions = models.PositiveIntegerField("其他同行人数", default=0)
    """Those who went along and are nobody's record."""
    met = models.PositiveIntegerField("访谈人次", default=0)
    report = models.TextField("报告", max_length=4000, blank=True)
    held_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["begins", "id"], name="gathering_begins"),
            models.Index(fields=["division_path"], name="gathering_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="gathering_days_in_order", condition=Q(begins__lte=F("ends"))
            ),
            models.UniqueConstraint(
                fields=["host", "unit", "begins"],
                name="gathering_once_at_a_unit",
                condition=Q(called_off_at=None, taken_back_at=None, unit__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["host", "division", "title", "begins"],
                name="gathering_once_at_a_place",
                condition=Q(called_off_at=None, taken_back_at=None, unit=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> int:
        """How many days it takes."""
        return (self.ends - self.begins).days + 1


class Attendance(models.Model):
    """Somebody of the record who was there, from a day to a day."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_days_in_order", condition=Q(first__lte=F("last"))
            ),
        ]


class Finding(models.Model):
    """What a visit found: noted, given to an office with a day, or raised as a matter.

    Of places and organisations, never of a person: what is somebody's own goes into the matter,
    which seals it.
    """

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="findings")
    on = models.DateField("哪一天发现的")
    topic = models.CharField("哪方面", max_length=16, choices=TOPICS)
    text = models.CharField("发现了什么", max_length=300)
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="follow_ups")
    due = models.DateField("跟进期限", null=True)
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, related_name="found_by")
    result = models.CharField("怎么落实的", max_length=300, blank=True)
    done_on = models.DateField("哪天落实的", null=True)
    taken_back_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "due"], name="finding_office")]
        constraints = [
            models.CheckConstraint(
                name="finding_office_with_day",
                condition=Q(office=None, due=None) | Q(office__isnull=False, due__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_matter_or_office", condition=Q(matter=None) | Q(office=None)
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def state(self, day: date) -> str:
        """What became of it, as one of codes.FOLLOW_UPS, seen on a day."""
        if self.taken_back_at:
            return "taken_back"
        if self.done_on:
            return "done"
        if self.matter_id:
            return "raised"
        if self.due is None:
            return "noted"
        return "late" if self.due < day else "open"
