"""The records behind a figure of dual check-in, as cells for a page and for an Excel file."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sheets import Cells, excel
from zhuchao.journal.models import Entry, Span
from zhuchao.places.atlas import atlas
from zhuchao.registry.checkins.figures import (
    FIGURES,
    OCCASIONS,
    begun,
    check_in_spans,
    on_day,
    served,
    solved,
)
from zhuchao.registry.checkins.policy import keeps
from zhuchao.registry.models import Organisation, Person
from zhuchao.registry.service_sessions import CHANNELS


def titles(figure: str) -> Sequence[str]:
    """The heads of the columns. Raises Refused("not_found") for no such figure."""
    if figure not in FIGURES:
        raise Refused("not_found", _("没有这个数"))
    if figure == "sessions":
        return (_("日期"), _("渠道"), _("区划"), _("单位"), _("参加人数"))
    if figure == "solved":
        return (_("日期"), _("在什么场合发现的"), _("区划"), _("件次"))
    return (_("单位") if "organisations" in figure else _("党员"), _("区划"), _("从哪天起"),
            _("到哪天止"))  # fmt: skip


def records(scope: Scope, figure: str, day: date) -> Iterator[Cells]:
    """The rows of a figure; a member without a name where the scope does not keep check-ins."""
    if figure == "sessions":
        yield from _sessions(list(served(scope, day).order_by("-day", "-pk")))
    elif figure == "solved":
        yield from map(_solved, solved(scope, day).order_by("-day", "-pk"))
    else:
        who = "organisation" if "organisations" in figure else "member"
        spans = list(check_in_spans(scope, who))
        yield from _reporting(scope, who, (begun if "new" in figure else on_day)(spans, day))


def _reporting(scope: Scope, who: str, spans: list[Span]) -> Iterator[Cells]:
    """One row for each tie: somebody who reports to two communities stands there twice."""
    named: dict[int, str] = {}
    if who == "organisation":
        named = _organisations(span.subject_id for span in spans)
    else:
        seen = {s.subject_id for s in spans if keeps(scope, str(s.division_path))}
        named = dict(Person.objects.filter(pk__in=seen).values_list("pk", "label"))
    for span in spans:
        open_ = who == "organisation" or keeps(scope, str(span.division_path))
        name = named.get(span.subject_id, "") if open_ else _("一名党员")
        place = atlas().full_name(str(span.division_path))
        yield (name, place, span.valid_from, span.valid_to)


def _organisations(numbers: Iterator[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=set(numbers)).values_list("pk", "name"))


def _sessions(rows: list[Entry]) -> Iterator[Cells]:
    channels = dict(CHANNELS)
    names = _organisations(row.organisation for row in rows if row.organisation)
    for row in rows:
        place = atlas().full_name(str(row.division_path))
        channel = _(channels[row.facets["channel"]])
        yield (row.day, channel, place, names.get(row.organisation or 0, ""), row.headcount)


def _solved(row: Entry) -> Cells:
    place = atlas().full_name(str(row.division_path))
    return (row.day, occasion(row.facets["found_on"]), place, int(row.quantity or 0))


def occasion(code: str) -> str:
    """The words of an occasion; those of other rooms are one."""
    return _(dict(CHANNELS)[code]) if code in OCCASIONS else _("其他场合")


def figure_sheet(scope: Scope, figure: str, day: date) -> FileResponse:
    """The records behind a figure as an Excel file."""
    heads = titles(figure)
    name = f"{_(FIGURES[figure])} {day:%Y-%m-%d}"
    return excel(scope, name, "checkins.exported", heads, records(scope, figure, day))
