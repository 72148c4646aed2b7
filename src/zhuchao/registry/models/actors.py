"""People, organisations, ties between them and places, and the duty table."""

from django.db import models
from django.db.models import Q

from zhuchao.access.models import Account, Identity
from zhuchao.journal.fields import CanonicalJSON
from zhuchao.places.models import Division, Site
from zhuchao.registry.kinds import OPERATING, ORGANISATION_KINDS, POSITIONS, TIE_KINDS


class Person(models.Model):
    """Somebody the platform knows. Who he is stands sealed in `identity`."""

    account = models.OneToOneField(Account, models.SET_NULL, null=True, related_name="person")
    identity = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")
    label = models.CharField("工作称呼", max_length=60)
    """The name colleagues use for staff; a masked name for everybody else."""

    def __str__(self) -> str:
        return self.label


class Organisation(models.Model):
    """A department, committee, branch, enterprise … that can hold matters or be covered."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=24, choices=ORGANISATION_KINDS)
    division = models.ForeignKey(Division, models.PROTECT, related_name="organisations")
    phone = models.CharField("公开电话", max_length=30, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    trade = models.CharField("行业", max_length=24, blank=True)
    headcount = models.PositiveIntegerField("从业人数", null=True)
    """People who work there, as last surveyed."""
    members_known = models.PositiveIntegerField("已知正式党员", null=True)
    """Formal members known to work there, as last surveyed."""
    operating = models.CharField("在营", max_length=8, choices=OPERATING, default="unknown")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["kind", "division"], name="organisation_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                name="organisation_credit_code",
                condition=~Q(credit_code=""),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tie(models.Model):
    """A dated relation of one actor to exactly one actor or place. Authority is a tie too.

    "Current" is computed from the dates, never stored. Written only by `actions`.
    """

    kind = models.CharField(max_length=24, choices=[(k.name, k.label) for k in TIE_KINDS])
    who_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="ties")
    who_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="ties"
    )
    whom_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tied")
    whom_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="tied"
    )
    whom_division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="tied")
    whom_site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="tied")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    terms = CanonicalJSON(default=dict)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["who_person", "kind"], name="tie_person"),
            models.Index(fields=["whom_organisation", "kind"], name="tie_organisation"),
            models.Index(fields=["whom_division", "kind"], name="tie_division"),
        ]
        constraints = [
            models.CheckConstraint(
                name="tie_one_who",
                condition=Q(who_person__isnull=False, who_organisation__isnull=True)
                | Q(who_person__isnull=True, who_organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="tie_one_whom",
                condition=Q(
                    whom_person__isnull=False,
                    whom_organisation__isnull=True,
                    whom_division__isnull=True,
                    whom_site__isnull=True,
                )
                | Q(
                    whom_person__isnull=True,
                    whom_organisation__isnull=False,
                    whom_division__isnull=True,
                    whom_site__isnull=True,
                )
                | Q(
                    whom_person__isnull=True,
                    whom_organisation__isnull=True,
                    whom_division__isnull=False,
                    whom_site__isnull=True,
                )
                | Q(
                    whom_person__isnull=True,
                    whom_organisation__isnull=True,
                    whom_division__isnull=True,
                    whom_site__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="tie_dates",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]


class Category(models.Model):
    """What a matter is about: the district's own tree of at most three levels (domain.md §2)."""

    kind = models.CharField(max_length=24)
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=40)
    parent = models.CharField("上级代码", max_length=40, blank=True)
    keywords = CanonicalJSON(default=list)
    """Words that propose this category where no model has been trained."""
    urgency = models.CharField(max_length=12, default="general")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="category_code")]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """What × where → who: the routing table and the 权责清单 in one (M26, M33).

    The most specific row wins: the deeper division first, then the deeper category.
    """

    item = models.CharField("事项", max_length=80)
    kind = models.CharField("种类", max_length=24)
    category = models.CharField("类别", max_length=40, blank=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="duties")
    position = models.CharField("分工", max_length=24, choices=POSITIONS)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")
    basis = models.CharField("依据", max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ruling = models.BigIntegerField(null=True)
    """The request whose ruling wrote this row, if one did."""

    class Meta:
        indexes = [models.Index(fields=["kind", "category"], name="duty_what")]

    def __str__(self) -> str:
        return self.item
