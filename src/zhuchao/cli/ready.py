"""A database that fits this version: made when absent, backed up before it is changed."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext as _

from zhuchao.cli.archive import BELONGS_TO_DATABASE, back_up
from zhuchao.journal.keys import key_file
from zhuchao.journal.models import Entry, Segment
from zhuchao.places.models import Division
from zhuchao.registry.district import load_blank
from zhuchao.web.health import pending_migrations


def is_empty() -> bool:
    """Whether the database has no tables at all."""
    return not connection.introspection.table_names()


def ensure_current() -> None:
    """Make an absent database. Raises CommandError when an existing one is behind this version."""
    with _alone():
        if is_empty():
            _create()
        elif pending_migrations():
            raise CommandError(
                _("数据库版本较旧：请先运行 zhuchao up 或 zhuchao migrate（会先自动备份）")
            )
        _settle()
        _demand_keys()


def ensure_kept() -> None:
    """Make an absent database; back up one that is about to be migrated."""
    with _alone():
        if is_empty():
            _create()
            _settle()
        elif pending_migrations():
            _keep()


def bring_up_to_date() -> bool:
    """Make the database or migrate it after a backup; whether it was made just now."""
    with _alone():
        fresh = is_empty()
        if fresh:
            _create()
        elif pending_migrations():
            _keep()
            call_command("migrate", interactive=False, verbosity=0)
        _settle()
        _demand_keys()
        return fresh


def say(message: str) -> None:
    """Tell the operator, apart from what the command prints."""
    sys.stderr.write(message + "\n")


def _create() -> None:
    say(_("正在建立数据库……"))
    call_command("migrate", interactive=False, verbosity=0)


def _settle() -> None:
    """Load the blank district where there is none, also after a first start that was cut off."""
    if not Division.objects.exists():
        load_blank()


def _keep() -> None:
    if Segment._meta.db_table not in connection.introspection.table_names():
        return  # A first start was cut off before there was anything to keep.
    folder = Path(settings.ZHUCHAO_HOME) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-migrate-{datetime.now(UTC):%Y%m%dT%H%M%S}.tar.gz"
    back_up(target, BELONGS_TO_DATABASE)
    say(_("升级前的备份：%s") % target)


def _demand_keys() -> None:
    """A new key file would open nothing of what an old one sealed, so none is made."""
    if not key_file().exists() and Entry.objects.exists():
        raise CommandError(
            _("缺少密钥文件 %s：请放回另行保管的 keys.json（权限 0600）") % key_file()
        )


@contextmanager
def _alone() -> Iterator[None]:
    """One process of this machine at a time: web and worker are started together."""
    with (Path(settings.ZHUCHAO_HOME) / "migrate.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
