"""The page that says where the next stations should stand, and its answer as a file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.reach import picture
from zhuchao.circle.reach.answer import hour_of
from zhuchao.circle.reach.asking import Asked, asked_of, network_in_use
from zhuchao.circle.reach.candidates import candidates_of
from zhuchao.circle.reach.day import Question
from zhuchao.circle.reach.exporting import chosen_file
from zhuchao.circle.reach.forms import NOON, SitingForm, clock
from zhuchao.circle.reach.longer import WAYS, longer_hours
from zhuchao.circle.reach.picture import Sign
from zhuchao.circle.reach.plan import Candidate, Proposal, Wish, propose
from zhuchao.circle.reach.policy import demand_planner
from zhuchao.circle.reach.stations import ALWAYS, Station
from zhuchao.circle.reach.wording import amount, per_cent, sign, state_words
from zhuchao.roads.parts import Parts, compared, parts_of


@require_GET
@staff
def siting_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Candidates chosen, each explained, and what longer hours would do instead."""
    demand_planner(scope)
    form, stored = SitingForm(scope, request.GET), network_in_use()
    context: dict[str, Any] = {"form": form, "stored": stored, "plan": None, "here": "siting"}
    sound = form.is_valid()
    if stored and sound:
        said = form.cleaned_data
        asked = asked_of(scope, stored, said)
        places = candidates_of(scope, said["candidates"])
        if places and asked.met.demand.total:
            context |= _answered(said, asked, places)
        context |= {"asked": asked, "places": len(places)}
    context["query"] = form.query
    return render(request, "circle/reach/siting.html", context, status=200 if sound else 422)


def _wish(said: dict[str, Any]) -> Wish:
    return Wish(said["amount"], said["by"] == "budget", said["hour"], said["timed"])


def _answered(said: dict[str, Any], asked: Asked, places: tuple[Candidate, ...]) -> dict[str, Any]:
    wish = _wish(said)
    plan = propose(asked.question, asked.met.demand, places, wish)
    longer = longer_hours(asked.question, asked.met.demand, places, wish)
    ways = dict(WAYS)
    return {
        "plan": plan,
        "share": per_cent(plan.share),
        "said": _said(plan),
        "share_now": per_cent(plan.share_now),
        "covered": amount(plan.covered),
        "total": amount(plan.total),
        "when": _("全天") if wish.hour is None else clock(wish.hour),
        "drawn": clock(NOON if wish.hour is None else wish.hour),
        "missing": amount(plan.bound - plan.covered),
        "gap": per_cent(plan.gap),
        "cost": f"{plan.cost:,.0f}" if wish.priced else "",
        "lacking": wish.priced and all(one.cost is None for one in places),
        "choices": [
            {
                "rank": rank,
                "candidate": one.candidate,
                "adds": amount(one.adds),
                "covers": amount(one.covers),
                "without": per_cent(one.without),
                "lost": amount(one.lost),
                "instead": one.instead,
            }
            for rank, one in enumerate(plan.choices, 1)
        ],
        "longer": [
            {
                "station": one.station,
                "way": _(ways[one.way]),
                "adds": amount(one.adds),
                "beside": "" if one.beside is None else f"{100 * one.beside:.0f}%",
            }
            for one in longer
        ],
        "frame": asked.lines.frame,
        "city": picture.city(asked.lines),
        "over": _over(asked, plan, wish),
    }


def _said(plan: Proposal) -> str:
    """The picture in one sentence, for those who do not see it."""
    names = "、".join(one.candidate.name for one in plan.choices)
    words = _("路网图：现有站点能到的路、需求，和选中的地点：%(names)s。")
    return words % {"names": names or "—"}


def _over(asked: Asked, plan: Proposal, wish: Wish) -> str:
    hour = NOON if wish.hour is None else wish.hour
    frame, met = asked.lines.frame, asked.met
    wanted = wish.wanted(met.demand).sum(axis=1)
    layers = _layers(asked.question, [one.candidate for one in plan.choices], hour)
    cover = picture.cover(asked.lines, layers)
    dots = picture.dots(frame, met.demand.lon, met.demand.lat, wanted, met.sure[hour])
    new = state_words()["new"]
    signs = [sign(one, hour) for one in asked.question.stations]
    signs += [
        Sign(one.candidate.lon, one.candidate.lat, "new", f"{one.candidate.name} · {new}",
             one.candidate.name)
        for one in plan.choices
    ]  # fmt: skip
    return cover + dots + picture.signs(frame, signs)


def _layers(asked: Question, chosen: Sequence[Candidate], hour: int) -> list[tuple[str, Parts]]:
    """The roads within reach of the stations there are, and those the chosen ones add."""
    more = tuple(Station(one.code, one.name, one.lon, one.lat, ALWAYS) for one in chosen)
    after = replace(asked, stations=(*asked.stations, *more))
    before = hour_of(asked, hour).cover
    parts = compared(before, hour_of(after, hour).cover)
    return [("gained", parts.only_other), ("both", parts_of(before))]


@require_GET
@staff
def chosen(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The chosen places as a CSV."""
    demand_planner(scope)
    form, stored = SitingForm(scope, request.GET), network_in_use()
    if not form.is_valid() or stored is None:
        raise Refused("invalid", _("条件有误，请回到页面修改"))
    said = form.cleaned_data
    asked = asked_of(scope, stored, said)
    places = candidates_of(scope, said["candidates"])
    plan = propose(asked.question, asked.met.demand, places, _wish(said))
    return chosen_file(scope, plan, asked.attribution)
