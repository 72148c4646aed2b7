"""The history of a matter as staff read it: every entry of the journal, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhuchao.journal.labels import verb_label
from zhuchao.journal.models import Entry
from zhuchao.matters.asking import empty
from zhuchao.matters.offers import told
from zhuchao.matters.policy import CLOSED
from zhuchao.matters.queries import Detail
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import ROLES, Flow

OUTSIDERS = ("asker", "public")


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    what: str
    when: datetime
    who: str
    office: str
    said: str
    given: list[tuple[str, str]]
    """What was answered with the step, as it is called."""
    minor: bool
    """A clock that stopped, say: true, but not what one looks for."""


def timeline(found: Detail, names: Mapping[str, str]) -> list[Line]:
    """Newest first; `names` gives the colleagues by pseudonym."""
    return list(_lines(found, names))[::-1]


def _lines(found: Detail, names: Mapping[str, str]) -> Iterator[Line]:
    offices = desk().offices
    for entry in found.entries:
        office = offices.get(entry.organisation or 0)
        yield Line(
            what=_what(found.flow, entry),
            when=entry.recorded_at,
            who=_who(entry, names),
            office=office.name if office else "",
            said=entry.words,
            given=given(found.flow, entry),
            minor=entry.verb in _MINOR,
        )


def given(flow: Flow, entry: Entry) -> list[tuple[str, str]]:
    """The codes, dates and numbers that were answered with a step, in words."""
    name = entry.verb.removeprefix("matter.")
    asks = next((s.asks for s in flow.steps if s.name == name), ())
    known = [(ask, entry.facets.get(ask.name)) for ask in asks if not ask.free]
    return [(_(a.label), told(flow.kind, a, value)) for a, value in known if not empty(value)]


def _who(entry: Entry, names: Mapping[str, str]) -> str:
    if entry.who in OUTSIDERS:
        return _(ROLES.get(str(entry.facets.get("as")), ROLES["asker"]))
    if entry.who.startswith("system:"):
        return _("系统")
    return names.get(entry.who, _("已离任"))


_MINOR = ("clock.stopped", "matter.followed")


def _what(flow: Flow, entry: Entry) -> str:
    room, _dot, verb = entry.verb.partition(".")
    if room == "clock":
        return _clock(flow, entry)
    if room == "request":
        return _request(flow, verb)
    return verb_label(entry)


def _clock(flow: Flow, entry: Entry) -> str:
    clock = clock_label(flow, str(entry.facets.get("clock", "")))
    if entry.verb == "clock.lapsed":
        level = int(entry.facets.get("level", 1))
        heads = {1: _("经办人"), 2: _("科室负责人"), 3: _("分管领导")}
        desks = {1: _("党组织书记"), 2: _("党建岗"), 3: _("党建岗")}
        told = (desks if flow.kind in CLOSED else heads).get(level, "")
        return _("%(clock)s已过，已提醒%(who)s") % {"clock": clock, "who": told}
    words = _("%(clock)s：超时") if entry.facets.get("late") else _("%(clock)s：按时")
    return words % {"clock": clock}


def clock_label(flow: Flow, name: str) -> str:
    """What a clock is called: one of the flow, or a station of its chain ("hop.…")."""
    hops = flow.chain.hops if flow.chain else ()
    known = {c.name: c.label for c in flow.clocks} | {f"hop.{h.name}": h.label for h in hops}
    return _(known[name]) if name in known else name


def _request(flow: Flow, verb: str) -> str:
    name, _dot, outcome = verb.partition(".")
    label = next((_(r.label) for r in flow.requests if r.name == name), name)
    words = {
        "asked": _("申请%(what)s"),
        "granted": _("同意%(what)s"),
        "refused": _("不同意%(what)s"),
    }
    return words.get(outcome, "%(what)s") % {"what": label}
