"""Figures of Party building in a period, counted from the journal: A-05, 06, 07, 12, 14 and 28."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from zhuchao.access.policy import EVERYTHING, under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry

Facets = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """What is counted: the entries of a verb that fit, each organisation once where it says so."""

    code: str
    label: str
    meaning: str
    verb: str
    fits: Callable[[Facets], bool] = lambda _facets: True
    once: bool = False
    money: bool = False


FIGURES = (
    Figure(
        "A-05",
        gettext_noop("新建党组织"),
        gettext_noop("期内成立的党组织，按成立日期数。"),
        "party.founded",
    ),
    Figure(
        "A-06",
        gettext_noop("调整隶属关系"),
        gettext_noop("期内办理的隶属关系调整，按调整日期数。"),
        "party.reorganised",
        lambda facets: facets["how"] == "transfer",
    ),
    Figure(
        "A-07",
        gettext_noop("党委瘦身"),
        gettext_noop("期内由党委改设党支部的，按调整日期数。"),
        "party.reorganised",
        lambda facets: facets["how"] == "reduce",
    ),
    Figure(
        "A-12",
        gettext_noop("党建入章"),
        gettext_noop("期内章程经登记机关核准的社会组织，一家只数一次，按核准日期数。"),
        "party.charter_filed",
        once=True,
    ),
    Figure(
        "A-14",
        gettext_noop("返还党费"),
        gettext_noop("期内拨付的笔数和金额，按拨付日期数。"),
        "party.refunded",
        money=True,
    ),
    Figure(
        "A-28",
        gettext_noop("以奖代补支持的单位"),
        gettext_noop("期内批准支持的单位，一家只数一次，金额是批准的金额，按批准日期数。"),
        "party.project_supported",
        once=True,
        money=True,
    ),
)
BY_CODE = {figure.code: figure for figure in FIGURES}


@dataclass(frozen=True)
class Counted:
    """A figure in a period: its number, its money in fen, and the matters behind it."""

    figure: Figure
    count: int
    fen: int
    matters: frozenset[int]


def counted(scope: Scope, figure: Figure, first: date, last: date) -> Counted:
    """A figure from one day to another, both included, in the places of the scope's Party desk.

    One statement. A day is the one written on the paper, not the one it was recorded on.
    """
    here = EVERYTHING if scope.system else under("division_path", scope.paths("party_desk"))
    told = Entry.objects.filter(here, verb=figure.verb, day__gte=first, day__lte=last)
    rows = [
        (number, office, facets)
        for number, office, facets in told.values_list("subject_id", "organisation", "facets")
        if figure.fits(facets)
    ]
    return Counted(
        figure=figure,
        count=len({office for _n, office, _f in rows}) if figure.once else len(rows),
        fen=sum(facets["fen"] for _n, _o, facets in rows) if figure.money else 0,
        matters=frozenset(number for number, _office, _facets in rows),
    )


def all_counted(scope: Scope, first: date, last: date) -> list[Counted]:
    """Every figure of a period."""
    return [counted(scope, figure, first, last) for figure in FIGURES]
