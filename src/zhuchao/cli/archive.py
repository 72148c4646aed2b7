"""A backup: one tar.gz of database, uploads, segments, models and roads, never of the keys."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

import zhuchao
from zhuchao.cli import postgresql_copy, sqlite_copy

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
FOLDERS = ("uploads", "segments", "models", "roads")
BELONGS_TO_DATABASE = ("segments",)
"""Without which the journal of a database cannot be proved."""


class Engine(Protocol):
    """How one database engine is copied; all paths are folders of plain files."""

    def dump(self, folder: Path) -> set[str]:
        """Write a consistent copy while others write; the segment files it refers to."""

    def load(self, folder: Path, migrations: set[tuple[str, str]]) -> None:
        """Make an empty database hold the copy, at the migrations it had."""

    def clear(self) -> None:
        """Remove every table."""


ENGINES: dict[str, Engine] = {"sqlite": sqlite_copy, "postgresql": postgresql_copy}


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: engine, migrations, and each file's SHA-256."""

    format: int
    version: str
    engine: str
    made_at: str
    folders: list[str]
    migrations: list[list[str]]
    files: dict[str, str]

    def recorded(self) -> set[tuple[str, str]]:
        """The migrations the database had: app and name."""
        return {(app, name) for app, name in self.migrations}


def back_up(target: Path, folders: Sequence[str] = FOLDERS) -> Manifest:
    """Write a backup to `target`, complete or not at all, while the platform serves.

    The database is copied first: what it refers to was written before. Raises CommandError when
    `target` exists.
    """
    if target.exists():
        raise CommandError(_("%s 已存在，备份不会覆盖它") % target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as staging:
        copy = Path(staging) / DATABASE
        copy.mkdir()
        segments = ENGINES[connection.vendor].dump(copy)
        draft = Path(staging) / "draft.tar.gz"
        with _private(draft) as out, tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as tar:
            files = dict(_added(tar, [*_tree(copy, DATABASE), *_kept(folders, segments)]))
            manifest = _manifest(folders, files)
            _add_bytes(tar, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        draft.rename(target)
    return manifest


def _manifest(folders: Sequence[str], files: dict[str, str]) -> Manifest:
    return Manifest(
        format=FORMAT,
        version=zhuchao.__version__,
        engine=connection.vendor,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        folders=list(folders),
        migrations=sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        files=files,
    )


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _kept(folders: Sequence[str], segments: set[str]) -> Iterator[tuple[str, Path]]:
    """The files of the home. A segment closed after the database was copied is left to the next."""
    home = Path(settings.ZHUCHAO_HOME)
    for folder in folders:
        for name, path in _tree(home / folder, folder):
            if folder != "segments" or path.name in segments:
                yield name, path


def _tree(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _added(tar: tarfile.TarFile, files: Sequence[tuple[str, Path]]) -> Iterator[tuple[str, str]]:
    """Add the files; each name with its digest. One swept away meanwhile is left out."""
    for name, path in files:
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue
        with source:
            reader = _Hashing(source)
            info = tarfile.TarInfo(name)
            status = os.fstat(source.fileno())
            info.size, info.mtime, info.mode = status.st_size, status.st_mtime, 0o600
            tar.addfile(info, reader)
            yield name, reader.digest.hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


class _Hashing(io.RawIOBase):
    """A file that is hashed as it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        chunk = self.source.read(size)
        self.digest.update(chunk)
        return chunk
