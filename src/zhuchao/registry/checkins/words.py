"""Dual check-in in the words of the screen."""

from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.places.atlas import atlas
from zhuchao.registry.checkins.behind import occasion
from zhuchao.registry.checkins.codes import ITEM_KINDS
from zhuchao.registry.checkins.figures import Counts
from zhuchao.registry.checkins.pair_queries import Paired
from zhuchao.registry.checkins.policy import may_act, owns
from zhuchao.registry.checkins.queries import Listed, Taken
from zhuchao.registry.checkins.states import ITEM_STATES, TAKE_STATES
from zhuchao.registry.models import Household, Tie
from zhuchao.registry.service_sessions import CHANNELS


def who_of(tie: Tie) -> str:
    """The near end of a tie, by its working name; a member also by what his number shows."""
    person = tie.who_person
    if person is None or tie.kind != "member_check_in" or person.identity is None:
        return str(tie.who_organisation or person)
    return f"{person.label} {person.identity.phone_mask}".strip()


def household_name(household: Household) -> str:
    """What a household is called wherever it is shown: a number, never a name."""
    return _("结对户 %(n)s") % {"n": household.number}


def item_line(one: Listed) -> dict[str, Any]:
    """An item as a line; the bar is the share of the places that are taken."""
    tone, label = ITEM_STATES[one.state]
    return {
        "item": one.item,
        "kind": _(dict(ITEM_KINDS)[one.item.kind]),
        "place": atlas().full_name(str(one.item.division.path)),
        "taken": one.taken,
        "sessions": one.sessions,
        "width": min(100, round(one.taken / one.item.wanted * 100)),
        "tone": tone,
        "state": _(label),
    }


def take_line(scope: Scope, one: Taken) -> dict[str, Any]:
    """Something taken up. A member is named to the desk and to himself, nobody else."""
    tone, label = TAKE_STATES[one.state]
    acts = may_act(scope, one.take.item, one.take.tie)
    open_ = acts or one.take.tie.who_organisation_id is not None
    return {
        "take": one.take,
        "who": who_of(one.take.tie) if open_ else _("一名党员"),
        "item": one.take.item,
        "place": atlas().full_name(str(one.take.item.division.path)),
        "sessions": one.sessions if acts else [],
        "number": len(one.sessions),
        "acts": acts,
        "live": one.take.given_back_on is None,
        "tone": tone,
        "state": _(label),
    }


def check_in_line(scope: Scope, tie: Tie) -> dict[str, Any]:
    """Who reports where, since when."""
    place = tie.whom_division
    return {
        "tie": tie,
        "who": who_of(tie),
        "kind": _("单位") if tie.who_organisation_id else _("党员"),
        "place": atlas().full_name(str(place.path)) if place else "",
        "own": owns(scope, tie),
    }


def pair_line(one: Paired) -> dict[str, Any]:
    """A pair: the household by its number."""
    return {
        "tie": one.tie,
        "household": household_name(one.household),
        "who": who_of(one.tie),
        "place": atlas().full_name(str(one.household.division.path)),
        "visits": one.visits,
        "last": one.last,
    }


def bars(found: Counts) -> list[dict[str, Any]]:
    """Sessions by channel and difficulties by occasion, each with its share of the whole."""
    channels = [(_(label), found.by_channel.get(code, 0)) for code, label in CHANNELS]
    occasions = [(occasion(code), n) for code, n in found.by_occasion.items()]
    return [
        _group(_("服务场次，按渠道"), _("场次"), "sessions", channels),
        _group(_("解决实际困难，按发现的场合"), _("件次"), "solved", occasions),
    ]


def _group(title: str, unit: str, figure: str, rows: list[tuple[str, int]]) -> dict[str, Any]:
    whole = sum(n for _label, n in rows) or 1
    lines = [{"label": label, "n": n, "width": round(n / whole * 100)} for label, n in rows]
    return {"title": title, "unit": unit, "figure": figure, "lines": lines}
