"""Numbers of mediation, counted from what was told: batches and persons apart, no ranking.

A-37: settled disputes in batches and person-visits; A-39: desks by level (domain.md §1, §8).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhuchao.access.policy import EVERYTHING, under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.matters.kinds.dispute.desks import desks
from zhuchao.matters.rates import Rate

COUNTERS = ("mediation_desk", "supervisor", "auditor")
"""Who may count: the desks and the supervisors, over their own territory."""


@dataclass(frozen=True)
class Tally:
    """So many disputes, and the persons behind them where those were counted."""

    matters: frozenset[int]
    people: int = 0


@dataclass(frozen=True)
class Numbers:
    """What happened in a period, both ends included; every part opens its disputes."""

    raised: Tally
    settled: Tally
    oral: Tally
    written: Tally
    ended: Tally
    """Without an agreement: failed, refused or taken back."""
    passed: Tally
    """To another level; that is no fault of anybody's."""
    confirmed: Tally
    agreement: Rate
    """Of those a mediator sat over and that ended: how many in an agreement."""
    performance: Rate
    """Of those whose performance was established: how many performed."""
    desks: dict[str, int]
    """Level → how many desks there are today."""


def numbers(scope: Scope, first: date, last: date) -> Numbers:
    """The numbers of a territory in a period; entries that were voided do not count."""
    rows = list(
        _entries(scope, first, last).values_list("verb", "subject_id", "headcount", "facets")
    )

    def tally(*verbs: str, **facets: str) -> Tally:
        fitting = [
            (number, people or 0)
            for verb, number, people, said in rows
            if verb in verbs and all(said.get(k) == v for k, v in facets.items())
        ]
        return Tally(frozenset(n for n, _ in fitting), sum(p for _, p in fitting))

    settled, failed = tally("dispute.settled"), tally("matter.fail")
    met, broken = tally("matter.perform"), tally("matter.breach")
    return Numbers(
        raised=tally("matter.raised"),
        settled=settled,
        oral=tally("dispute.settled", form="oral"),
        written=tally("dispute.settled", form="written"),
        ended=tally("matter.fail", "matter.refuse", "matter.record_refusal", "matter.withdraw"),
        passed=tally("matter.pass_up", "matter.pass_down"),
        confirmed=tally("matter.confirm_result", result="confirmed"),
        agreement=Rate("agreement", settled.matters, settled.matters | failed.matters),
        performance=Rate("performance", met.matters, met.matters | broken.matters),
        desks=dict(Counter(d.level for d in desks())),
    )


def tallies(found: Numbers) -> dict[str, frozenset[int]]:
    """The disputes behind each number, by the name the page asks for them."""
    parts = ("raised", "settled", "oral", "written", "ended", "passed", "confirmed")
    return {
        **{name: getattr(found, name).matters for name in parts},
        "agreement": found.agreement.base,
        "performance": found.performance.base,
    }


def _entries(scope: Scope, first: date, last: date) -> QuerySet[Entry]:
    here = EVERYTHING if scope.system else under("division_path", scope.paths(*COUNTERS))
    voided = Entry.objects.filter(voids__isnull=False).values("voids")
    period = Q(subject_kind="dispute", day__gte=first, day__lte=last)
    return Entry.objects.filter(here, period).exclude(pk__in=voided)
