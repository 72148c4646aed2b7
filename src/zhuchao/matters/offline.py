"""What lets a phone open the report without a network: its service worker and its web manifest."""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import find
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from zhuchao.access.scope import PUBLIC, Scope

WORKER = "zhuchao/worker.js"
SENDING = "zhuchao/sending.js"
FILES = (
    "zhuchao/shell.css",
    "zhuchao/icon.svg",
    "zhuchao/icons.svg",
    "zhuchao/blame.js",
    "zhuchao/friendly_data.js",
    "zhuchao/friendly_home.js",
    "zhuchao/here.js",
    "zhuchao/intake.js",
    "zhuchao/kept.js",
    "zhuchao/kept_item.js",
    "zhuchao/map.js",
    "zhuchao/outbox.js",
    "zhuchao/photo.js",
    "zhuchao/queue.js",
    SENDING,
    "zhuchao/store.js",
)
"""What the pages below are made of."""
PAGES = ("home", "hazard", "appeal")
"""The pages that open without a network, by the names of their addresses."""
HEADER = "X-Offline"
"""On a page that a phone may keep: the version of the files it was written for."""

View = Callable[..., HttpResponse]


def version() -> str:
    """A short hash of every file a phone keeps: any change makes a new worker and a new cache."""
    paths = [Path(found) for name in (*FILES, WORKER) if (found := find(name))]
    return _hash(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=1)
def _hash(files: tuple[tuple[Path, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, _changed in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def keepable(view: View) -> View:
    """Mark a page as one a phone may keep; never what somebody sees who is logged in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        scope: Scope = getattr(request, "scope", PUBLIC)
        if request.method == "GET" and response.status_code == 200 and scope.account_id is None:
            response.headers[HEADER] = version()
        return response

    return answer


@cache_control(no_cache=True)
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told what to keep; `?sync` for a browser that sends in the background.

    Only that one imports the sender: a worker that is no module may not import at all.
    """
    told = {
        "VERSION": version(),
        "FILES": [static(name) for name in FILES],
        "PAGES": [reverse(name) for name in PAGES],
        "MAP": reverse("map_data"),
    }
    lines = [f"const {name} = {json.dumps(value)};" for name, value in told.items()]
    if "sync" in request.GET:
        lines.insert(0, f'import {{ flush }} from "{static(SENDING)}";')
    source = Path(str(find(WORKER))).read_text("utf-8")
    return HttpResponse("\n".join([*lines, source]), content_type="text/javascript; charset=utf-8")


@cache_control(max_age=3600, public=True)
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone shows when this is put on its home screen."""
    icons = [("zhuchao/icon.svg", "any"), ("zhuchao/icon-whole.svg", "maskable")]
    said = {
        "name": _("筑巢"),
        "short_name": _("筑巢"),
        "description": _("路上看见的，随手一报；没有网络也能先记下。"),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "standalone",
        "background_color": "#f6f1e8",
        "theme_color": "#f6f1e8",
        "icons": [
            {"src": static(name), "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
            for name, purpose in icons
        ],
        "shortcuts": [{"name": _("报一件"), "url": reverse("hazard")}],
    }
    return JsonResponse(said, content_type="application/manifest+json")
