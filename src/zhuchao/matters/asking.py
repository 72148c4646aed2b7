"""What a person answered to the asks of a flow or a kind: checked, then told as codes or words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.journal.clock import local_day, now
from zhuchao.places.atlas import atlas
from zhuchao.places.queries import rule_set
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import Ask

MOST_LINE = 200
MOST_WORDS = 4_000


def plain(value: Any) -> Any:
    """An answer as JSON keeps it: a date in ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value


def parsed(asks: Sequence[Ask], given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as JSON brings them, dates read; a date that is none stays as it is, to be blamed."""
    dates = {ask.name for ask in asks if ask.kind == "date"}
    return {name: _read_date(v) if name in dates else v for name, v in given.items()}


def _read_date(value: Any) -> Any:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def wanted(ask: Ask, given: Mapping[str, Any]) -> bool:
    """Whether an ask applies to these answers at all."""
    if ask.when is None:
        return True
    other, values = ask.when
    return plain(given.get(other)) in values


def empty(value: Any) -> bool:
    """Whether nothing was answered; an unticked yes is nothing, a zero is something."""
    return value is None or value is False or (isinstance(value, str) and not value.strip())


def ask_faults(asks: Sequence[Ask], given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is missing or wrong among the answers, as (name of the ask, message)."""
    for ask in asks:
        value = given.get(ask.name)
        if not wanted(ask, given):
            continue
        if empty(value):
            if ask.required:
                yield ask.name, _("请填写“%(label)s”") % {"label": _(ask.label)}
            continue
        found = _FAULTS[ask.kind](ask, value)
        if found:
            yield ask.name, found


def codes_of(asks: Sequence[Ask], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are codes, dates or numbers, as a journal entry may hold them."""
    return {
        ask.name: int(given[ask.name]) if ask.kind == "yes" else plain(given[ask.name])
        for ask in asks
        if not (ask.free or ask.kept) and wanted(ask, given) and not empty(given.get(ask.name))
    }


def choices_of(ask: Ask) -> tuple[tuple[str, str], ...]:
    """What a choice may be: the codes and labels written in the flow, or in the rules in force."""
    if ask.listed is None:
        return ask.choices
    key, name = ask.listed
    rules = rule_set(key, atlas().whole, local_day(now()))
    return tuple(rules.lists.get(name, {}).items())


def words_of(asks: Sequence[Ask], given: Mapping[str, Any]) -> str:
    """The free words, each behind its label, one below the other."""
    return "\n".join(
        f"{_(ask.label)}：{given[ask.name].strip()}"
        for ask in asks
        if ask.free and not ask.kept and wanted(ask, given) and not empty(given.get(ask.name))
    )


def shown(ask: Ask, code: Any) -> str:
    """An answer as people read it: the label of a choice, the name of an office, yuan for fen."""
    if ask.kind == "choice":
        return _(dict(choices_of(ask)).get(str(code), str(code)))
    if ask.kind == "office":
        office = desk().offices.get(int(code))
        return office.name if office else str(code)
    if ask.kind == "money":
        return _("%(yuan).2f 元") % {"yuan": int(code) / 100}
    return _("是") if ask.kind == "yes" else str(code)


def _choice(ask: Ask, value: Any) -> str:
    return "" if value in dict(choices_of(ask)) else _("请从列出的选项里选")


def _yes(ask: Ask, value: Any) -> str:
    return "" if value is True else _("请勾选或留空")


def _date(ask: Ask, value: Any) -> str:
    if not isinstance(value, date):
        return _("请填写日期，例如 2026-11-25")
    if not ask.future and value > local_day(now()):
        return _("这一天还没有到")
    return ""


def _number(ask: Ask, value: Any) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return _("请填写整数")
    if not ask.least <= value <= ask.most:
        return _("应在 %(least)s 到 %(most)s 之间") % {"least": ask.least, "most": ask.most}
    return ""


def _money(ask: Ask, value: Any) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return _("请填写金额")
    if not ask.least <= value <= ask.most:
        bounds = {"least": ask.least / 100, "most": ask.most / 100}
        return _("应在 %(least).2f 到 %(most).2f 元之间") % bounds
    return ""


def _office(ask: Ask, value: Any) -> str:
    return "" if value in desk().offices else _("没有这个单位")


def _row(ask: Ask, value: Any) -> str:
    known = isinstance(value, int) and not isinstance(value, bool)
    return "" if known else _("请从列出的选项里选")


def _words(ask: Ask, value: Any) -> str:
    most = MOST_LINE if ask.kind == "line" else MOST_WORDS
    if not isinstance(value, str):
        return _("请填写文字")
    if len(value) > most:
        return _("最多 %(most)s 字，现在有 %(have)s 字") % {"most": most, "have": len(value)}
    return _("含有不能保存的字符，请删去后再试") if "\x00" in value else ""


_FAULTS: Mapping[str, Callable[[Ask, Any], str]] = {
    "choice": _choice,
    "yes": _yes,
    "date": _date,
    "number": _number,
    "money": _money,
    "office": _office,
    "row": _row,
    "line": _words,
    "words": _words,
}
