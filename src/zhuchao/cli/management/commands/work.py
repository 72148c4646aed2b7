"""`zhuchao work [--once]`: the worker. Several may run, on several machines."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuchao.cli.jobs import JOBS, do, work
from zhuchao.cli.processes import stop_on_signal
from zhuchao.web import heartbeat


class Command(BaseCommand):
    """On SIGTERM it finishes the job in its hands."""

    help = _("后台进程：发通知、走时限、封存日志")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, or for ever."""
        parser.add_argument("--once", action="store_true", help=_("每项工作做一遍就结束"))

    def handle(self, *, once: bool, **options: Any) -> None:
        """Work. With --once, exit 1 when a job failed."""
        failed: list[str] = []
        if once:
            failed = [job.name for job in JOBS if not do(job)]
        else:
            work(stop_on_signal())
        heartbeat.stop()
        if failed:
            raise CommandError(_("这些工作没有做成：%s") % "、".join(failed))
