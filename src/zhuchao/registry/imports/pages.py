"""What the pages of imports show, in the words of the reader."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.access.form_parts import options
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.places.atlas import atlas
from zhuchao.registry.imports import progress
from zhuchao.registry.imports.actions import UNDO
from zhuchao.registry.imports.files import file_of, guessed, read_file
from zhuchao.registry.imports.forms import ApplyForm, ReadingForm, VersionForm
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.registry.imports.policy import kinds_of
from zhuchao.registry.imports.preview import TONES, letters, lines
from zhuchao.registry.imports.queries import rows_of, runs
from zhuchao.registry.models import ImportRun
from zhuchao.registry.models.imports import ACTIONS, STATES, WAITING
from zhuchao.text.books import sheets_of
from zhuchao.text.cells import NoValue, written
from zhuchao.text.field_meanings import SURE

STATE_TONES = {
    "read": "waiting",
    "planning": "active",
    "previewed": "waiting",
    "applying": "active",
    "applied": "good",
    "undoing": "active",
    "undone": "quiet",
    "discarded": "quiet",
}
SHOWN_SAMPLES = 3
SHOWN_SKIPPED = 12


def list_context(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """The runs, newest first, and the templates to be had."""
    text = request.GET.get("before", "")
    found, after = runs(scope, before=int(text) if text.isdigit() and len(text) < 12 else 0)
    return {
        "rows": [_row(run) for run in found],
        "next": f"?before={after}" if after else "",
        "first": "?" if text else "",
        "templates": [
            {
                "label": _(kind.label),
                "hint": _(kind.hint),
                "to": reverse("imports:template", args=[kind.name]),
            }
            for kind in kinds_of(scope)
        ],
    }


def _row(run: ImportRun) -> dict[str, Any]:
    return {
        "run": run,
        "to": reverse("imports:run", args=[run.pk]),
        "kind": _(KINDS[run.kind].label),
        "place": atlas().full_name(run.division.path),
        "who": str(run.account) if run.account else _("命令行"),
        "state": _(dict(STATES)[run.state]),
        "tone": STATE_TONES[run.state],
        "counts": {name: run.counts.get(name, 0) for name in ("rows", *dict(ACTIONS))},
    }


def run_context(request: HttpRequest, scope: Scope, run: ImportRun) -> dict[str, Any]:
    """One run as its state calls for."""
    context: dict[str, Any] = {
        **_row(run),
        "version": VersionForm(initial={"version": run.version}, auto_id=False),
        "waiting": run.state in WAITING,
        "done": progress.done(run.pk),
        "total": run.counts.get("rows", 0),
        "skipped": _skipped(run),
        "steps": _steps(run),
        "may_undo": run.state == "applied" and (run.applied_at or now()) > now() - UNDO,
        "has_faults": bool(run.counts.get("fault")) and run.parts.exists(),
    }
    if run.state == "read":
        context |= _columns(run)
    elif run.state == "previewed":
        context |= _preview(request, run)
    return context


def _skipped(run: ImportRun) -> list[str]:
    """What was left out, such as 说明行：第 2、9 行."""
    found: dict[str, list[str]] = {}
    for number, what in run.skipped:
        found.setdefault(what, []).append(str(number))
    words = _("%(what)s：第 %(rows)s 行")
    return [
        words % {"what": _(what), "rows": "、".join(numbers[:SHOWN_SKIPPED])}
        for what, numbers in found.items()
    ]


def _steps(run: ImportRun) -> list[dict[str, Any]]:
    labels = (_("上传"), _("核对列"), _("逐行核对"), _("写入"))
    places = {"read": 1, "planning": 2, "previewed": 2, "applying": 3}
    here = places.get(run.state, 4)
    return [{"label": label, "done": n < here, "here": n == here} for n, label in enumerate(labels)]


def sheets_in(run: ImportRun) -> list[tuple[str, bool]]:
    """The sheets of the file, and whether they are shown."""
    return [(sheet.name, sheet.visible) for sheet in sheets_of(file_of(run))]


def _columns(run: ImportRun) -> dict[str, Any]:
    """Each column with its guess, how sure it is and why, and what stands below."""
    raw = file_of(run)
    reading = read_file(run, raw)
    found = {guess.column: guess for guess in guessed(run, reading)}
    samples = reading.samples()
    fields = KINDS[run.kind].fields
    choices = [("", _("不导入这一列")), *((f.name, _(f.label)) for f in fields)]
    shown = []
    for column, name in enumerate(reading.names):
        guess = found.get(column)
        shown.append(
            {
                "letter": letters(column),
                "name": name,
                "select": f"column_{column}",
                "options": options(choices, [guess.field if guess else ""]),
                "why": _(guess.why) % {"given": guess.given} if guess else "",
                "unsure": guess is not None and guess.score < SURE,
                "samples": _samples(samples.get(column, ())),
            }
        )
    sheets = [(sheet.name, sheet.visible) for sheet in sheets_of(raw)]
    begin = {"version": run.version, "sheet": run.sheet, "heading": run.heading or None}
    return {
        "columns": [one for one in shown if one["name"] or one["samples"]],
        "reading": ReadingForm(sheets, initial=begin, auto_id="reading_%s"),
        "heading_rows": "–".join(dict.fromkeys((str(reading.first), str(reading.last)))),
        "unmatched": [
            _(f.label)
            for f in fields
            if f.needed and f.name not in {g.field for g in found.values()}
        ],
    }


def _samples(cells: Any) -> str:
    """The first few things that stand in a column."""
    found: dict[str, None] = {}
    for cell in cells:
        try:
            words = written(cell)
        except NoValue as error:
            words = error.given
        if words:
            found[words[:24]] = None
        if len(found) == SHOWN_SAMPLES:
            break
    return "、".join(found)


def _preview(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """The counts, and the rows of one of them; what needs somebody first."""
    counts = {name: run.counts.get(name, 0) for name, _label in ACTIONS}
    first = next((n for n in ("fault", "duplicate", "change", "create", "same") if counts[n]), "")
    wanted = request.GET.get("rows", first)
    wanted = wanted if wanted in counts else first
    text = request.GET.get("after", "")
    page = rows_of(run, wanted, after=int(text) if text.isdigit() and len(text) < 9 else 0)
    begin = {"version": run.version}
    return {
        "tiles": [
            {
                "to": f"?rows={name}",
                "count": counts[name],
                "label": _(label),
                "tone": TONES[name] if counts[name] and TONES[name] in ("bad", "waiting") else "",
                "here": name == wanted,
            }
            for name, label in ACTIONS
            if counts[name] or name in ("create", "change", "fault")
        ],
        "wanted": wanted,
        "lines": lines(run, page.rows),
        "next": f"?rows={wanted}&after={page.after}" if page.after else "",
        "first": f"?rows={wanted}" if text else "",
        "apply": ApplyForm(initial=begin),
        "to_write": counts["create"] + counts["change"],
        "faulty": counts["fault"],
        "doubtful": counts["duplicate"],
    }
