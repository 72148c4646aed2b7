"""A sample of each month's closings is looked at again; nobody can choose or foresee which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, zone
from zhuchao.journal.keys import keyed_hash
from zhuchao.journal.models import Entry
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.changing import subject
from zhuchao.matters.models import Matter
from zhuchao.matters.policy import role_rule, roles_on, visible_to, visible_with_roles

OUTCOMES = {
    "upheld": gettext_noop("属实，已办结"),
    "not_upheld": gettext_noop("不属实，没有真正办结"),
}
SET_ASIDE = ("withdrawn", "merged", "rejected", "guided", "sent_back")
"""Ends that close nothing: nobody claims that something was done."""
VERB = "closing.rechecked"


def drawn(receipt: str, share: int) -> bool:
    """Whether a closing is in the sample: by the key file, so that no one outside can tell.

    `share` is in per cent. The same receipt is always drawn alike, and a larger share only adds.
    """
    number = int(keyed_hash("recheck", receipt)[:8], 16)
    return number % 10_000 < share * 100


@dataclass(frozen=True)
class Sample:
    """The drawn closings of a month that a scope supervises, and what was found at them."""

    month: date
    closed: int
    """How many closings there were to draw from."""
    waiting: list[Matter]
    upheld: list[Matter]
    not_upheld: list[Matter]

    @property
    def checked(self) -> int:
        """How many of the drawn ones were looked at again."""
        return len(self.upheld) + len(self.not_upheld)


def sample(scope: Scope, month: date) -> Sample:
    """The sample of the month that `month` lies in; four statements at most."""
    first, after = _bounds(month)
    closed = visible_to(scope).filter(closed_at__gte=first, closed_at__lt=after)
    ends = closed.exclude(state__in=SET_ASIDE).filter(role_rule("supervisor", scope))
    keys = list(ends.values_list("pk", "receipt"))
    ids = [pk for pk, receipt in keys if drawn(receipt, settings.ZHUCHAO_RECHECK)]
    rows = Matter.objects.filter(pk__in=ids).select_related("holder").order_by("closed_at", "pk")
    found = outcomes(ids)
    by = {outcome: [m for m in rows if found.get(m.pk) == outcome] for outcome in OUTCOMES}
    waiting = [m for m in rows if m.pk not in found]
    return Sample(first.date(), len(keys), waiting, by["upheld"], by["not_upheld"])


def _bounds(month: date) -> tuple[datetime, datetime]:
    first = month.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return datetime.combine(first, time(), zone()), datetime.combine(after, time(), zone())


def outcomes(matters: Iterable[int]) -> dict[int, str]:
    """Matter id → what was found when it was looked at again; the last word counts."""
    wanted = frozenset(matters)
    told = Entry.objects.filter(verb=VERB).order_by("pk").values_list("subject_id", "facets")
    return {number: facets["outcome"] for number, facets in told if number in wanted}


def recheck(scope: Scope, receipt: str, outcome: str, *, note: str) -> None:
    """Say what was found at a drawn closing; one not upheld counts as not resolved in the rates.

    Raises Refused: "not_found" for what is not visible, "forbidden" without the supervising role,
    "invalid" for a matter that was not drawn, an unknown outcome or no words, "conflict" when it
    was looked at before.
    """
    matter = visible_with_roles(scope).filter(receipt=receipt).first()
    if matter is None:
        raise Refused("not_found", _("没有这件事，或者您无权查看"))
    if "supervisor" not in roles_on(matter):
        raise Refused("forbidden", _("只有督办岗可以复核"))
    if matter.closed_at is None or not drawn(receipt, settings.ZHUCHAO_RECHECK):
        raise Refused("invalid", _("这一件没有抽中复核"))
    if outcome not in OUTCOMES:
        raise Refused("invalid", _("请选择复核结果"), "outcome")
    if not note.strip():
        raise Refused("invalid", _("请写明怎么复核的"), "note")
    with writing(scope.who) as log:
        if Entry.objects.filter(verb=VERB, subject_id=matter.pk, subject_kind=matter.kind).exists():
            raise Refused("conflict", _("这一件已经复核过了"))
        log.add(
            Fact(
                VERB,
                subject(matter),
                matter.division_path,
                organisation=matter.holder_id,
                facets={"outcome": outcome, "closed": local_day(matter.closed_at).isoformat()},
                remark=note.strip(),
            )
        )
