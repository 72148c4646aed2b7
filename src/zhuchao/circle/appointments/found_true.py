"""Whether a report was found true, on which day, and how many told the same: from the journal."""

from datetime import date

from django.conf import settings

from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter
from zhuchao.rules.points import Credit

VERIFYING = ("matter.verify", "matter.dispatch", "matter.fix_at_once", "matter.inspect")
"""Steps that say a report is true."""
UNDOING = ("matter.reject", "matter.withdraw")


def credit_of(receipt: str) -> Credit | None:
    """What a report is worth counting as; None while it was not found true, or proved false.

    Reports merged into one are one thing: found true when any of them was, and the earliest is
    the first.
    """
    matter = Matter.objects.filter(receipt=receipt, kind__in=list(settings.ZHUCHAO_POINTS.credits))
    one = matter.first()
    if one is None:
        return None
    head = one.merged_into_id or one.pk
    group = Matter.objects.filter(pk=head) | Matter.objects.filter(merged_into=head)
    raised = list(group.order_by("raised_at", "pk").values_list("pk", flat=True))
    day = _found_true(one.kind, head, raised)
    return Credit(day, one.kind, len(raised), raised[0] == one.pk) if day else None


def _found_true(kind: str, head: int, raised: list[int]) -> date | None:
    told = Entry.objects.filter(subject_kind=kind, subject_id__in=raised)
    if told.filter(subject_id=head, verb__in=UNDOING).exists():
        return None
    first = told.filter(verb__in=VERIFYING).order_by("id").first()
    return first.day if first else None
