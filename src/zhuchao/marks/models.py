"""Standards a district loaded, checks of sites, the plates they earned, and boards on walls."""

from django.db import models
from django.utils.translation import gettext_noop

from zhuchao.journal.fields import CanonicalJSON, PathField
from zhuchao.places.models import Division, Site
from zhuchao.registry.models import Organisation, Person

MANNERS = (("self", gettext_noop("自查")), ("onsite", gettext_noop("实地检查")))
MARK_STATES = (("valid", gettext_noop("有效")), ("withdrawn", gettext_noop("已摘牌")))
OUTCOMES = (
    ("pending", gettext_noop("待定")),
    ("kept", gettext_noop("保留")),
    ("standardised", gettext_noop("规范")),
    ("merged", gettext_noop("合并")),
    ("removed", gettext_noop("摘除")),
)
"""What becomes of a board (M34)."""
CLEARED = ("standardised", "merged", "removed")
"""The outcomes that count as cleared: 规范清理."""
HONOUR_LEVELS = (
    ("nation", gettext_noop("国家级")),
    ("province", gettext_noop("省级")),
    ("city", gettext_noop("市级")),
    ("district", gettext_noop("区级")),
    ("street", gettext_noop("街道级")),
)
"""Who conferred an honour, the highest first (M46)."""
RECIPIENTS = (
    ("division", gettext_noop("区划")),
    ("organisation", gettext_noop("单位")),
    ("person", gettext_noop("个人")),
)
"""Whom an honour is for: a village such as a model one, an organisation, a person."""


class Standard(models.Model):
    """One version of a standard as this district loaded it; followed, never changed."""

    key = models.CharField(max_length=20)
    version = models.CharField(max_length=24)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)
    source = models.TextField()
    """The TOML text (`rules.standard_file`)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="standard_version")]


class Assessment(models.Model):
    """One check of a site by one version of a standard; never changed, a new one takes its place.

    Photos are files of the subject ("assessment", id); an answer names its own.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="assessments")
    standard = models.CharField(max_length=20)
    standard_version = models.CharField(max_length=24)
    manner = models.CharField(max_length=8, choices=MANNERS)
    answers = CanonicalJSON(default=dict)
    """Item key → {"met": 0 or 1, "note": words, "photo": id of a file}; empty ones left out."""
    points = models.PositiveIntegerField()
    grade = models.CharField(max_length=20, blank=True)
    """Name of the grade, empty when it was not passed."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The office, or the host, that checked."""
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "standard", "made_at"], name="assessment_site")]

    # `check` is Django's own name for its system checks.
    check_kind = property(lambda self: self.check)


class Mark(models.Model):
    """A plate: a site met a standard, from one day up to another. Several may hang on one site."""

    number = models.CharField("编号", max_length=40, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="marks")
    standard = models.CharField(max_length=20)
    standard_version = models.CharField(max_length=24)
    grade = models.CharField(max_length=20)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="marks")
    valid_from = models.DateField()
    valid_until = models.DateField()
    """Its last day."""
    state = models.CharField(max_length=12, choices=MARK_STATES, default="valid")
    withdrawn_on = models.DateField(null=True)
    """The first day it holds no more."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["standard", "state", "valid_until"], name="mark_standard"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mark_dates", condition=models.Q(valid_until__gte=models.F("valid_from"))
            )
        ]

    def __str__(self) -> str:
        return self.number


class Board(models.Model):
    """A board on a wall (机构牌子): what it says, whose it is, and what becomes of it.

    Photos are files of the subject ("board", id).
    """

    text = models.CharField("牌子上的字", max_length=80)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="boards")
    division = models.ForeignKey(Division, models.PROTECT, related_name="boards")
    division_path = PathField()
    place = models.CharField("挂在哪里", max_length=120)
    basis = models.CharField("依据", max_length=120, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, default="pending")
    decided_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["outcome", "decided_on"], name="board_outcome"),
            models.Index(fields=["division_path"], name="board_place"),
        ]

    def __str__(self) -> str:
        return self.text


class Honour(models.Model):
    """An honour or commendation (荣誉称号、表彰) of a place, an organisation or a person.

    It stands once: the same title in the same year for the same recipient is one honour. Photos of
    its document are files of the subject ("honour", id).
    """

    title = models.CharField("名称", max_length=80)
    title_key = models.CharField(max_length=80)
    """The title without what differs from hand to hand: spaces, quotes, width of signs."""
    level = models.CharField("级别", max_length=12, choices=HONOUR_LEVELS)
    year = models.PositiveSmallIntegerField("年份")
    conferred_on = models.DateField("授予日期", null=True)
    """The day; empty when only the year is known."""
    until = models.DateField("最后一天", null=True)
    """Its last day, when whoever gave it took it away."""
    given_by = models.CharField("授予单位", max_length=80)
    document = models.CharField("文件号", max_length=60, blank=True)
    party_internal = models.BooleanField("党内表彰", default=False)
    """Given by the Party to its own: of a person it tells of membership."""
    whose = models.CharField("授予谁", max_length=12, choices=RECIPIENTS)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="honours"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="honours")
    division = models.ForeignKey(Division, models.PROTECT, related_name="honours")
    """The place it is for, or the one its recipient belongs to."""
    division_path = PathField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    """When it was taken back as written by mistake: it never was."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["year", "id"], name="honour_year"),
            models.Index(fields=["division_path"], name="honour_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="honour_one_recipient",
                condition=models.Q(whose="division", organisation=None, person=None)
                | models.Q(whose="organisation", organisation__isnull=False, person=None)
                | models.Q(whose="person", organisation=None, person__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    fields=["title_key", "year", whose],
                    name=f"honour_once_{whose}",
                    condition=models.Q(whose=whose, withdrawn_at=None),
                )
                for whose, _label in RECIPIENTS
            ),
        ]

    def __str__(self) -> str:
        return self.title
