"""Every number of the petition office, counted from the journal, with the facts behind it.

批 and 人次 are counted from the same facts but never from each other. No number here is a target:
nothing is coloured, ranked or rewarded for being small (信访工作条例第四十一条; domain.md §1).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from zhuchao.access.policy import EVERYTHING, under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.matters.policy import MEMBERS
from zhuchao.rules.units import Measure, Quantity

AUTHORITIES = ("petition_desk", "petition_watch")
SUBJECTS = ("petition", "reception")


@dataclass(frozen=True)
class Told:
    """One fact of the journal, as the figures read it."""

    id: int
    verb: str
    subject: int
    day: date
    headcount: int
    facets: Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """A number with its unit, and the facts it was counted from."""

    name: str
    label: str
    facts: tuple[Told, ...]
    unit: Measure

    @property
    def value(self) -> Quantity:
        """What the facts come to in this unit."""
        return Quantity(_COUNT[self.unit](self.facts), self.unit)


_COUNT: Mapping[Measure, Callable[[tuple[Told, ...]], int]] = {
    Measure.ITEM: lambda facts: len({f.subject for f in facts}),
    Measure.ITEM_COUNT: len,
    Measure.SESSION: len,
    Measure.COPY: len,
    Measure.BATCH: lambda facts: len({f.facets["batch"] for f in facts}),
    Measure.PERSON_COUNT: lambda facts: sum(f.headcount for f in facts),
}


@dataclass(frozen=True)
class Definition:
    """How a figure picks its facts: one verb, and what its facets must say."""

    name: str
    label: str
    verb: str
    unit: Measure
    facets: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    def of(self, facts: Iterable[Told]) -> Figure:
        """The figure over these facts."""
        mine = tuple(f for f in facts if f.verb == self.verb and self._fits(f))
        return Figure(self.name, self.label, mine, self.unit)

    def _fits(self, fact: Told) -> bool:
        return all(fact.facets.get(name) in values for name, values in self.facets)


def _items(name: str, label: str, verb: str, **facets: tuple[Any, ...]) -> Definition:
    return Definition(name, label, verb, Measure.ITEM, tuple(facets.items()))


def _times(name: str, label: str, verb: str, **facets: tuple[Any, ...]) -> Definition:
    return Definition(name, label, verb, Measure.ITEM_COUNT, tuple(facets.items()))


def _people(name: str, label: str, verb: str, **facets: tuple[Any, ...]) -> tuple[Definition, ...]:
    """A pair: batches and person-visits, apart."""
    picked = tuple(facets.items())
    return (
        Definition(f"{name}_batches", label, verb, Measure.BATCH, picked),
        Definition(f"{name}_persons", label, verb, Measure.PERSON_COUNT, picked),
    )


LED = ("receive", "appointed", "go_down")
VISITED, SETTLED = "petition.visited", "petition.batch_settled"

REGISTERED = (
    _items("registered", gettext_noop("登记信访事项"), "matter.raised"),
    _items("online", gettext_noop("网上信访"), "matter.raised", way=("online",)),
    _items("letters", gettext_noop("来信"), "matter.raised", way=("letter", "fax")),
    _items("calls", gettext_noop("来电"), "matter.raised", way=("phone",)),
    _items("by_visit", gettext_noop("来访"), "matter.raised", way=("visit",)),
    _items("joint", gettext_noop("联名件"), "matter.raised", joint=(1,)),
    _items("first", gettext_noop("认定初件"), "petition.checked", filed_as=("first",)),
    _items("repeat", gettext_noop("认定重件"), "petition.checked", filed_as=("repeat",)),
)
VISITS = (
    *_people("visits", gettext_noop("群众来访"), VISITED),
    *_people("collective", gettext_noop("其中集体访"), VISITED, collective=(1,)),
)
RECEIVED = (
    Definition("sessions", gettext_noop("接访约访下访场次"), "reception.opened", Measure.SESSION),
    *_people("received", gettext_noop("领导接访约访下访"), VISITED, mode=LED),
    *_people("received_receive", gettext_noop("其中接访"), VISITED, mode=("receive",)),
    *_people("received_appointed", gettext_noop("其中约访"), VISITED, mode=("appointed",)),
    *_people("received_go_down", gettext_noop("其中下访"), VISITED, mode=("go_down",)),
)
SETTLEMENTS = (
    *_people("settled", gettext_noop("化解（来访）"), SETTLED),
    _items("settled_items", gettext_noop("化解信访事项"), "matter.settle"),
    _items(
        "settled_by_departments",
        gettext_noop("其中转送交办后部门化解"),
        "matter.settle",
        **{"as": ("lead",)},
    ),
    _items(
        "settled_by_desk", gettext_noop("其中信访部门化解"), "matter.settle", **{"as": ("intake",)}
    ),
)
ROUTED = (
    _times("forwarded", gettext_noop("转送"), "matter.forward"),
    _times("assigned", gettext_noop("交办"), "matter.assign"),
    _times("supervised", gettext_noop("督办"), "matter.supervise"),
    _times("reported_up", gettext_noop("报请党委和政府决定"), "matter.report_up"),
    _times("guided", gettext_noop("释法引导"), "matter.guide_out"),
    _times("alerted", gettext_noop("报告重大、紧急情况"), "matter.alert"),
    _times("reports", gettext_noop("收到办结报告"), "matter.report_done"),
)


def _suggestions() -> tuple[Definition, ...]:
    about = (
        ("improve", gettext_noop("改进工作建议")),
        ("policy", gettext_noop("完善政策建议")),
        ("accountability", gettext_noop("追究责任建议")),
    )
    found = []
    for code, label in about:
        found.append(_times(f"suggested_{code}", label, "matter.suggest", about=(code,)))
    for code, label in about:
        taken = ("adopted", "partly")
        found.append(_times(f"adopted_{code}", label, "matter.adopt", of=(code,), adopted=taken))
    return tuple(found)


SUGGESTIONS = _suggestions()
ALL = (*REGISTERED, *VISITS, *RECEIVED, *SETTLEMENTS, *ROUTED, *SUGGESTIONS)
BY_NAME = {d.name: d for d in ALL}


def facts(scope: Scope, first: date, last: date, verbs: Iterable[str]) -> list[Told]:
    """The facts of a period, both ends included, that a scope may count; voided ones are not.

    A petition office counts its territory, a department what it answered for itself.
    """
    voided = Entry.objects.filter(voids__isnull=False).values("voids")
    rows = Entry.objects.filter(
        countable(scope),
        voids=None,
        subject_kind__in=SUBJECTS,
        verb__in=verbs,
        day__gte=first,
        day__lte=last,
    ).exclude(pk__in=voided)
    columns = rows.order_by("pk").values_list(
        "pk", "verb", "subject_id", "day", "headcount", "facets"
    )
    return [
        Told(pk, verb, subj, day, head or 0, said) for pk, verb, subj, day, head, said in columns
    ]


def countable(scope: Scope) -> Q:
    """What a scope may count."""
    if scope.system:
        return EVERYTHING
    territory = under("division_path", scope.paths(*AUTHORITIES))
    if territory == EVERYTHING:
        return EVERYTHING
    return territory | Q(organisation__in=scope.organisations(*MEMBERS))


def figures(
    scope: Scope, first: date, last: date, wanted: Iterable[Definition]
) -> dict[str, Figure]:
    """These figures by name, from one reading of the journal."""
    asked = tuple(wanted)
    found = facts(scope, first, last, {d.verb for d in asked})
    return {d.name: d.of(found) for d in asked}


def received(scope: Scope, first: date, last: date) -> list[Figure]:
    """What came before leaders in a period, by way of receiving."""
    return list(figures(scope, first, last, RECEIVED).values())
