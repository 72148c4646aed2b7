"""What stands beside the matters about members: posts of branches, reunions, steps, quotas."""

from django.db import models
from django.db.models import Q

from zhuchao.journal.fields import CanonicalJSON
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation, Person, Tie


class Seeking(models.Model):
    """A post of a party organisation: which trade's floating members it looks for, and where.

    It names nobody; `since` is since when those it looks for have worked here.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trade = models.CharField("行业", max_length=24)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    since = models.DateField("从哪天起在这里")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "trade", "division"],
                name="seeking_once",
                condition=Q(closed_at__isnull=True),
            )
        ]


class Reunion(models.Model):
    """What a reunion is matched by (keyed hashes only) and who confirmed what, and when."""

    matter = models.OneToOneField("Matter", models.CASCADE, related_name="reunion")
    trade = models.CharField(max_length=24)
    phone_hash = models.CharField(max_length=64, blank=True)
    name_hash = models.CharField(max_length=64, blank=True)
    received_on = models.DateField(null=True)
    """When a branch said it will receive him."""
    agreed_on = models.DateField(null=True)
    """When he said he will go there."""
    home = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The home branch, where the platform knows it."""
    told_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    """When he left home, as the home branch says: six months count from here."""
    tie = models.ForeignKey(Tie, models.PROTECT, null=True, related_name="+")
    """His life in the floating branch."""

    class Meta:
        indexes = [
            models.Index(fields=["phone_hash"], name="reunion_phone", condition=~Q(phone_hash="")),
            models.Index(fields=["name_hash"], name="reunion_name", condition=~Q(name_hash="")),
        ]


class Admission(models.Model):
    """Whom an admission is counted for: his branch, his group, the unit whose place he takes."""

    matter = models.OneToOneField("Matter", models.CASCADE, related_name="admission")
    branch = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    group = models.CharField("群体", max_length=24)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Known to the register from the day he is admitted."""
    tie = models.ForeignKey(Tie, models.PROTECT, null=True, related_name="+")
    """His membership in the register."""


class AdmissionStep(models.Model):
    """What was recorded of one of the twenty-five steps, or of a prolonged probation ("extend")."""

    admission = models.ForeignKey(Admission, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=24)
    done_on = models.DateField()
    passed = models.BooleanField(default=True)
    numbers = CanonicalJSON(default=dict)
    time = models.PositiveSmallIntegerField(default=1)
    """The how-manieth time, of a step that is repeated or decided anew."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["admission", "step", "time"], name="admission_step_once"
            )
        ]


class Quota(models.Model):
    """Places planned for a year, a group and maybe one organisation: a plan is typed, its use not.

    `tilt` of the `places` were given on top, to lean towards the group.
    """

    year = models.PositiveSmallIntegerField("年度")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    group = models.CharField("群体", max_length=24)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    places = models.PositiveSmallIntegerField("名额")
    tilt = models.PositiveSmallIntegerField("其中倾斜", default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "division", "group", "organisation"], name="quota_once"
            ),
            models.UniqueConstraint(
                fields=["year", "division", "group"],
                name="quota_whole_once",
                condition=Q(organisation__isnull=True),
            ),
            models.CheckConstraint(name="quota_tilt", condition=Q(tilt__lte=models.F("places"))),
        ]
