"""What a grid holds: where its heading is, in how many rows, and which rows under it are data."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from zhuchao.text.books import Grid, Line, Merge
from zhuchao.text.field_meanings import Meaning, guesses
from zhuchao.text.tables import NO_HEADER, Cell, Unreadable

TOTALS = "合计行"
NOTES = "说明行"
HIDDEN = "隐藏行"
WORDING = (TOTALS, NOTES, HIDDEN)

SEARCHED = 15
"""A heading is looked for in so many rows."""
DEEPEST = 3
"""A heading has at most so many rows."""
_TOTAL = re.compile(r"(?:总计|合计|小计|共计|总数|累计)[:：]?(?:\(.*\))?")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填表|填报|制表|审核|联系|负责|单位负责|报送|统计|日期)[^:：]{0,8}[:：]"
)
_HINT = re.compile(r"必填|选填|可选|格式|例如|^如|^例|填写|YYYY|1=是|分隔|^.{1,3}/.{1,3}$")


@dataclass(frozen=True)
class Skipped:
    """A row that is no record: its number as a spreadsheet shows it, and what it is."""

    row: int
    what: str


@dataclass
class Reading:
    """A grid understood: the rows of the heading (counted from 1), its names, and where data begin.

    `names` has a text for each column, "" where it has no heading; levels are joined with "/".
    """

    grid: Grid
    first: int
    last: int
    names: tuple[str, ...]
    skipped: list[Skipped] = field(default_factory=list)

    def samples(self, most: int = 50) -> dict[int, list[Cell]]:
        """The first cells of each column."""
        found: dict[int, list[Cell]] = {column: [] for column in range(len(self.names))}
        for _row, cells in _head(self.rows(), most):
            for column, cell in enumerate(cells[: len(self.names)]):
                found[column].append(cell)
        return found

    def rows(self) -> Iterator[tuple[int, Line]]:
        """The records with their numbers; what was left out stands in `skipped` at the end."""
        self.skipped = []
        for place in range(self.last, len(self.grid.lines)):
            line = self.grid.lines[place]
            texts = [unicodedata.normalize("NFKC", str(c)).strip() for c in line if c != ""]
            filled = [t for t in texts if t]
            if not filled:
                continue
            if what := self._no_record(filled, place):
                self.skipped.append(Skipped(place + 1, what))
                continue
            if place in self.grid.hidden:
                self.skipped.append(Skipped(place + 1, HIDDEN))
                continue
            yield place + 1, line

    def _no_record(self, filled: Sequence[str], place: int) -> str:
        if any(_TOTAL.fullmatch(text.replace(" ", "")) for text in filled[:2]):
            return TOTALS
        alone = len(set(filled)) <= 2 and len(self.names) > 2
        if alone and _NOTE.match(filled[0].replace(" ", "")):
            return NOTES
        if place == self.last and sum(bool(_HINT.search(t)) for t in filled) * 3 >= len(filled):
            return NOTES
        return ""


def understand(grid: Grid, meanings: Iterable[Meaning], heading: int = 0) -> Reading:
    """Find the heading: of the first rows the one whose names mean most, or row `heading`.

    Raises Unreadable when there is none.
    """
    known = tuple(meanings)
    if heading:
        places: Sequence[int] = [heading - 1] if heading <= len(grid.lines) else []
    else:
        places = range(min(SEARCHED, len(grid.lines)))
    found = [_reading(grid, place) for place in places]
    able = [r for r in found if len(set(filter(None, r.names))) > 1 or (heading and any(r.names))]
    if not able:
        raise Unreadable(NO_HEADER)
    return max(able, key=lambda r: (_worth(r, known), len(set(r.names)), -r.first))


def _worth(reading: Reading, known: Sequence[Meaning]) -> int:
    return len(guesses(reading.names, known))


def _reading(grid: Grid, top: int) -> Reading:
    depth = min(_depth(grid, top), len(grid.lines) - top)
    levels = [_texts(grid.lines[top + n]) for n in range(depth)]
    width = max(map(len, levels))
    names = tuple(
        _joined(level[column] if column < len(level) else "" for level in levels)
        for column in range(width)
    )
    while names and not names[-1]:
        names = names[:-1]
    return Reading(grid, top + 1, top + depth, names)


def _depth(grid: Grid, top: int) -> int:
    """How many rows a heading beginning here has: as its merged cells say."""
    begun = [m for m in grid.merges if m[0][0] == top and _part(m, grid, top)]
    tall = max((bottom - top + 1 for (_t, _l), (bottom, _r) in begun), default=1)
    grouped = any(right > left for (_t, left), (_b, right) in begun)
    return min(max(tall, 2 if grouped else 1), DEEPEST)


def _part(merge: Merge, grid: Grid, top: int) -> bool:
    """Not a title, which is merged over nearly all columns."""
    (_top, left), (_bottom, right) = merge
    return (right - left + 1) * 2 <= len(grid.lines[top]) or right == left


def _texts(line: Line) -> list[str]:
    return [" ".join(str(cell).split()) if isinstance(cell, str) else "" for cell in line]


def _joined(levels: Iterable[str]) -> str:
    """The levels of one column, each once."""
    return "/".join(dict.fromkeys(filter(None, levels)))


def _head(rows: Iterator[tuple[int, Line]], most: int) -> Iterator[tuple[int, Line]]:
    for count, row in enumerate(rows, start=1):
        yield row
        if count == most:
            return
