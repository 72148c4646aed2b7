"""The list as an Excel file: the same policy, masked identities, who took it and when."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.models import CATEGORY_SOURCES, Matter, Participant
from zhuchao.matters.policy import roles_on, with_roles
from zhuchao.matters.queries import Filters, matters
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import flow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 50_000
CHUNK = 1000
WIDTHS = (16, 8, 12, 36, 48, 16, 14, 12, 24, 24, 20, 17, 17, 17, 36, 10, 14, 16, 16)


def sheet(scope: Scope, filters: Filters) -> FileResponse:
    """Everything visible that fits the filters, newest first, at most MOST_ROWS; journaled."""
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    written = _write(scope, filters, file)
    with writing(scope.who) as log:
        facets = {"rows": written}
        log.add(Fact("matter.exported", ("account", scope.account_id or 0), facets=facets))
    file.seek(0)
    name = f"{_('办件')}-{local_day(now()):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _write(scope: Scope, filters: Filters, file: IO[bytes]) -> int:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(_("办件"))
    bold, soft = book.add_format({"bold": True}), book.add_format({"font_color": "#625a4e"})
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.write_string(0, 0, _mark(scope), soft)
    for column, title in enumerate(_titles()):
        page.write_string(1, column, title, bold)
    page.freeze_panes(2, 0)
    count = 0
    for count, cells in enumerate(_rows(scope, filters), start=1):
        for column, text in enumerate(cells):
            page.write_string(count + 1, column, text)
    book.close()
    return count


def _mark(scope: Scope) -> str:
    """Who took it and when: a sheet that leaves the house says where it came from."""
    return _("%(who)s 于 %(when)s 导出，内部使用，联系方式已隐去") % {
        "who": scope.label,
        "when": _time(now()),
    }


def _titles() -> tuple[str, ...]:
    return (
        _("受理编号"),
        _("种类"),
        _("状态"),
        _("标题"),
        _("内容"),
        _("类别"),
        _("归类依据"),
        _("紧急程度"),
        _("区划"),
        _("地点"),
        _("经办单位"),
        _("提出时间"),
        _("期限"),
        _("办结时间"),
        _("答复"),
        _("诉求人"),
        _("联系电话"),
        _("外部系统"),
        _("外部编号"),
    )


def _rows(scope: Scope, filters: Filters) -> Iterator[tuple[str, ...]]:
    found = with_roles(matters(scope, filters), scope)[:MOST_ROWS]
    chunk: list[Matter] = []
    for matter in found.iterator(chunk_size=CHUNK):
        chunk.append(matter)
        if len(chunk) == CHUNK:
            yield from _cells(chunk)
            chunk = []
    yield from _cells(chunk)


def _cells(chunk: list[Matter]) -> Iterator[tuple[str, ...]]:
    askers = Participant.objects.filter(matter__in=chunk, role="asker", identity__isnull=False)
    known = {p.matter_id: p for p in askers.select_related("identity")}
    table, areas = desk(), atlas()
    labels = {(lab.kind, lab.code): lab.name for lab in table.labels}
    for m in chunk:
        way = flow(m.kind)
        yield (
            m.receipt,
            _(way.label),
            _(way.state(m.state).label),
            m.title,
            m.text,
            labels.get((m.kind, m.category), ""),
            _(CATEGORY_SOURCES[m.category_source]) if m.category_source else "",
            _(m.get_urgency_display()),
            areas.full_name(m.division_path),
            m.address,
            table.offices[m.holder_id].name if m.holder_id in table.offices else "",
            _time(m.raised_at),
            _time(m.due_at),
            _time(m.closed_at),
            m.answer,
            *masked(m, known.get(m.pk)),
            m.external_system,
            m.external_no,
        )


def masked(matter: Matter, asker: Participant | None) -> tuple[str, str]:
    """Name and phone of an asker as this scope may read them in a sheet: masked, or nothing."""
    if asker is None or asker.identity is None or not getattr(matter, "sees_identity", False):
        return "", ""
    if "intake" not in roles_on(matter) and not asker.share:
        return "", ""
    return asker.identity.name_mask, asker.identity.phone_mask


def _time(moment: Any) -> str:
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M}" if moment else ""
