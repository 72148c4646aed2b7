"""Putting a backup back: checked as a whole before anything of it is used."""

import hashlib
import json
import shutil
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from zhuchao.cli.archive import DATABASE, ENGINES, FOLDERS, FORMAT, MANIFEST, Manifest, back_up
from zhuchao.web import heartbeat


def restore(source: Path, *, force: bool) -> Manifest:
    """Make the home hold what a backup holds.

    Raises CommandError for a damaged archive, for one of another engine, and, unless `force`, for
    a home that holds anything. With `force` what is there is backed up into the home first.
    """
    home = Path(settings.ZHUCHAO_HOME)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        staging = Path(folder)
        manifest = _unpacked(source, staging)
        _make_room(home, force=force)
        for name in manifest.folders:
            shutil.rmtree(home / name, ignore_errors=True)
            if (staging / name).is_dir():
                (staging / name).rename(home / name)
        ENGINES[connection.vendor].load(staging / DATABASE, manifest.recorded())
    return manifest


def _unpacked(source: Path, staging: Path) -> Manifest:
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(staging, filter="data")
        manifest = Manifest(**json.loads((staging / MANIFEST).read_text("utf-8")))
    except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as error:
        raise CommandError(
            _("%(file)s 不是完整的备份：%(error)s") % {"file": source, "error": error}
        ) from error
    _check(manifest, staging)
    return manifest


def _check(manifest: Manifest, staging: Path) -> None:
    _check_fit(manifest)
    found = {p.relative_to(staging).as_posix(): p for p in staging.rglob("*") if p.is_file()}
    del found[MANIFEST]
    wrong = found.keys() ^ manifest.files.keys()
    wrong |= {n for n in found if n not in wrong and _digest(found[n]) != manifest.files[n]}
    if wrong:
        raise CommandError(_("备份已损坏，校验不符：%s") % "、".join(sorted(wrong)[:5]))


def _check_fit(manifest: Manifest) -> None:
    if manifest.format != FORMAT:
        raise CommandError(_("备份格式 %s 不是本版本能读的") % manifest.format)
    if manifest.engine != connection.vendor:
        raise CommandError(
            _("备份来自 %(theirs)s，这里的数据库是 %(ours)s")
            % {"theirs": manifest.engine, "ours": connection.vendor}
        )
    if unknown := manifest.recorded() - MigrationLoader(None).graph.nodes.keys():
        names = "、".join(f"{app}.{name}" for app, name in sorted(unknown))
        raise CommandError(_("备份来自更新的版本，本版本没有这些迁移：%s") % names)
    if not {*manifest.folders} <= {*FOLDERS}:
        raise CommandError(_("备份中有不认识的目录：%s") % "、".join(manifest.folders))


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _make_room(home: Path, *, force: bool) -> None:
    tables = connection.introspection.table_names()
    held = [name for name in FOLDERS if any((home / name).glob("*"))]
    if not tables and not held:
        return
    if not force:
        raise CommandError(_("%s 不是空的：换一个空目录和空数据库，或加 --force") % home)
    age = heartbeat.seconds_since()
    if age is not None and age < heartbeat.ALIVE_SECONDS:
        raise CommandError(_("后台进程还在运行：先停止 zhuchao up 和 zhuchao work"))
    if tables:
        backups = home / "backups"
        backups.mkdir(mode=0o700, exist_ok=True)
        back_up(backups / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}.tar.gz")
        ENGINES[connection.vendor].clear()
