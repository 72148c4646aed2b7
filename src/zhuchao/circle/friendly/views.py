"""The friendly map: its page, data, roads and tiles; for anybody, never told a position."""

import gzip
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from zhuchao.access.refusal import Refused
from zhuchao.circle.friendly.base_map import base_map, has_tiles
from zhuchao.circle.friendly.data import body
from zhuchao.circle.friendly.filters import read_filters
from zhuchao.circle.friendly.network import usable_network
from zhuchao.circle.friendly.page import BLANK
from zhuchao.circle.friendly.page import map_page as page_of
from zhuchao.circle.friendly.picture import roads_drawing, version_of
from zhuchao.circle.friendly.ranged import ranged
from zhuchao.circle.friendly.starts import choices
from zhuchao.circle.networks import Stored
from zhuchao.roads.tiles import tiles_of
from zhuchao.roads.window import LEAST, MOST, Window

YEAR = 365 * 24 * 3600


@require_GET
def map_page(request: HttpRequest) -> HttpResponse:
    """What is there, open or not, as a picture and as a list that says the same."""
    filters = read_filters(request.GET)
    context = {
        "map": page_of(filters, _after(request)),
        "query": filters.query(),
        "blank": BLANK,
        "base": base_map(),
        "starts": choices(),
        "vendor": settings.STATIC_URL + "vendor/",
    }
    return render(request, "circle/friendly/map.html", context)


def _after(request: HttpRequest) -> int:
    text = request.GET.get("after", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Refused("invalid", _("应为数字：%(given)s") % {"given": text[:20]}, "after")
    return int(text)


@cache_control(no_cache=True)
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The same sites in the same order as JSON, all of them."""
    found = body(read_filters(request.GET))
    response = _packed(request, found.text, found.packed, "application/json")
    response.headers["ETag"] = found.etag
    return get_conditional_response(request, found.etag, response=response) or response


def _packed(request: HttpRequest, text: bytes, packed: bytes, kind: str) -> HttpResponse:
    """The compressed form to whoever takes it."""
    takes = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if takes else text, content_type=kind)
    if takes:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@cache_control(max_age=YEAR, public=True, immutable=True)
@require_safe
def roads(request: HttpRequest, version: str, z: int, x: int, y: int) -> HttpResponse:
    """The roads of a window, for the picture of the page."""
    stored = _stored(version)
    if not (LEAST <= z <= MOST and x < 2**z and y < 2**z):
        raise Refused("not_found", _("没有这张图"))
    return _packed(request, *_drawn(stored, Window(z, x, y)), "image/svg+xml")


@lru_cache(maxsize=64)
def _drawn(stored: Stored, window: Window) -> tuple[bytes, bytes]:
    drawn = roads_drawing(stored, window).encode()
    return drawn, gzip.compress(drawn, mtime=0)


@cache_control(max_age=YEAR, public=True, immutable=True)
@require_safe
def tiles(request: HttpRequest, version: str) -> HttpResponseBase:
    """The tiles of the live map, range by range."""
    stored = _stored(version)
    if not has_tiles(stored):
        raise Refused("not_found", _("没有这张图"))
    path, kind = tiles_of(stored.path), "application/vnd.pmtiles"
    return ranged(request, path, f'"{version}"', kind)


def _stored(version: str) -> Stored:
    """The network in use, if it is the one an address was written for."""
    stored = usable_network()
    if stored is None or version_of(stored) != version:
        raise Refused("not_found", _("没有这张图"))
    return stored
