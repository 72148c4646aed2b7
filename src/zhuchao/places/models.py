"""Where things are and which rules hold there."""

from django.db import models

from zhuchao.journal.fields import CanonicalJSON, PathField
from zhuchao.places.site_kinds import CONFIRMERS, DATUMS, FACTS, LEVELS, SITE_KINDS, STATUSES
from zhuchao.rules.hours import UNKNOWN
from zhuchao.rules.hours_data import as_text

DIVISION_KINDS = [
    ("province", "省"),
    ("city", "市"),
    ("district", "区县"),
    ("zone", "功能区"),
    ("street", "街道（乡镇）"),
    ("community", "社区（村）"),
    ("grid", "网格"),
]

UNKNOWN_HOURS = as_text(UNKNOWN)


class Division(models.Model):
    """A territory. Containment is a prefix of `path`, our own; the official code is an attribute.

    So a zone that fits no code (an economic development zone) and a grid that has none stand in
    the same tree (domain.md §9, division codes).
    """

    code = models.CharField("代码", max_length=20, unique=True)
    """Official code where there is one, else the district's own."""
    official = models.BooleanField("国家统一代码", default=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=DIVISION_KINDS)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = PathField(unique=True)
    lon = models.FloatField("经度", null=True)
    lat = models.FloatField("纬度", null=True)
    boundary = models.JSONField(null=True)
    """Outer ring as [[lon, lat], …], CGCS2000, or nothing."""
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place with an address where something can be found: one row, however many plates it has.

    Written only by `registry.site_actions` and a district's load.
    """

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=24, choices=SITE_KINDS)
    level = models.CharField("级别", max_length=12, choices=LEVELS, blank=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="sites")
    address = models.CharField("地址", max_length=120, blank=True)
    lon = models.FloatField("经度", null=True)
    lat = models.FloatField("纬度", null=True)
    datum = models.CharField("坐标系", max_length=12, choices=DATUMS, default=DATUMS[0][0])
    status = models.CharField("状态", max_length=12, choices=STATUSES, default="open")
    hours = models.TextField("开放时间", default=UNKNOWN_HOURS)
    """Canonical JSON (`rules.hours_data`)."""
    equipment = CanonicalJSON("设施", default=list)
    """Codes of EQUIPMENT, in its order."""
    capacity = models.PositiveIntegerField("座位", null=True)
    opened_on = models.DateField("开放日期", null=True)
    """The first day it counts; empty for what was there before anybody wrote it down."""
    closed_on = models.DateField("撤销日期", null=True)
    """The first day it counts no more."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["lat", "lon"], name="site_position"),
            models.Index(fields=["kind", "status"], name="site_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class SiteFact(models.Model):
    """When and by whom one fact of a site was last found true, and how many said it is not.

    There is none before anybody said anything: a fact that is only loaded is unconfirmed.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="facts")
    name = models.CharField(max_length=12, choices=FACTS)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=8, choices=CONFIRMERS, blank=True)
    yes = models.PositiveIntegerField(default=0)
    """Passers-by who found it true since staff last did."""
    no = models.PositiveIntegerField(default=0)
    """Passers-by who found it wrong since then."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="site_fact")]
        indexes = [
            models.Index(fields=["site"], name="site_fact_doubted", condition=models.Q(no__gt=0))
        ]


class RuleSet(models.Model):
    """One version of the rules of a kind, for a division and below; followed, never changed."""

    key = models.CharField(max_length=24)
    version = models.CharField(max_length=24)
    path = PathField(blank=True)
    """Division path it holds for; empty: everywhere here."""
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)
    source = models.TextField()
    """The TOML text, with basis and articles."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version", "path"], name="ruleset_version")
        ]


class Holiday(models.Model):
    """A day that is worked or not, other than weekends and the built-in national calendar say."""

    day = models.DateField("日期", unique=True)
    working = models.BooleanField("上班")
    name = models.CharField("事由", max_length=40)
    basis = models.CharField("依据", max_length=80, blank=True)
    completes_year = models.BooleanField(default=False)
    """Belongs to the State Council notice of its year, which is then no longer provisional."""


class Stamp(models.Model):
    """Another value after every change of reference data, so that processes read it anew."""

    name = models.CharField(max_length=24, primary_key=True)
    value = models.BigIntegerField(default=0)
