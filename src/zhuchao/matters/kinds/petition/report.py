"""The yearly report of a petition office (信访工作条例第四十一条), as data for page and sheet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.matters.kinds.petition import figures as fig
from zhuchao.matters.kinds.petition.figures import Definition, Figure, figures
from zhuchao.matters.kinds.petition.rates import LABELS, rates
from zhuchao.matters.rates import Rate
from zhuchao.registry.routing import desk

MOST_UNITS = 20


@dataclass(frozen=True)
class Part:
    """One table of figures."""

    title: str
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]
    """Label, and its figures: one, or batches and persons side by side."""


@dataclass(frozen=True)
class Share:
    """How many matters fall to a field or a unit."""

    name: str
    code: str
    matters: frozenset[int]


@dataclass(frozen=True)
class Quality:
    """A rate with its label, in per cent where there is something to count."""

    label: str
    rate: Rate
    per_cent: str


@dataclass(frozen=True)
class Report:
    """Everything Art 41 asks for in a period."""

    first: date
    last: date
    parts: tuple[Part, ...]
    rates: tuple[Quality, ...]
    fields: tuple[Share, ...]
    units: tuple[Share, ...]


def report(scope: Scope, first: date, last: date) -> Report:
    """The report over a period, both ends included, counted from the journal."""
    found = figures(scope, first, last, fig.ALL)
    raised = found["registered"]
    return Report(
        first,
        last,
        parts=(
            _part(_("信访事项数据"), (*fig.REGISTERED, *fig.VISITS), found),
            _part(_("领导接访约访下访"), fig.RECEIVED, found),
            _part(_("矛盾化解"), fig.SETTLEMENTS, found),
            _part(_("转送、交办、督办"), fig.ROUTED, found),
            _part(_("提出建议"), fig.SUGGESTIONS[:3], found),
            _part(_("其中被采纳、部分采纳"), fig.SUGGESTIONS[3:], found),
        ),
        rates=tuple(_quality(r) for r in rates(scope, first, last)),
        fields=tuple(_fields(raised)),
        units=tuple(_units(raised)),
    )


def _quality(rate: Rate) -> Quality:
    per_cent = "—" if rate.value is None else f"{float(rate.value) * 100:.1f}%"
    return Quality(_(LABELS[rate.name]), rate, per_cent)


def _part(title: str, wanted: tuple[Definition, ...], found: dict[str, Figure]) -> Part:
    rows: dict[str, list[Figure]] = {}
    for one in wanted:
        rows.setdefault(one.label, []).append(found[one.name])
    return Part(title, tuple((_(label), tuple(figs)) for label, figs in rows.items()))


def _fields(raised: Figure) -> list[Share]:
    """By field: the category each matter has now, as the last fact about it says."""
    ids = {f.subject for f in raised.facts}
    rows = Entry.objects.filter(subject_kind="petition", subject_id__in=ids).order_by("pk")
    last = {
        number: str(said["category"])
        for number, said in rows.values_list("subject_id", "facets")
        if "category" in said
    }
    table = desk()
    counts = Counter(last.values())
    return [
        Share(
            label.name if (label := table.label("petition", code)) else _("未归类"),
            code,
            frozenset(n for n, own in last.items() if own == code),
        )
        for code, _count in counts.most_common()
    ]


def _units(raised: Figure) -> list[Share]:
    """The units complained about most; whom an accusation names is sealed and not counted."""
    about = {f.subject: int(f.facets["about"]) for f in raised.facts if f.facets.get("about")}
    offices = desk().offices
    counts = Counter(about.values())
    return [
        Share(offices[o].name, str(o), frozenset(n for n, own in about.items() if own == o))
        for o, _count in counts.most_common(MOST_UNITS)
        if o in offices
    ]
