"""How every tie is written: its kind, its ends, its terms and its days checked, then journaled."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.memory import changed
from zhuchao.places.models import Division, Site
from zhuchao.registry.kinds import BY_NAME, TieKind
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.telling import End, tie_fact, withdrawn
from zhuchao.registry.terms import sound_terms

ENDS: Mapping[str, type[End]] = {
    "person": Person,
    "organisation": Organisation,
    "division": Division,
    "site": Site,
}


def kind_of(name: str, verb: str) -> TieKind:
    """The kind of a name that this verb writes. Raises Refused for any other."""
    kind = BY_NAME.get(name)
    if kind is None or kind.verb != verb:
        raise Refused("invalid", _("没有这种关系：%(name)s") % {"name": name}, "kind")
    return kind


def write_tie(
    scope: Scope,
    kind: TieKind,
    who: End,
    whom: End,
    *,
    since: date | None = None,
    until: date | None = None,
    terms: Mapping[str, Any] | None = None,
) -> Tie:
    """Write a tie from a day (today) to another or without end. The caller asked the permission.

    Raises Refused for wrong ends, wrong terms, days in the wrong order, an end of the tie that did
    not exist on its days, and the same tie twice at one time.
    """
    begin = since or local_day(now())
    if until and until < begin:
        raise Refused("invalid", _("结束日期早于开始日期"), "until")
    if not isinstance(who, ENDS[kind.who]) or not isinstance(whom, ENDS[kind.whom]):
        raise Refused("invalid", _("%(kind)s 的两端不合适") % {"kind": _(kind.label)}, "whom")
    # What succeeds another begins when that one ends: this tie stands between two lives.
    for end in () if kind.verb == "succeed" else (who, whom):
        _demand_alive(end, begin, until)
    ends: dict[str, Any] = {f"who_{kind.who}": who, f"whom_{kind.whom}": whom}
    if type(who) is type(whom) and who.pk == whom.pk:
        raise Refused("invalid", _("%(kind)s 的两端不合适") % {"kind": _(kind.label)}, "whom")
    sound = sound_terms(kind.name, terms)
    with writing(scope.who) as log:
        _demand_single(kind, ends, sound, begin, until)
        tie = Tie.objects.create(
            kind=kind.name, valid_from=begin, valid_to=until, terms=sound, recorded_at=now(), **ends
        )
        log.add(tie_fact(tie, "made"))
        if kind.role or kind.name == "host":
            changed()  # who is staffed or hosts is known to the duty table
    return tie


def unwrite_tie(log: Log, tie: Tie, fact: Fact) -> None:
    """Remove a tie as if it had never been; `fact` tells of it. Refused while others need it."""
    try:
        tie.delete()
    except ProtectedError as error:
        raise Refused("conflict", _("别处的记录还用着这项关系，不能撤回")) from error
    log.add(withdrawn(fact, tie.valid_from))


def _demand_single(
    kind: TieKind,
    ends: Mapping[str, Any],
    terms: Mapping[str, Any],
    begin: date,
    until: date | None,
) -> None:
    """The same tie does not hold twice at once; one may begin on the day another ends."""
    later = Q(valid_to=None) | Q(valid_to__gt=begin)
    sooner = Q(valid_from__lt=until) if until else Q()
    held = Tie.objects.filter(later & sooner, kind=kind.name, **ends)
    if any(tie.terms == terms for tie in held):
        words = _("“%(kind)s”在这段时间里已经登记过") % {"kind": _(kind.label)}
        raise Refused("conflict", words, "since")


def _demand_alive(end: End, begin: date, until: date | None) -> None:
    """No tie outside of the life of an organisation, nor one without end to one that is closed."""
    if not isinstance(end, Organisation):
        return
    born, gone = end.valid_from, end.valid_to
    if (born and begin < born) or (gone and (until is None or until > gone)):
        raise Refused(
            "invalid", _("“%(name)s”那时还没有成立或已经撤销") % {"name": end.name}, "since"
        )
