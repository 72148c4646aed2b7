"""What makes the row of a site sound, and which facts a change of it speaks of."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import UNKNOWN_HOURS, Site
from zhuchao.places.site_kinds import BY_KIND, EQUIPMENT, FACTS, LEVELS, STATUSES
from zhuchao.places.site_rows import sound_code
from zhuchao.rules.hours_data import from_text

CHANGEABLE = (
    "name", "kind", "level", "division", "address", "lon", "lat", "datum", "status", "hours",
    "equipment", "capacity", "opened_on", "closed_on",
)  # fmt: skip
SPEAKS_OF = {
    "status": "open",
    "hours": "hours",
    "equipment": "equipment",
    "lon": "position",
    "lat": "position",
    "address": "position",
}
"""Field → the fact that is confirmed by writing it."""


def facts_of(site: Site, touched: Iterable[str] = tuple(SPEAKS_OF)) -> list[str]:
    """The facts of FACTS that are known once these fields were written; nothing unknown is."""
    unknown = {"hours"} if site.hours == UNKNOWN_HOURS else set()
    unknown |= {"position"} if site.lon is None else set()
    named = {SPEAKS_OF[field] for field in touched if field in SPEAKS_OF} - unknown
    return [name for name, _label in FACTS if name in named]


def sound_site(site: Site) -> None:
    """Bring a row into its canonical form. Raises Refused naming each field that is wrong."""
    site.equipment = [code for code, _label in EQUIPMENT if code in site.equipment]
    wrong = {**_words(site), **_position(site), **_dates(site)}
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)


def opens(site: Site, before: str) -> None:
    """The first day of what opens now, unless it is said; `before` is the status it had."""
    if site.status == "open" and before in ("planned", "building") and site.opened_on is None:
        site.opened_on = local_day(now())


def _words(site: Site) -> dict[str, str]:
    wrong = {}
    if not sound_code(site.code):
        wrong["code"] = _("只能用字母、数字、-、_，最多 40 个")
    kind = BY_KIND.get(site.kind)
    if not site.name.strip():
        wrong["name"] = _("请写名称")
    if kind is None:
        wrong["kind"] = _("没有这个类别")
    elif kind.levels and site.level not in dict(LEVELS):
        wrong["level"] = _("请选是哪一级")
    elif not kind.levels and site.level:
        wrong["level"] = _("这一类不分级")
    if site.status not in dict(STATUSES):
        wrong["status"] = _("没有这个状态")
    try:
        from_text(site.hours)
    except ValueError:
        wrong["hours"] = _("看不懂这个开放时间")
    return wrong


def _position(site: Site) -> dict[str, str]:
    if (site.lon is None) != (site.lat is None):
        return {"lon": _("经度和纬度要一起给出")}
    if site.lon is None or site.lat is None:
        return {}
    if not (-180 <= site.lon <= 180 and -90 <= site.lat <= 90):
        return {"lon": _("没有这个坐标")}
    return {}


def _dates(site: Site) -> dict[str, str]:
    if site.status in ("planned", "building") and site.opened_on:
        return {"opened_on": _("还没有开放，不能有开放日期")}
    if site.opened_on and site.opened_on > local_day(now()):
        return {"opened_on": _("开放日期在今天以后：请先选“在建”")}
    return {}
