"""What every page shows around its content: rooms to go to, language, large type, the demo mark."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuchao.access.scope import PUBLIC, Scope

LARGE_TYPE = "large_type"
"""Name of the cookie; its presence is the whole answer."""
YEAR = 365 * 24 * 3600

MEMBERS = ("staff", "section_head", "leader")
"""Whoever works in an office."""
HONOURS = ("party_desk", "personnel_desk", "supervisor", "administrator", "auditor", *MEMBERS)
ROOMS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("/desk/", gettext_noop("今日"), "desk", ()),
    ("/desk/matters/", gettext_noop("办件"), "list", ()),
    ("/desk/enter/", gettext_noop("代录"), "add", ("intake", "supervisor", *MEMBERS)),
    ("/desk/rates/", gettext_noop("三率"), "chart", ()),
    ("/desk/issues/", gettext_noop("热点问题"), "info", ("intake", "supervisor")),
    ("/desk/petitions/", gettext_noop("信访情况"), "chart", ("petition_desk", "petition_watch")),
    ("/desk/receptions/", gettext_noop("领导接访"), "people", ("petition_desk", "petition_watch")),
    ("/desk/mediation/", gettext_noop("化解超市"), "people", ("mediation_desk", "mediator")),
    ("/desk/whistles/", gettext_noop("哨单"), "list", ("whistler", "whistle_desk", *MEMBERS)),
    (
        "/desk/rechecks/",
        gettext_noop("办结复核"),
        "check",
        ("supervisor", "petition_watch", "food_desk"),
    ),
    ("/desk/reunion/", gettext_noop("找组织"), "people", ("party_desk", "secretary")),
    ("/desk/admissions/", gettext_noop("发展党员"), "check", ("party_desk", "secretary")),
    ("/desk/routing/", gettext_noop("职责清单"), "route", ()),
    ("/desk/sites/", gettext_noop("场所一览"), "pin", ()),
    ("/desk/marks/", gettext_noop("挂牌"), "check", ("supervisor", "administrator", *MEMBERS)),
    (
        "/desk/merchants/",
        gettext_noop("暖新商户"),
        "pin",
        ("supervisor", "administrator", *MEMBERS),
    ),
    (
        "/desk/estates/",
        gettext_noop("小区指路图"),
        "map",
        ("supervisor", "administrator", *MEMBERS),
    ),
    ("/desk/circle/", gettext_noop("十分钟圈"), "map", ("supervisor", "administrator", *MEMBERS)),
    ("/desk/boards/", gettext_noop("机构牌子"), "list", ("supervisor", "administrator", *MEMBERS)),
    ("/desk/honours/", gettext_noop("荣誉"), "check", HONOURS),
    ("/desk/neighbours/", gettext_noop("邻里帮手"), "people", ("community_desk",)),
    ("/desk/cards/", gettext_noop("心愿卡片"), "print", ("community_desk", "supervisor")),
    (
        "/desk/appointments/",
        gettext_noop("聘任"),
        "people",
        ("community_desk", "food_desk", "supervisor", "administrator"),
    ),
    (
        "/desk/teams/",
        gettext_noop("志愿服务队"),
        "people",
        ("community_desk", "party_desk", "supervisor", "administrator", "team_leader"),
    ),
    (
        "/desk/coverage/",
        gettext_noop("两个覆盖"),
        "chart",
        ("party_desk", "supervisor", "administrator"),
    ),
    (
        "/desk/instructors/",
        gettext_noop("党建指导员"),
        "people",
        ("party_desk", "supervisor", "administrator", "instructor"),
    ),
    (
        "/desk/alliances/",
        gettext_noop("联建带建"),
        "people",
        ("party_desk", "supervisor", "administrator", "secretary"),
    ),
    ("/desk/rooms/", gettext_noop("共享阵地"), "pin", ("party_desk", "secretary", *MEMBERS)),
    (
        "/desk/checkins/",
        gettext_noop("双报到"),
        "hand",
        ("community_desk", "party_desk", "supervisor", "administrator"),
    ),
    ("/desk/checkins/mine/", gettext_noop("我的报到"), "check", ("secretary", *MEMBERS)),
    (
        "/desk/contacts/",
        gettext_noop("一对一联系"),
        "people",
        ("party_desk", "supervisor", "administrator", "leader"),
    ),
    (
        "/desk/visits/",
        gettext_noop("走访"),
        "people",
        ("party_desk", "supervisor", "administrator", "secretary", *MEMBERS),
    ),
    (
        "/desk/organisations/",
        gettext_noop("组织和单位"),
        "route",
        ("party_desk", "supervisor", "administrator", "secretary", "instructor"),
    ),
    (
        "/desk/people/",
        gettext_noop("查找人员"),
        "search",
        ("party_desk", "personnel_desk", "administrator", "secretary"),
    ),
    ("/desk/personnel/", gettext_noop("社会工作者"), "people", ("personnel_desk",)),
    ("/desk/imports/", gettext_noop("名册导入"), "inbox", ("party_desk", "administrator")),
    ("/desk/handover/", gettext_noop("移交"), "hand", MEMBERS),
    ("/journal/", gettext_noop("办理记录"), "journal", ("auditor", "administrator")),
    ("/settings/", gettext_noop("设置"), "settings", ("administrator",)),
)
"""Address, name, icon and the roles that see it; no role: whoever has an account."""


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

    entries: tuple[Entry, ...]
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
            entries=_entries(scope, request.path) if known else (),
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


def _entries(scope: Scope, path: str) -> tuple[Entry, ...]:
    seen = [room for room in ROOMS if not room[3] or scope.holds(*room[3])]
    here = max((r[0] for r in seen if path.startswith(r[0])), key=len, default="")
    return tuple(Entry(to, _(label), icon, to == here) for to, label, icon, _roles in seen)


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
