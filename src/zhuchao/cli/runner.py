"""The entry of `zhuchao`: Django's commands with our help, our exit codes and a ready database."""

import os
import sys

import django
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils import translation
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.cli.catalogue import BY_NAME, COMMANDS
from zhuchao.web.environment import BadSetting

BAD_USAGE = 2
FAILED = 1
INTERRUPTED = 130


def main() -> None:
    """Run what the command line says and exit with its code: 0 done, 1 failed or refused, 2 bad
    usage."""
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command line and return its exit code; argparse's own exits pass through."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuchao.web.settings")
    try:
        django.setup()
    except (BadSetting, OSError) as error:
        return _failed(str(error), BAD_USAGE)
    with translation.override(language()):
        try:
            return _dispatched(words)
        except Refused as refusal:
            return _failed(refusal.message, FAILED)
        except CommandError as error:
            return _failed(str(error), error.returncode)
        except OperationalError as error:
            return _failed(_("数据库无法使用：%s") % error, FAILED)
        except KeyboardInterrupt:
            return INTERRUPTED
        finally:
            connections.close_all()


def language() -> str:
    """The language of messages by the terminal's locale; Chinese unless that says English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, names), "").startswith("en") else "zh-hans"


def overview() -> str:
    """The help: every command of ours in one line."""
    lines = [_("用法：zhuchao 命令 [选项]；zhuchao 命令 --help 查看选项"), ""]
    lines += [f"  {listed.name:<10}{listed.line}" for listed in COMMANDS]
    return "\n".join(lines) + "\n"


def _dispatched(words: list[str]) -> int:
    if not words:
        sys.stderr.write(overview())
        return BAD_USAGE
    name, *rest = words
    if name in {"help", "--help", "-h"}:
        sys.stdout.write(overview())
        return 0
    if name not in get_commands():
        return _failed(_("没有“%s”这个命令，zhuchao --help 列出全部命令") % name, BAD_USAGE)
    _execute(name, rest)
    return 0


def _execute(name: str, words: list[str]) -> None:
    command = _command(name)
    # Lets argparse print the usage and exit 2, as on any command line.
    command._called_from_command_line = True  # type: ignore[attr-defined]
    parser = command.create_parser("zhuchao", name)
    options = vars(parser.parse_args(words))
    _prepare_database(name)
    command.execute(*options.pop("args", ()), **options)


def _command(name: str) -> BaseCommand:
    home = get_commands()[name]
    return home if isinstance(home, BaseCommand) else load_command_class(home, name)


def _prepare_database(name: str) -> None:
    from zhuchao.cli import ready

    need = BY_NAME[name].database if name in BY_NAME else "none"
    if need == "ready":
        ready.ensure_current()
    elif need == "kept":
        ready.ensure_kept()


def _failed(message: str, code: int) -> int:
    sys.stderr.write(message.rstrip() + "\n")
    return code
