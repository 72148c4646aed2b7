"""Answers as CSV files that a spreadsheet opens, journaled; small squares are left out."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.circle.reach.day import Met
from zhuchao.circle.reach.plan import Proposal
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.atlas import atlas

FEWEST = 3
"""A square with fewer visits, reports or rows behind it could point at somebody."""
FORMULA = ("=", "+", "-", "@", "\t")


def squares_file(
    scope: Scope, met: Met, hour: int, attribution: str, *, timed: bool
) -> HttpResponse:
    """Each square: its division, what is wanted a day, whether it is met in the hour."""
    demand, weight, areas = met.demand, met.weights(hour, timed=timed), atlas()
    words = {(True, True): _("能到"), (False, True): _("时间不明"), (False, False): _("到不了")}
    rows, hidden = [], 0
    for row in range(len(demand.lon)):
        if demand.count[row] < FEWEST:
            hidden += 1
            continue
        lon, lat = float(demand.lon[row]), float(demand.lat[row])
        area = areas.at(lon, lat)
        state = bool(met.sure[hour, row]), bool(met.perhaps[hour, row])
        where = areas.full_name(area.path) if area else ""
        rows.append((where, f"{lon:.3f}", f"{lat:.3f}", f"{weight[row]:.2f}", words[state]))
    head = (_("区划"), _("经度"), _("纬度"), _("需求（次/天）"), f"{hour:02}:00")
    note = _("另有 %(n)s 格不足 %(few)s 条，未列出") % {"n": hidden, "few": FEWEST}
    return _file(scope, "squares.csv", head, rows, (note, attribution))


def chosen_file(scope: Scope, found: Proposal, attribution: str) -> HttpResponse:
    """The chosen places, the strongest first, with what each adds."""
    head = (
        _("编号"), _("名称"), _("经度"), _("纬度"), _("费用"),
        _("覆盖（次/天）"), _("多覆盖（次/天）"), _("没有它时的覆盖率"),
    )  # fmt: skip
    rows = [
        (
            one.candidate.code,
            one.candidate.name,
            f"{one.candidate.lon:.6f}",
            f"{one.candidate.lat:.6f}",
            "" if one.candidate.cost is None else f"{one.candidate.cost:g}",
            f"{one.covers:.2f}",
            f"{one.adds:.2f}",
            f"{one.without:.4f}",
        )
        for one in found.choices
    ]
    return _file(scope, "chosen.csv", head, rows, (attribution,))


def _file(
    scope: Scope,
    name: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Iterable[str],
) -> HttpResponse:
    with writing(scope.who) as log:
        facets = {"rows": len(rows)}
        log.add(Fact("reach.exported", ("account", scope.account_id or 0), facets=facets))
    text = StringIO(newline="")
    table = csv.writer(text)
    table.writerow(head)
    table.writerows([_plain(cell) for cell in row] for row in rows)
    table.writerows([note] for note in notes if note)
    # With the mark spreadsheets in China know UTF-8 by.
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain(cell: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{cell}" if cell.startswith(FORMULA) and not _number(cell) else cell


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
