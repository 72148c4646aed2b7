"""`zhuchao doctor [--json]`: is everything in order, and what to do where it is not."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from zhuchao.cli.checks import Finding, findings

MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}


class Command(BaseCommand):
    """Reads only. Exit 1 when something fails; warnings are for information."""

    help = _("检查设置和运行状况")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For people, or one JSON document."""
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        """Print what was found."""
        found = list(findings())
        good = all(one.level != "fail" for one in found)
        if options["json"]:
            document = {"ok": good, "checks": [asdict(one) for one in found]}
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(map(_line, found)))
        if not good:
            raise SystemExit(1)


def _line(one: Finding) -> str:
    advice = f"  → {one.advice}" if one.advice else ""
    return f"{MARKS[one.level]} {one.name:<11}{one.message}{advice}"
