"""The terms of each kind of tie: codes and numbers only, checked when a tie is written."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused

Check = Callable[[Any], bool]

FORMS = (
    ("own", gettext_noop("单独组建")),
    ("joint", gettext_noop("联合组建")),
    ("industry", gettext_noop("行业组建")),
)
REACHED_BY = (
    ("union", gettext_noop("工会")),
    ("youth_league", gettext_noop("共青团")),
    ("other", gettext_noop("其他群团组织")),
)
STAGES = (("formal", gettext_noop("正式党员")), ("probationary", gettext_noop("预备党员")))
POST_LEVELS = (
    ("top", gettext_noop("高层")),
    ("middle", gettext_noop("中层")),
    ("key", gettext_noop("关键岗位")),
    ("ordinary", gettext_noop("一般岗位")),
)
POST_LINES = (("party", gettext_noop("党内职务")), ("management", gettext_noop("经营管理职务")))
SUCCESSIONS = (
    ("split", gettext_noop("分设")),
    ("merge", gettext_noop("合并")),
    ("reduce", gettext_noop("瘦身")),
    ("rename", gettext_noop("更名")),
    ("transfer", gettext_noop("转隶")),
)
ROOM_USERS = (
    ("allies", gettext_noop("联建、带建单位")),
    ("party", gettext_noop("各党组织")),
    ("all", gettext_noop("平台上的各单位")),
)
"""Who may book a shared room; without a word: allies alone."""
WORKER_POSTS = ("chief", "deputy", "other")


def _one_of(codes: tuple[tuple[str, str], ...]) -> Check:
    known = frozenset(code for code, _label in codes)
    return lambda value: isinstance(value, str) and value in known


def _number(value: Any) -> bool:
    return type(value) is int and value >= 0


def _flag(value: Any) -> bool:
    return type(value) is int and value in (0, 1)


def _perhaps(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and all(_number(one) for one in value)


TERMS: Mapping[str, tuple[Mapping[str, Check], Mapping[str, Check]]] = {
    "covers": ({"form": _one_of(FORMS)}, {"matter": _number}),
    "reaches": ({"by": _one_of(REACHED_BY)}, {}),
    "member": ({"stage": _one_of(STAGES)}, {"matter": _number}),
    "host_member": ({}, {"home": _perhaps(_number), "matter": _number}),
    "post": ({"level": _one_of(POST_LEVELS), "line": _one_of(POST_LINES)}, {"elected": _flag}),
    "instructor": ({}, {"term_months": _number}),
    "social_worker": ({"post": lambda value: value in WORKER_POSTS}, {}),
    "shares_room": ({}, {"open_to": _one_of(ROOM_USERS)}),
    "succeeded_by": ({"how": _one_of(SUCCESSIONS)}, {"matter": _number}),
    "team_member": ({"minor": _flag}, {}),
    "organisation_check_in": ({}, {"items": _numbers}),
    "member_check_in": ({}, {"items": _numbers}),
}
"""Kind → what its terms must hold, and what they may hold besides; other kinds have none."""


def sound_terms(kind: str, terms: Mapping[str, Any] | None) -> dict[str, Any]:
    """The terms as they are stored. Raises Refused for one that is missing, unknown or wrong."""
    given = dict(terms or {})
    must, may = TERMS.get(kind, ({}, {}))
    for name in given.keys() | must.keys():
        check = must.get(name) or may.get(name)
        if check is None or not check(given.get(name)):
            raise Refused("invalid", _("关系的条件“%(name)s”不对") % {"name": name}, name)
    return given
