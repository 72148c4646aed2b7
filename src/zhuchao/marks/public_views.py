"""The pages of anybody: what there is at a site, how sure that is, one tap, and the way there."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.limits import allow
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.marks.certificates import SOURCE, certificates
from zhuchao.marks.queries import seen_site
from zhuchao.marks.site_words import (
    equipment_of,
    facts_of,
    kind_of,
    listed,
    now_of,
    plates_of,
)
from zhuchao.marks.standards import labels
from zhuchao.places.atlas import atlas
from zhuchao.places.datum import to_gcj02
from zhuchao.places.models import Site
from zhuchao.places.site_queries import Clock
from zhuchao.registry.site_actions import confirm_facts, contradict_fact
from zhuchao.registry.site_policy import hosts

SAID = "said"
"""Cookie with the facts this telephone spoke of today, so that one telephone counts once."""
DAY = 24 * 3600
MOST_SAID = 60


@never_cache
@require_GET
def site(request: HttpRequest, code: str) -> HttpResponse:
    """What there is, whether it is open, and how sure each of it is."""
    place = seen_site(PUBLIC, code)
    context = {
        "site": place,
        "kind": kind_of(place),
        "where": atlas().full_name(place.division.path),
        "now": now_of(place, Clock(), ahead=True),
        "equipment": equipment_of(place),
        "plates": listed(plates_of(place, labels())),
        "hosts": [tie.who_organisation for tie in hosts(place)],
        "facts": [
            (fact, _key(place, fact.fresh.name) in _said(request)) for fact in facts_of(place)
        ],
        "fresh_days": settings.ZHUCHAO_FRESH_DAYS,
    }
    return render(request, "marks/public/site.html", context)


def _said(request: HttpRequest) -> list[str]:
    return request.COOKIES.get(SAID, "").split(".")


def _key(place: Site, fact: str) -> str:
    return f"{place.pk}{fact[0]}"


@require_POST
def fact(request: HttpRequest, code: str) -> HttpResponse:
    """One tap: this is so, or it is not. No account, and nothing of the telephone is kept."""
    if not allow(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("点得太频繁了，请一分钟后再试"))
    place = seen_site(PUBLIC, code)
    name, version = request.POST.get("fact", ""), _version(request)
    response = redirect("site", code)
    said = [one for one in _said(request) if one][-MOST_SAID:]
    if _key(place, name or "?") in said:
        messages.info(request, _("今天已经收到您的反映，谢谢。"))
        return response
    if request.POST.get("said") == "no":
        contradict_fact(PUBLIC, place.pk, name, version=version)
        messages.success(request, _("收到，已请工作人员去核实。谢谢您。"))
    else:
        confirm_facts(PUBLIC, place.pk, [name], version=version)
        messages.success(request, _("收到，谢谢您确认。"))
    value = ".".join([*said, _key(place, name)])
    response.set_cookie(SAID, value, max_age=DAY, httponly=True, samesite="Lax")
    return response


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_GET
def way(request: HttpRequest, code: str) -> HttpResponse:
    """The map applications one may have; each gets the place and nothing else."""
    place = seen_site(PUBLIC, code)
    if place.lon is None or place.lat is None:
        raise Refused("not_found", _("这个场所没有登记位置"))
    context = {"site": place, "ways": ways_to(place.name, place.lon, place.lat)}
    return render(request, "marks/public/way.html", context)


def ways_to(name: str, lon: float, lat: float) -> list[dict[str, Any]]:
    """Name and address of each way; maps sold in China take GCJ-02, `geo:` true coordinates."""
    east, north = (f"{n:.6f}" for n in to_gcj02(lon, lat))
    called, true = quote(name), f"{lat:.6f},{lon:.6f}"
    amap = f"amapuri://route/plan/?dlat={north}&dlon={east}&dname={called}&dev=0&t=2"
    baidu = (
        f"baidumap://map/direction?destination=latlng:{north},{east}|name:{called}"
        "&coord_type=gcj02&mode=walking"
    )
    tencent = f"qqmap://map/routeplan?type=walk&to={called}&tocoord={north},{east}"
    return [
        {"to": f"geo:{true}?q={true}({called})", "label": _("手机上的地图"), "main": True},
        {"to": amap, "label": _("高德地图"), "main": False},
        {"to": baidu, "label": _("百度地图"), "main": False},
        {"to": tencent, "label": _("腾讯地图"), "main": False},
        {
            "to": f"https://maps.apple.com/?daddr={north},{east}&dirflg=w",
            "label": _("苹果地图"),
            "main": False,
        },
    ]


@require_GET
def certificate_list(request: HttpRequest) -> HttpResponse:
    """What a community does not issue."""
    context = {"certificates": certificates(), "source": SOURCE}
    return render(request, "marks/public/certificates.html", context)


@require_GET
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """One of them: refused here, and whom to turn to; printed, it is shown to who asked for it."""
    found = next((one for one in certificates() if one.code == code), None)
    if found is None:
        raise Refused("not_found", _("清单里没有这一种"))
    context = {"certificate": found, "source": SOURCE}
    return render(request, "marks/public/certificate.html", context)
