"""The page of reach by hour, the part of it that an hour changes, and its squares as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.reach import picture
from zhuchao.circle.reach.answer import Change, Hour, change, gaps, hour_of, passing
from zhuchao.circle.reach.asking import Asked, asked_of, network_in_use
from zhuchao.circle.reach.chart import bars
from zhuchao.circle.reach.demand import point_files
from zhuchao.circle.reach.exporting import squares_file
from zhuchao.circle.reach.forms import ReachForm, clock
from zhuchao.circle.reach.kinds import TRIPS
from zhuchao.circle.reach.policy import demand_planner
from zhuchao.circle.reach.trips import trips_of
from zhuchao.circle.reach.wording import STATES, amount, per_cent, sign, state_words
from zhuchao.roads.parts import parts_of

FEW_LABELS = 12


@require_GET
@staff
def circle(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The room begins with reach."""
    return redirect("reach:reach")


@require_GET
@staff
def reach_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who is within the minutes, in one hour and beside another; for htmx only the answer."""
    demand_planner(scope)
    form, stored = ReachForm(scope, request.GET), network_in_use()
    context: dict[str, Any] = {"form": form, "stored": stored, "asked": None, "here": "reach"}
    sound = form.is_valid()
    if stored and sound:
        context |= _answered(scope, form, asked_of(scope, stored, form.cleaned_data))
    context["query"] = form.query
    wanted = request.headers.get("HX-Request") and stored and sound
    template = "circle/reach/answer.html" if wanted else "circle/reach/reach.html"
    context["fragment"] = bool(wanted)
    return render(request, template, context, status=200 if sound else 422)


def _answered(scope: Scope, form: ReachForm, asked: Asked) -> dict[str, Any]:
    said = form.cleaned_data
    hour, timed = said["hour"], said["timed"]
    now = hour_of(asked.question, hour)
    moved = None
    if said["compare"] is not None and said["compare"] != hour:
        moved = change(asked.met, now, hour_of(asked.question, said["compare"]), timed=timed)
    shares = asked.met.shares(timed=timed)
    found = gaps(asked.met, hour, timed=timed)
    whole = float(asked.met.weights(hour, timed=timed).sum())
    return {
        "asked": asked,
        "hour": now,
        "clock": clock(hour),
        "share": _shares(shares[hour]),
        "nodes": per_cent(now.share),
        "said": _said(now, shares[hour]),
        "whole": amount(whole),
        "bars": bars(shares, hour),
        "gaps": [(gap, amount(gap.demand), per_cent(gap.demand / whole)) for gap in found],
        "moved": _moved(moved),
        "stations": _stations(asked, hour),
        "passing": _passing(scope, said, asked),
        "frame": asked.lines.frame,
        "city": picture.city(asked.lines),
        "over": _over(asked, now, moved, timed=timed)
        + picture.numbers(asked.lines.frame, [(gap.lon, gap.lat) for gap in found]),
    }


def _said(now: Hour, share: tuple[float, float] | None) -> str:
    """The picture in one sentence, for those who do not see it."""
    words = _("路网图：%(clock)s 能到的路、站点和需求。能到 %(share)s 的需求，%(km)s 公里道路。")
    found = {"clock": clock(now.hour), "share": per_cent(share and share[0])}
    return words % {**found, "km": f"{now.km:,.0f}"}


def _shares(found: tuple[float, float] | None) -> dict[str, str]:
    sure, perhaps = found or (None, None)
    more = None if sure is None or perhaps is None else perhaps - sure
    return {"sure": per_cent(sure), "more": per_cent(more) if more else ""}


def _moved(moved: Change | None) -> dict[str, Any] | None:
    if moved is None:
        return None
    parts, demand = moved.parts, moved.demand
    return {
        "clock": clock(moved.other.hour),
        "before": per_cent(demand.share_before),
        "after": per_cent(demand.share_after),
        "lost": amount(moved.lost),
        "gained": amount(moved.gained),
        "lost_km": f"{parts.only_one.metres / 1000:.1f}",
        "gained_km": f"{parts.only_other.metres / 1000:.1f}",
    }


def _stations(asked: Asked, hour: int) -> list[dict[str, Any]]:
    words = state_words()
    order = list(STATES)
    rows = [(one, one.state(hour)) for one in asked.question.stations]
    rows.sort(key=lambda row: order.index(row[1]))
    return [
        {"name": one.name, "code": one.code, "tone": STATES[state], "label": words[state]}
        for one, state in rows
    ]


def _passing(scope: Scope, said: dict[str, Any], asked: Asked) -> dict[str, str] | None:
    if not said["trips"]:
        return None
    file = point_files(scope, TRIPS).get(pk=said["trips"])
    found = passing(asked.question, trips_of(file), said["hour"])
    return {
        "name": file.name,
        "share": per_cent(found.share if found.possible else None),
        "passes": amount(found.passes),
        "possible": amount(found.possible),
    }


def _over(asked: Asked, now: Hour, moved: Change | None, *, timed: bool) -> str:
    """What lies over the roads: covered parts, demand, stations."""
    if moved:
        parts = moved.parts
        layers = [("gained", parts.only_other), ("both", parts.both), ("lost", parts.only_one)]
    else:
        layers = [("both", parts_of(now.cover))]
    met, frame, hour = asked.met, asked.lines.frame, now.hour
    few = len(asked.question.stations) <= FEW_LABELS
    signs = [sign(one, hour, label=few) for one in asked.question.stations]
    weight = met.weights(hour, timed=timed)
    wanted = picture.dots(frame, met.demand.lon, met.demand.lat, weight, met.sure[hour])
    return picture.cover(asked.lines, layers) + wanted + picture.signs(frame, signs)


@require_GET
@staff
def squares(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The squares of demand with what meets them, as a CSV; small ones are left out."""
    demand_planner(scope)
    form, stored = ReachForm(scope, request.GET), network_in_use()
    if not form.is_valid() or stored is None:
        raise Refused("invalid", _("条件有误，请回到页面修改"))
    said = form.cleaned_data
    asked = asked_of(scope, stored, said)
    return squares_file(scope, asked.met, said["hour"], asked.attribution, timed=said["timed"])
