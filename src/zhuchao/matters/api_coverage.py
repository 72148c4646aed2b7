"""The coverage of units over the JSON API: the rates of a day with what they are made of."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AwareDatetime, Field

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.matters.api_access import acting
from zhuchao.matters.api_words import Day, In, Out
from zhuchao.registry.coverage.forms import CoverageForm
from zhuchao.registry.coverage.policy import SEES, demand_area
from zhuchao.registry.coverage.queries import on_day
from zhuchao.registry.coverage.words import figures
from zhuchao.rules.coverage import Coverage, change

RATES = ("organisation_rate", "work_rate", "own_rate")
Code = Annotated[str, Field(max_length=40)]


class CoverageIn(In):
    """Which units on which day; without a day today, compared with the same day a year before.

    `known` asks what was known of the day at that moment, instead of what is believed now.
    """

    division: Code = ""
    sector: Code = ""
    trade: Code = ""
    day: Day | None = None
    before: Day | None = None
    known: AwareDatetime | None = None


class CoverageRateOut(Out):
    """One rate with its parts, its definition, and its change by both names."""

    name: str
    label: str
    definition: str
    count: int
    base: int
    value: float | None
    before: float | None
    points: float | None
    """Percentage points from the day of comparison."""
    relative_per_cent: float | None
    """Per cent of the rate of the day of comparison."""


class CoverageOut(Out):
    """The three rates; `unknown` units, of which nobody knows whether they operate, are in none."""

    day: date
    before: date
    known: datetime | None
    unknown: int
    rates: list[CoverageRateOut]


def show_coverage(request: HttpRequest, asked: Query[CoverageIn]) -> CoverageOut:
    """How many units have an organisation or are reached, where the caller may see it."""
    scope = acting(request, "rate.read")
    demand(scope.system or scope.holds(*SEES), _("没有权限查看覆盖情况"))
    if asked.known and asked.known > now():
        raise Refused("invalid", _("时刻在未来"), "known")
    form = CoverageForm(scope, asked.model_dump(exclude={"known"}))
    if not form.is_valid():
        wrong = {name: str(errors[0]) for name, errors in form.errors.items()}
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    f, day, before = form.filters(), form.cleaned_data["day"], form.compared()
    demand_area(scope, f.path or "/")
    today, then = (on_day(d, known=asked.known).coverage(f) for d in (day, before))
    return CoverageOut(
        day=day,
        before=before,
        known=asked.known,
        unknown=today.unknown,
        rates=_rates(today, then),
    )


def _rates(today: Coverage, then: Coverage) -> list[CoverageRateOut]:
    found = []
    for name, shown in zip(RATES, figures(today, then), strict=True):
        value, earlier = getattr(today, name), getattr(then, name)
        moved = change(earlier, value)
        found.append(
            CoverageRateOut(
                name=name,
                label=shown.label,
                definition=shown.meaning,
                count=shown.count,
                base=shown.base,
                value=None if value is None else float(value),
                before=None if earlier is None else float(earlier),
                points=None if moved.points is None else float(moved.points),
                relative_per_cent=None if moved.relative is None else float(moved.relative),
            )
        )
    return found
