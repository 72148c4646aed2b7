"""`zhuchao due RULE DATE`: when a deadline falls, counted just as the platform counts."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuchao.rules.calendar import Calendar, national
from zhuchao.rules.catalogue import shipped
from zhuchao.rules.deadline import STRAIGHT, Due, due
from zhuchao.rules.ruleset import Limit, RuleSet, Urgency, limit


class Command(BaseCommand):
    """Reads no database by itself: `rule_sets` and `calendar` are where a district's come in."""

    requires_system_checks = ()

    rule_sets: Callable[[], Mapping[str, RuleSet]] = staticmethod(shipped)
    calendar: Callable[[], Calendar] = staticmethod(national)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """RULE and DATE; a category or an urgency picks the limit of a matrix."""
        parser.description = _("按规则推算到期日：RULE 形如 petition.D4，DATE 形如 2026-09-30")
        parser.add_argument("rule", metavar="RULE")
        parser.add_argument("date", metavar="DATE")
        parser.add_argument("--category", default="")
        parser.add_argument("--urgency", default="", choices=get_args(Urgency))
        parser.add_argument("--json", action="store_true")

    def handle(self, *, rule: str, date: str, **options: Any) -> None:
        """Print the deadline; exit 2 on an unknown rule or a date that is none."""
        rules, clock = self._find(rule)
        start = _moment(date)
        row = limit(rules, clock, options["category"], options["urgency"])
        try:
            found = due(start, row, self.calendar(), timezone.get_default_timezone())
        except OverflowError as error:
            raise _refusal(_("日期“%(date)s”太远，推算不出到期日") % {"date": date}) from error
        if not rules.in_force(start.date()):
            self.stderr.write(
                _("请注意：%(basis)s自 %(day)s 起施行，开始日不在施行期内")
                % {"basis": rules.basis, "day": rules.in_force_from}
            )
        as_json = json.dumps(_answer(found, row))
        self.stdout.write(as_json if options["json"] else _line(rules, clock, found, row))

    def _find(self, rule: str) -> tuple[RuleSet, str]:
        known = self.rule_sets()
        kind, _dot, clock = rule.partition(".")
        if kind in known and clock in known[kind].clocks:
            return known[kind], clock
        names = [f"{key}.{name}" for key, rules in known.items() for name in rules.clocks]
        message = _("没有“%(rule)s”这条规则。现有规则：%(names)s")
        raise _refusal(message % {"rule": rule, "names": "、".join(names)})


def _moment(text: str) -> datetime:
    """The moment written, in the district's zone; a day alone begins at midnight."""
    zone = timezone.get_default_timezone()
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError) as error:
        message = _("日期“%(date)s”无法识别，请写成 2026-09-30 或 2026-09-30T14:30")
        raise _refusal(message % {"date": text}) from error


def _refusal(message: str) -> CommandError:
    return CommandError(message, returncode=2)


def _answer(found: Due, row: Limit) -> dict[str, str | bool]:
    return {
        "due": _shown(found.due, row),
        "shifted": _shown(found.shifted, row),
        "provisional": found.provisional,
    }


def _shown(moment: datetime, row: Limit) -> str:
    return moment.isoformat() if row.unit in STRAIGHT else moment.date().isoformat()


def _line(rules: RuleSet, clock: str, found: Due, row: Limit) -> str:
    source = f"{_(rules.label)}·{_(rules.clocks[clock].label)}（{row.article}）"
    words = _("%(source)s：%(day)s 到期") % {"source": source, "day": _shown(found.due, row)}
    if found.shifted != found.due:
        words += _("，遇休息日顺延至 %(day)s") % {"day": _shown(found.shifted, row)}
    if found.provisional:
        words += _("（暂定：所涉年份的放假安排尚未载入）")
    return words
