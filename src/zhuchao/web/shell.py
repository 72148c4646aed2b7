"""What every page shows around its content: rooms to go to, language, large type, the demo mark."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.web.rooms import GROUPS, Room

LARGE_TYPE = "large_type"
"""Name of the cookie; its presence is the whole answer."""
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Entry:
    """One line of the rail."""

    path: str
    label: str
    icon: str
    here: bool


@dataclass(frozen=True)
class Shell:
    """The context of every page, under the one name `shell`."""

    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    """The rooms somebody sees, under the heading of each group."""
    who: str
    language: str
    """As HTML wants it: zh-Hans or en."""
    large: bool
    demo: bool
    staff_door: bool
    """Whether this face has a desk to log in to, and nobody has."""
    public: bool
    """Whether this face has the public pages."""
    home: str
    address: str
    """Where a switch in the footer comes back to."""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor. Asks the database nothing."""
    scope: Scope = getattr(request, "scope", PUBLIC)
    known = scope.account_id is not None
    return {
        "shell": Shell(
            groups=_groups(scope, request.path) if known else (),
            who=scope.label if known else "",
            language=_html_language(),
            large=LARGE_TYPE in request.COOKIES,
            demo=(settings.ZHUCHAO_HOME / "demo").exists(),
            staff_door=not known and settings.ZHUCHAO_FACE != "public",
            public=settings.ZHUCHAO_FACE != "desk",
            home="/desk/" if settings.ZHUCHAO_FACE == "desk" else "/",
            address=request.get_full_path() if request.method == "GET" else request.path,
        )
    }


def _groups(scope: Scope, path: str) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    seen = [
        (label, [one for one in rooms if not one.roles or scope.holds(*one.roles)])
        for label, rooms in GROUPS
    ]
    paths = (one.path for _label, rooms in seen for one in rooms)
    here = max((p for p in paths if path.startswith(p)), key=len, default="")
    return tuple(
        (_(label) if label else "", tuple(_entry(one, here) for one in rooms))
        for label, rooms in seen
        if rooms
    )


def _entry(room: Room, here: str) -> Entry:
    return Entry(room.path, _(room.label), room.icon, room.path == here)


def _html_language() -> str:
    code = get_language() or settings.LANGUAGE_CODE
    return "zh-Hans" if code.startswith("zh") else code


@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch large type on (`large`=yes) or off and go back; works without JavaScript."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("large"):
        response.set_cookie(LARGE_TYPE, "yes", max_age=YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(LARGE_TYPE, samesite="Lax")
    return response
