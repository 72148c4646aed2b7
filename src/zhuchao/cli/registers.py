"""`zhuchao import units FILE …`: a register through the same actions as on the desk."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.db import transaction
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, system
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Division
from zhuchao.registry.imports.actions import ask_to_apply, begin, choose, settle_columns
from zhuchao.registry.imports.carrying import carry_out
from zhuchao.registry.imports.files import file_of, guessed, read_file
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.registry.imports.planned import plan_of
from zhuchao.registry.imports.preview import letters
from zhuchao.registry.models import ImportRun

ANSWERS = ("ask", "same", "new", "skip")


def import_register(options: Mapping[str, Any], out: OutputWrapper, err: OutputWrapper) -> None:
    """Read, look at every row, and write all or nothing.

    Exit 1 when rows have faults or may be duplicates (each is told), 2 for a file that cannot be
    read or a wrong --map.
    """
    scope = system("import")
    with transaction.atomic():
        run = _looked_at(scope, options)
        told = _report(run)
        blocked = told["doubts"] or (told["faults"] and not options["sound_only"])
        if run.failure:
            raise CommandError(run.failure, returncode=2)
        if options["dry_run"] or blocked:
            transaction.set_rollback(True)
        elif run.counts.get("create") or run.counts.get("change"):
            run = ask_to_apply(scope, run.pk, version=run.version, sound_only=options["sound_only"])
            run = carry_out(run, scope)
            told["failure"] = "" if run.state == "applied" else run.failure
            told["import"] = run.pk
    _tell(told, options, out, err)
    if blocked or told.get("failure"):
        message = told.get("failure") or _("有行要先处理，什么也没有写入")
        raise CommandError(message, returncode=1)


def _looked_at(scope: Scope, options: Mapping[str, Any]) -> ImportRun:
    try:
        raw = options["file"].read_bytes()
        run = begin(
            scope,
            options["kind"],
            raw,
            file_name=Path(options["file"]).name,
            division=_division(options["division"]),
            sheet=options["sheet"],
        )
        columns = _columns(run, options["map"] or "")
        run = carry_out(settle_columns(scope, run.pk, columns, version=run.version), scope)
    except OSError as error:
        raise CommandError(f"{options['file']}：{error.strerror}", returncode=2) from error
    except Refused as refused:
        raise CommandError(refused.message, returncode=2) from refused
    return _answered(scope, run, options["duplicates"])


def _answered(scope: Scope, run: ImportRun, answer: str) -> ImportRun:
    """Every possible duplicate by the one answer given, if there is one."""
    if answer == "ask" or not run.counts.get("duplicate"):
        return run
    choices = {}
    for row in run.rows.filter(action="duplicate"):
        known = plan_of(row).candidates[0] if answer == "same" else None
        choices[row.number] = (answer, known)
    return choose(scope, run.pk, choices, version=run.version)


def _division(code: str) -> Division:
    area = atlas().by_code.get(code) if code else atlas().root
    if area is None:
        raise CommandError(_("没有这个区划代码：%s") % code, returncode=2)
    return Division.objects.get(pk=area.id)


def _columns(run: ImportRun, text: str) -> dict[str, str]:
    """The columns as guessed, over them what --map says: 列=field, or 列= for none."""
    reading = read_file(run, file_of(run))
    known, found = KINDS[run.kind].by_name, {}
    for pair in filter(None, text.split(",")):
        heading, equals, name = (part.strip() for part in pair.rpartition("="))
        if not equals or (name and name not in known):
            words = {"pair": pair, "fields": "、".join(known)}
            message = _("--map 里的“%(pair)s”应写成 列=字段，字段可用：%(fields)s") % words
            raise CommandError(message, returncode=2)
        if heading not in reading.names:
            words = {"column": heading, "columns": "、".join(filter(None, reading.names))}
            message = _("没有“%(column)s”这一列。表里有：%(columns)s") % words
            raise CommandError(message, returncode=2)
        found[str(reading.names.index(heading))] = name
    run.columns = found
    return found | {str(g.column): g.field for g in guessed(run, reading)}


def _report(run: ImportRun) -> dict[str, Any]:
    columns = {name: int(column) for column, name in run.columns.items() if name}
    kind = KINDS[run.kind]
    faults, doubts = [], []
    for row in run.rows.filter(action__in=("fault", "duplicate")).order_by("number"):
        plan = plan_of(row)
        if row.action == "duplicate":
            doubts.append({"row": row.number, "name": str(plan.values.get("name", ""))})
        for fault in plan.faults:
            column = columns.get(fault.field)
            faults.append(
                {
                    "row": row.number,
                    "column": letters(column) if column is not None else "",
                    "field": fault.field,
                    "heading": _heading(run, column, fault.field, kind.by_name),
                    "why": fault.why,
                }
            )
    return {"counts": run.counts, "faults": faults, "doubts": doubts, "skipped": run.skipped}


def _heading(run: ImportRun, column: int | None, field: str, known: Mapping[str, Any]) -> str:
    if column is not None:
        return str(run.headings[column])
    return _(known[field].label) if field else ""


def _tell(
    told: dict[str, Any], options: Mapping[str, Any], out: OutputWrapper, err: OutputWrapper
) -> None:
    if options["json"]:
        out.write(json.dumps(told, ensure_ascii=False))
        return
    say: Callable[[str], None] = err.write
    for fault in told["faults"]:
        say(_("第 %(row)s 行 %(column)s 列 %(heading)s：%(why)s") % fault)
    for doubt in told["doubts"]:
        say(_("第 %(row)s 行 %(name)s：可能和平台里的重复，用 --duplicates 选定") % doubt)
    counts = {name: told["counts"].get(name, 0) for name in ("rows", "create", "change", "same")}
    out.write(_("读取 %(rows)s 行：新增 %(create)s，修改 %(change)s，没有变化 %(same)s") % counts)
