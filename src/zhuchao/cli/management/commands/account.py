"""`zhuchao account create USERNAME --role ROLE --over CODE|--in ORG`: the first administrator."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuchao.access.scope import system
from zhuchao.places.models import Division
from zhuchao.registry.actions import employ
from zhuchao.registry.kinds import AUTHORITY, BY_NAME
from zhuchao.registry.models import Organisation

PASSWORD = "ZHUCHAO_PASSWORD"  # noqa: S105 (the name of a variable)


class Command(BaseCommand):
    """Later accounts are made on the settings pages; this needs the machine itself."""

    help = _("建立账号并任命：用于第一个系统管理员")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, as what, and where."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser(
            "create",
            help=_("密码从终端输入，或取自环境变量 %s；都没有则只能单点登录") % PASSWORD,
        )
        create.add_argument("username", metavar="USERNAME")
        create.add_argument("--name", required=True, help=_("同事看到的称呼"))
        roles = "、".join(f"{name}（{_(BY_NAME[name].label)}）" for name in sorted(AUTHORITY))
        create.add_argument("--role", required=True, choices=sorted(AUTHORITY), help=roles)
        where = create.add_mutually_exclusive_group(required=True)
        where.add_argument("--over", metavar="CODE", help=_("管哪个区划：区划代码"))
        where.add_argument("--in", dest="office", metavar="ORG", help=_("在哪个单位：单位代码"))

    def handle(self, *, username: str, name: str, role: str, **options: Any) -> None:
        """Make the account, the person and the tie in one transaction, journaled."""
        whom = _division(options["over"]) if options["over"] else _office(options["office"])
        employ(
            system("command_line"), role, whom, username=username, name=name, password=_password()
        )
        words = {"name": username, "role": _(BY_NAME[role].label), "whom": whom}
        self.stdout.write(_("已建立账号 %(name)s：%(whom)s %(role)s") % words)


def _division(code: str) -> Division:
    found = Division.objects.filter(code=code).first()
    if found is None:
        root = Division.objects.filter(parent=None).first()
        words = {"code": code, "root": root.code if root else ""}
        raise CommandError(_("没有这个区划代码：%(code)s（全区是 %(root)s）") % words, returncode=2)
    return found


def _office(code: str) -> Organisation:
    found = Organisation.objects.select_related("division").filter(code=code).first()
    if found is None:
        raise CommandError(_("没有这个单位代码：%s") % code, returncode=2)
    return found


def _password() -> str | None:
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        return None
    typed = getpass.getpass(_("密码（留空则只能单点登录）："))
    if typed and getpass.getpass(_("再输入一次：")) != typed:
        raise CommandError(_("两次输入的密码不同"), returncode=2)
    return typed or None
