"""The tables of the journal; only `Span` and erased remarks are ever updated or deleted."""

from django.db import models
from django.db.models import Q

from zhuchao.journal.fields import CanonicalJSON, PathField


class Entry(models.Model):
    """One fact, written in the transaction of the change it tells of.

    Pseudonymous and without free text: `who` is an account's random pseudonym, `facets` hold codes
    and numbers only. Every figure reads these columns and those of `Span`, nothing else.
    """

    id = models.BigAutoField(primary_key=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    day = models.DateField()
    """Day of `occurred_at` in the district's zone."""
    month = models.CharField(max_length=7)
    """Its month, as 2026-11."""
    verb = models.CharField(max_length=48)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    who = models.CharField(max_length=48)
    division_path = PathField(blank=True)
    organisation = models.BigIntegerField(null=True)
    headcount = models.IntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    unit = models.CharField(max_length=16, blank=True)
    facets = CanonicalJSON(default=dict)
    voids = models.BigIntegerField(null=True)
    """Id of the entry this one takes back."""
    schema = models.SmallIntegerField(default=1)
    span_id = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    remark_digest = models.CharField(max_length=64, blank=True)
    hmac = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["verb", "day"], name="entry_verb_day"),
            models.Index(fields=["span_id", "id"], name="entry_span", condition=~Q(span_id="")),
            models.Index(fields=["who", "id"], name="entry_who"),
        ]

    @property
    def words(self) -> str:
        """What was said with it; empty when nothing was, or when it was erased."""
        return self.remark.text if hasattr(self, "remark") else ""


class Remark(models.Model):
    """The words that belong to an entry, apart from it so that they can be erased."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="remark", primary_key=True)
    text = models.TextField()
    salt = models.CharField(max_length=32)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text


class Span(models.Model):
    """What is believed now about one dated thing: the latest version of it in the journal.

    A cache of the entries with the same `span_id`; `zhuchao journal verify` compares them and
    `rebuild_spans` makes it anew.
    """

    id = models.CharField(max_length=40, primary_key=True)
    entry_id = models.BigIntegerField()
    """The entry that holds this version."""
    verb = models.CharField(max_length=48)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    division_path = PathField(blank=True)
    organisation = models.BigIntegerField(null=True)
    headcount = models.IntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    unit = models.CharField(max_length=16, blank=True)
    facets = CanonicalJSON(default=dict)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["verb", "valid_from", "valid_to", "organisation"], name="span_verb_valid"
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="span_subject"),
        ]


class Segment(models.Model):
    """A closed run of entries: one Parquet file, its Merkle root, chained to the segment before."""

    number = models.PositiveIntegerField(primary_key=True)
    after_id = models.BigIntegerField()
    """Entries after this up to last_id belong here; the first segment has 0 and no lower end."""
    last_id = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    """SHA-256 over the previous chain value and this segment's header."""
    file = models.CharField(max_length=120)
    sealed_at = models.DateTimeField()
    hmac = models.CharField(max_length=64)


class Lease(models.Model):
    """A named duty that one process at a time may hold: sealing, ticking, delivering."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()
