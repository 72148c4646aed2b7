"""Runs of imports: a file with its columns, and what each of its rows proposes, did, and was."""

from django.db import models
from django.utils.translation import gettext_noop

from zhuchao.access.models import Account, SealedRow
from zhuchao.journal.fields import CanonicalJSON
from zhuchao.places.models import Division

STATES = (
    ("read", gettext_noop("待核对列")),
    ("planning", gettext_noop("正在逐行核对")),
    ("previewed", gettext_noop("待确认")),
    ("applying", gettext_noop("正在写入")),
    ("applied", gettext_noop("已导入")),
    ("undoing", gettext_noop("正在撤销")),
    ("undone", gettext_noop("已撤销")),
    ("discarded", gettext_noop("已放弃")),
)
WAITING = ("planning", "applying", "undoing")
"""States in which the worker has something to do."""
ACTIONS = (
    ("create", gettext_noop("新增")),
    ("change", gettext_noop("修改")),
    ("same", gettext_noop("没有变化")),
    ("duplicate", gettext_noop("可能重复")),
    ("fault", gettext_noop("有错")),
    ("skip", gettext_noop("不导入")),
)


class ImportRun(models.Model):
    """One file brought in: by whom, for where, read how, and how far it is."""

    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=STATES, default="read")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="imports")
    """Whose authority the worker acts with; none: the command line."""
    division = models.ForeignKey(Division, models.PROTECT, related_name="imports")
    """Where the rows belong that name no division."""
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    sheet = models.CharField(max_length=120, blank=True)
    heading = models.PositiveIntegerField(default=0)
    """The row the heading begins in, when somebody said so."""
    columns = CanonicalJSON(default=dict)
    """Column, counted from 0, as text → field; "" for a column not read."""
    headings = CanonicalJSON(default=list)
    skipped = CanonicalJSON(default=list)
    """Rows that are no records, as [number, what]."""
    counts = CanonicalJSON(default=dict)
    """Action → rows."""
    sound_only = models.BooleanField(default=False)
    """Whether the sound rows were written though others have faults."""
    failure = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class ImportPart(SealedRow):
    """A piece of the file, sealed; gone when the run is applied or given up."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_part_once")]


class ImportRow(SealedRow):
    """A row of the file. Sealed are its values and faults; once it is written, what was before."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=12, choices=ACTIONS)
    target = models.BigIntegerField(null=True)
    """The id of what it changes or, once written, made."""
    choice = models.CharField(max_length=8, blank=True)
    """What somebody said of a possible duplicate: same, new or skip."""
    written = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["run", "action", "number"], name="import_row_action")]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
