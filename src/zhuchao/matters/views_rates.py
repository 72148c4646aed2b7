"""The three rates, and the matters behind each of their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.desk_queries import of_ids
from zhuchao.matters.desk_rows import rows
from zhuchao.matters.door import staff
from zhuchao.matters.forms_desk import RatesForm
from zhuchao.matters.rates import Rate, Rates, places, rates, within
from zhuchao.places.atlas import Area, atlas
from zhuchao.rules.flows import flow

PAGE = 50
RATES = ("response", "resolution", "satisfaction")
PARTS = ("hits", "missed", "base")


@dataclass(frozen=True)
class Asked:
    """What is asked for: kind, period (both ends included) and division code, or none."""

    kind: str
    first: date
    last: date
    division: str

    def address(self, **more: str) -> str:
        """As a query string."""
        said = {
            "kind": self.kind,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "division": self.division,
        }
        return urlencode({k: v for k, v in {**said, **more}.items() if v})


@dataclass(frozen=True)
class Shown:
    """One rate on screen, with addresses of the matters behind it."""

    label: str
    name: str
    per_cent: str
    hits: int
    missed: int
    base: int
    width: int
    """Length of its bar, 0–100."""
    to_hits: str
    to_missed: str
    to_base: str


@require_GET
@staff
def rates_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Response, resolution and satisfaction of a kind in a period, by division."""
    form = RatesForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "shown": [], "parts": [], "excluded": 0, "kind": ""}
        return render(request, "matters/desk/rates.html", context, status=422)
    asked = Asked(**form.cleaned_data)
    found, where = _counted(scope, asked)
    context = {
        "form": form,
        "kind": _(flow(asked.kind).label),
        "shown": _shown(found, asked),
        "parts": list(_parts(found, where, asked)),
        "excluded": len(found.excluded),
    }
    return render(request, "matters/desk/rates.html", context)


def _counted(scope: Scope, asked: Asked) -> tuple[Rates, dict[int, str]]:
    found = rates(scope, asked.kind, asked.first, asked.last)
    where = places(scope, asked.kind, asked.first, asked.last)
    area = atlas().by_code.get(asked.division)
    return (within(found, _ids(where, area)) if area else found), where


def _ids(where: dict[int, str], area: Area) -> frozenset[int]:
    return frozenset(i for i, path in where.items() if path.startswith(area.path))


def _shown(found: Rates, asked: Asked) -> list[Shown]:
    labels = (_("响应率"), _("解决率"), _("满意率"))
    parts = (found.response, found.resolution, found.satisfaction)
    return [_one(rate, label, asked) for rate, label in zip(parts, labels, strict=True)]


def _one(rate: Rate, label: str, asked: Asked) -> Shown:
    def to(part: str) -> str:
        return f"{reverse('desk:behind')}?{asked.address(rate=rate.name, part=part)}"

    value = rate.value
    return Shown(
        label=label,
        name=rate.name,
        per_cent="—" if value is None else f"{float(value) * 100:.1f}%",
        hits=len(rate.hits),
        missed=len(rate.base - rate.hits),
        base=len(rate.base),
        width=0 if value is None else round(value * 100),
        to_hits=to("hits"),
        to_missed=to("missed"),
        to_base=to("base"),
    )


def _parts(found: Rates, where: dict[int, str], asked: Asked) -> Iterator[tuple[str, list[Shown]]]:
    """The same for every division right below, where anything was counted."""
    top = atlas().by_code.get(asked.division) or atlas().root
    for area in atlas().areas:
        if top and area.parent == top.id:
            own = within(found, _ids(where, area))
            if own.response.base or own.resolution.base:
                below = Asked(asked.kind, asked.first, asked.last, area.code)
                yield area.name, _shown(own, below)


@require_GET
@staff
def behind(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The matters a numerator or denominator counted."""
    form = RatesForm(request.GET)
    name, part = request.GET.get("rate", ""), request.GET.get("part", "")
    if not form.is_valid() or name not in RATES or part not in PARTS:
        raise Refused("invalid", _("地址不完整，请从三率页面点数字进来"))
    asked = Asked(**form.cleaned_data)
    found, _where = _counted(scope, asked)
    rate: Rate = getattr(found, name)
    ids = {"hits": rate.hits, "missed": rate.base - rate.hits, "base": rate.base}[part]
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 19 else None
    listed = of_ids(scope, ids, before=before, size=PAGE)
    more = listed and any(i < listed[-1].pk for i in ids)
    here = asked.address(rate=name, part=part)
    context = {
        "title": _title(found, asked, name, part),
        "count": len(ids),
        "rows": rows(listed),
        "back": f"{reverse('desk:rates')}?{asked.address()}",
        "first": f"?{here}" if before else "",
        "next": f"?{here}&before={listed[-1].pk}" if more else "",
    }
    return render(request, "matters/desk/behind.html", context)


def _title(found: Rates, asked: Asked, name: str, part: str) -> str:
    label = next(s.label for s in _shown(found, asked) if s.name == name)
    words = {"hits": _("计入分子"), "missed": _("未达到"), "base": _("计入分母")}
    return f"{label} · {words[part]}"
