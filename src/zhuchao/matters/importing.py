"""Import messages from a table: rows become drafts, and in chunks go through the plural action."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import at, now, zone
from zhuchao.matters.actions.intake import raise_placed
from zhuchao.matters.drafts import Draft, Placed, categorised, check
from zhuchao.matters.guessing import propose_categories
from zhuchao.matters.models import Matter
from zhuchao.places.memory import one_look
from zhuchao.text.dates import NoMoment, read_moment
from zhuchao.text.tables import Row, Table

KIND = "appeal"
CHUNK = 500
TRIES = 3

FIELDS = {
    "id": gettext_noop("编号，再次导入时凭它认出同一件"),
    "text": gettext_noop("内容"),
    "title": gettext_noop("标题"),
    "raised_at": gettext_noop("提出时间"),
    "author": gettext_noop("提出人的网名，加密保存"),
    "external_no": gettext_noop("外部编号"),
    "due": gettext_noop("外部时限"),
    "division": gettext_noop("区划代码"),
    "category": gettext_noop("类别的代码或名称"),
    "address": gettext_noop("地点"),
}
"""What a column may be mapped to."""
NEEDED = ("id", "text")

CALLED = {"external_due": "due", "external_system": "external_no", "intake_key": "id"}
"""Fields of a draft that the mapping calls otherwise."""


@dataclass(frozen=True)
class Plan:
    """How a table is read: field → column, and what holds for every row."""

    columns: Mapping[str, str]
    division: str = ""
    external_system: str = "12345"
    dry_run: bool = False
    all_or_nothing: bool = False


@dataclass(frozen=True)
class Rejection:
    """A row that did not come in: its number as a spreadsheet shows it, the column, and why."""

    row: int
    column: str
    why: str


@dataclass
class Report:
    """What became of the rows: read = created + existing + rejected.

    A dry run tells what would be; all or nothing, any rejection makes `created` 0.
    """

    read: int = 0
    created: int = 0
    existing: int = 0
    rejected: list[Rejection] = field(default_factory=list)


def import_messages(
    scope: Scope, table: Table, plan: Plan, *, progress: Callable[[int], None] = lambda _: None
) -> Report:
    """Import a table; broken rows are told, the rest still comes in.

    Each chunk is a transaction of its own (all or nothing: the whole table is one). The same id
    with the same content comes in once, however often it is imported. `progress` gets the number
    of rows done.
    """
    if not plan.all_or_nothing:
        return _Import(scope, plan).run(table, progress)
    with transaction.atomic():
        report = _Import(scope, plan).run(table, progress)
        if report.rejected:
            transaction.set_rollback(True)
            report.created = 0
    return report


class _Broken(Exception):
    """A row that cannot become a matter, by the field at fault."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name, self.why = name, why


@dataclass(frozen=True)
class _Said:
    """A row understood: its number, the key made of its id, and what it says."""

    row: int
    key: UUID
    draft: Draft


class _Import:
    def __init__(self, scope: Scope, plan: Plan) -> None:
        self.scope, self.plan, self.report = scope, plan, Report()
        self.keys: dict[UUID, str] = {}
        self.numbers: dict[str, UUID] = {}

    def run(self, table: Table, progress: Callable[[int], None]) -> Report:
        rows = iter(table.rows)
        while chunk := list(islice(rows, CHUNK)):
            with one_look(), at(now()):
                fresh = list(self._fresh(self._said(chunk)))
                placed = self._placed(fresh)
                self.report.created += len(placed) if self.plan.dry_run else self._raise(placed)
            self.report.read += len(chunk)
            progress(self.report.read)
        self.report.rejected.sort(key=lambda r: r.row)
        return self.report

    def _reject(self, row: int, name: str, why: str) -> None:
        column = self.plan.columns.get(CALLED.get(name, name), "")
        self.report.rejected.append(Rejection(row, column, why))

    def _said(self, rows: Iterable[tuple[int, Row]]) -> list[_Said]:
        found = []
        for number, cells in rows:
            try:
                key = _key(cells, self.plan)
                found.append(_Said(number, key, _draft(cells, self.plan, key)))
            except _Broken as broken:
                self._reject(number, broken.name, broken.why)
        return found

    def _fresh(self, said: list[_Said]) -> Iterator[_Said]:
        """The rows nobody imported before, neither earlier nor further up in this table."""
        self.keys |= _stored_keys(s.key for s in said)
        self.numbers |= _stored_numbers(self.plan, (s.draft.external_no for s in said))
        for one in said:
            number = one.draft.external_no
            if one.key in self.keys:
                if self.keys[one.key] == one.draft.digest:
                    self.report.existing += 1
                else:
                    self._reject(one.row, "id", _("这个编号已经导入过，而内容不同"))
            elif number and self.numbers.get(number, one.key) != one.key:
                self._reject(
                    one.row, "external_no", _("外部编号已经登记过：%(number)s") % {"number": number}
                )
            else:
                self.keys[one.key] = one.draft.digest
                if number:
                    self.numbers[number] = one.key
                yield one

    def _placed(self, fresh: list[_Said]) -> list[Placed]:
        """Those that pass the same check as any other demand, each with a proposed category."""
        placed = []
        for one in fresh:
            try:
                placed.append(check(one.draft))
            except Refused as refusal:
                name, why = next(iter(refusal.fields.items()), ("", refusal.message))
                self._reject(one.row, name, why)
        open_ones = [p for p in placed if not p.category]
        texts = [f"{p.draft.title} {p.draft.text}" for p in open_ones]
        proposed = dict(zip(map(id, open_ones), propose_categories(KIND, texts), strict=True))
        return [
            categorised(p, best[0].label, best[0].source) if (best := proposed.get(id(p))) else p
            for p in placed
        ]

    def _raise(self, placed: list[Placed]) -> int:
        """Raise a chunk. Another import at the same time may be first with some of them."""
        for _try in range(TRIES):
            try:
                return len(raise_placed(self.scope, placed)) if placed else 0
            except IntegrityError:
                taken = _stored_keys(p.draft.intake_key for p in placed if p.draft.intake_key)
                self.report.existing += len(taken)
                placed = [p for p in placed if p.draft.intake_key not in taken]
        raise Refused("stale", _("同时有别的导入在进行，请稍后再试"))


def _key(cells: Row, plan: Plan) -> UUID:
    number = _words(cells, plan, "id")
    if not number:
        raise _Broken("id", _("编号为空"))
    return uuid5(NAMESPACE_URL, f"import:{number}")


def _draft(cells: Row, plan: Plan, key: UUID) -> Draft:
    """What a row says. Raises _Broken for what no draft can hold."""
    text = _words(cells, plan, "text")
    if not text:
        raise _Broken("text", _("内容为空"))
    author, external_no = _words(cells, plan, "author"), _words(cells, plan, "external_no")
    if len(external_no) > 60:
        raise _Broken("external_no", _("外部编号最多 60 个字符"))
    return Draft(
        kind=KIND,
        text=text,
        title=_words(cells, plan, "title"),
        category=_words(cells, plan, "category"),
        category_source="import",
        division=_words(cells, plan, "division") or plan.division,
        address=_words(cells, plan, "address"),
        raised_at=_moment(cells, plan, "raised_at") if "raised_at" in plan.columns else None,
        contact={"handle": author} if author else {},
        channel="import",
        external_system=plan.external_system if external_no else "",
        external_no=external_no,
        external_due=_moment(cells, plan, "due") if _words(cells, plan, "due") else None,
        intake_key=key,
    )


def _words(cells: Row, plan: Plan, name: str) -> str:
    cell = cells.get(plan.columns.get(name, ""), "")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # workbooks keep every number as a float
    return str(cell).strip()


def _moment(cells: Row, plan: Plan, name: str) -> datetime:
    try:
        return read_moment(cells[plan.columns[name]], zone())
    except NoMoment as error:
        raise _Broken(name, _(error.words) % {"given": error.given}) from error


def _stored_keys(keys: Iterable[UUID]) -> dict[UUID, str]:
    rows = Matter.objects.filter(intake_key__in=list(keys))
    return {key: digest for key, digest in rows.values_list("intake_key", "intake_digest") if key}


def _stored_numbers(plan: Plan, numbers: Iterable[str]) -> dict[str, UUID]:
    """External numbers that are taken, and by which import; by another channel: by nobody's key."""
    wanted = [n for n in numbers if n]
    rows = Matter.objects.filter(external_system=plan.external_system, external_no__in=wanted)
    found = rows.values_list("external_no", "intake_key") if wanted else ()
    return {number: key or UUID(int=0) for number, key in found}
