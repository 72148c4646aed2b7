"""`zhuchao up`: the database brought up to date, the server and one worker started."""

import errno
import os
import socket
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from zhuchao.cli.processes import keep_running, server_words, worker_words
from zhuchao.cli.ready import bring_up_to_date
from zhuchao.registry.demo import DEMO_ACCOUNTS, PASSWORD


class Command(BaseCommand):
    """Ctrl-C or SIGTERM ends both; the death of the server ends it with exit 1."""

    help = _("启动网站和一个后台进程，首次启动载入演示数据")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen (HOST and PORT of the environment otherwise), and how much to start."""
        parser.add_argument("--empty", action="store_true", help=_("首次启动不载入演示数据"))
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=_port, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--workers", type=int, default=1, help=_("网站进程数"))

    def handle(self, *, empty: bool, host: str, port: int, workers: int, **options: Any) -> None:
        """Prepare, say where it is, and serve until told to stop."""
        _demand_free(host, port)
        fresh = bring_up_to_date()
        self._demonstrate(wanted=fresh and not empty)
        self._welcome(host, port)
        connections.close_all()
        if not keep_running(server_words(host, port, workers), worker_words()):
            raise CommandError(_("网站进程意外结束，详见上面的日志"))

    def _demonstrate(self, *, wanted: bool) -> None:
        """Load the demo at the first start, again if that was cut off; later name its accounts."""
        home = Path(settings.ZHUCHAO_HOME)
        unfinished = home / "demo.unfinished"
        if wanted:
            unfinished.touch()
        if unfinished.exists():
            call_command("demo")
            unfinished.unlink()
        elif (home / "demo").exists():
            self.stdout.write(_accounts())

    def _welcome(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(_("筑巢已启动：%s") % f"http://{shown}:{port}/")
        self.stdout.flush()


def _accounts() -> str:
    lines = [f"  {one.username:<10}{_(one.role)}" for one in DEMO_ACCOUNTS]
    return "\n".join([_("演示账号，密码都是 %s：") % PASSWORD, *lines])


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(_("端口须为 1 到 65535：%s") % text)
    return int(text)


def _demand_free(host: str, port: int) -> None:
    """The server itself would share a port that another one of its kind holds."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = _("端口已被占用，换一个：--port") if taken else error.strerror
        words = {"host": host, "port": port, "why": why}
        raise CommandError(_("无法在 %(host)s:%(port)s 监听（%(why)s）") % words) from error
