"""Keep the English catalogue complete: `check` fails on a lack, `update` adds what is new."""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from zhuchao.roads import osm, points, sheet, store
from zhuchao.roads import tables as road_tables
from zhuchao.roads import tiles as road_tiles
from zhuchao.rules import catalogue as rule_sets
from zhuchao.rules import (
    dated_file,
    emergency,
    grades_file,
    hours_reading,
    hours_text,
    points_file,
    ruleset_file,
    standard_file,
    structure,
    structure_file,
    toml,
    travel,
)
from zhuchao.rules.catalogue import shipped, shipped_versions
from zhuchao.rules.flow import NEEDS, ROLES
from zhuchao.rules.flows import FLOWS
from zhuchao.rules.units import Measure
from zhuchao.text import (
    books,
    cells,
    dates,
    field_meanings,
    grid_reading,
    identifiers,
    tables,
)

SOURCE = Path(__file__).resolve().parents[1] / "src" / "zhuchao"
ENGLISH = SOURCE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PURE_ROADS = (osm, points, sheet, store, road_tables, road_tiles)
PURE_RULES = (
    rule_sets,
    ruleset_file,
    toml,
    travel,
    hours_text,
    hours_reading,
    standard_file,
    dated_file,
    grades_file,
    points_file,
    structure_file,
)
PURE_TEXT = (dates, tables, identifiers, cells, field_meanings, books, grid_reading)
SPEAKING = (*PURE_RULES, *PURE_TEXT, *PURE_ROADS)
MODES = tuple(mode.label for mode in travel.shipped_travel().modes.values())
SCHEME, LIMITS = grades_file.shipped_scheme(), structure_file.shipped_limits()
NAMED = (*SCHEME.degrees.values(), *SCHEME.certificates.values())
SCHEMES = (
    *(post.label for post in SCHEME.posts.values()),
    *(label for label, _number in NAMED),
    *(word for rules in (SCHEME, LIMITS) for word in (rules.label, rules.basis)),
    *structure.REASONS.values(),
    *structure.ADVICE.values(),
)
WORDING = [MODES, SCHEMES, *(part.WORDING for part in SPEAKING)]
"""What the pure rooms say; it is translated where it is shown."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def wanted() -> Catalog:
    """Every text the screens can show: from Python, from templates, from the data of `rules`."""
    catalogue = _empty()
    for path in sorted([*SOURCE.rglob("*.py"), *_templates()]):
        where = [(path.relative_to(SOURCE.parents[1]).as_posix(), 0)]
        for _, text, _, context in extract("python", BytesIO(_python(path)), KEYWORDS):
            if CHINESE.search(str(text)):
                catalogue.add(text, locations=where, context=context)
    labels = [rules.label for rules in shipped().values()]
    labels += [term.label for rules in shipped().values() for term in rules.clocks.values()]
    rows = [row for rules in shipped().values() for row in rules.lists.values()]
    labels += [word for row in rows for word in row.values()]
    versions = shipped_versions("admission")
    labels += [rules.basis for rules in versions]
    dated = [step for rules in versions for step in rules.steps.values()]
    labels += [w for step in dated for w in _words((step.label, step.evidence, step.unconfirmed))]
    labels += [line.label for line in emergency.lines()]
    labels += [unit.value for unit in Measure]
    for text in _words((FLOWS, ROLES, NEEDS, labels, WORDING, _asks())):
        catalogue.add(text, locations=[("src/zhuchao/rules", 0)])
    return catalogue


def _asks() -> object:
    """What each kind of matter asks at intake; the kinds need Django."""
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuchao.web.settings")
        os.environ.setdefault("ZHUCHAO_HOME", str(SOURCE.parents[1] / ".venv" / "check-home"))
        django.setup()
    from zhuchao.matters.kinds import KINDS  # only after Django is set up

    return tuple(kind.asks for kind in KINDS.values())


def _templates() -> list[Path]:
    return [p for p in SOURCE.glob("*/templates/**/*") if p.suffix in {".html", ".txt", ".svg"}]


def _python(path: Path) -> bytes:
    """A source as Babel reads it; a template becomes calls of gettext on unindented lines."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.strip() for line in lines)
    return text.encode()


def _words(data: object) -> Iterator[str]:
    """Every Chinese string inside nested data."""
    if isinstance(data, str):
        if CHINESE.search(data):
            yield data
    elif isinstance(data, dict):
        yield from _words(tuple(data.values()))
    elif isinstance(data, tuple | list):
        for item in data:
            yield from _words(item)
    elif is_dataclass(data):
        yield from _words(tuple(getattr(data, f.name) for f in fields(data)))


def unmarked(path: Path) -> Iterator[str]:
    """The Chinese of a template that stands outside of every translation tag."""
    inside = False
    for token in Lexer(path.read_text("utf-8")).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split()[0]
            if tag in {"blocktranslate", "blocktrans", "comment"}:
                inside = True
            elif tag in {"endblocktranslate", "endblocktrans", "endcomment"}:
                inside = False
        elif token.token_type == TokenType.TEXT and not inside:
            for line in filter(CHINESE.search, token.contents.splitlines()):
                yield f"{path}: not marked for translation: {line.strip()}"


def faults() -> Iterator[str]:
    """What keeps a reader of English from reading everything in English."""
    for path in _templates():
        yield from unmarked(path)
    have, want = _catalogue(), wanted()
    for message in want:
        found = have.get(message.id, message.context)
        if message.id and (found is None or found.fuzzy or not _translated(found)):
            yield f"no English for: {message.id} ({message.locations[0][0]})"
    for message in have:
        if message.id and want.get(message.id, message.context) is None:
            yield f"no longer in the source: {message.id}"
    for message, errors in have.check():
        yield from (f"{message.id}: {error}" for error in errors)


def _translated(message: Message) -> bool:
    text = message.string
    return all(text) if isinstance(text, tuple | list) else bool(text)


def _catalogue() -> Catalog:
    if not ENGLISH.exists():
        return _empty()
    with ENGLISH.open("rb") as source:
        return read_po(source, locale="en")


def _empty() -> Catalog:
    return Catalog(
        "en",
        header_comment="# English of every text on screen; the Chinese of the source is the key.",
        project="zhuchao",
        version="1",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        fuzzy=False,
    )


def update() -> None:
    """Add the missing texts without a translation and drop the stale ones."""
    catalogue = _catalogue()
    catalogue.update(wanted(), no_fuzzy_matching=True, update_creation_date=False)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as target:
        write_po(target, catalogue, sort_output=True, ignore_obsolete=True, include_lineno=False)


def main(command: str) -> int:
    """Run `check` or `update`; the exit code is 1 when `check` finds a fault."""
    if command == "update":
        update()
    found = list(faults()) if command == "check" else []
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["update"]):
        sys.exit("usage: messages.py check|update")
    sys.exit(main(sys.argv[1]))
