"""What a site can be, have and be known of: closed lists with the words of the screens."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class SiteKind:
    """One kind. `group` is what it is counted with; `levels` tells whether it stands in levels."""

    name: str
    label: str
    group: str
    levels: bool = False


GROUPS = (
    ("station", gettext_noop("站点")),
    ("scene", gettext_noop("友好场景")),
    ("merchant", gettext_noop("商户")),
    ("contact", gettext_noop("联系点")),
    ("dispute", gettext_noop("调解")),
    ("other", gettext_noop("其他场所")),
)
KINDS: tuple[SiteKind, ...] = (
    SiteKind("station", gettext_noop("服务站"), "station", levels=True),
    SiteKind("worker_station", gettext_noop("户外工作者服务站"), "station"),
    SiteKind("driver_post", gettext_noop("司机爱心驿站"), "station"),
    SiteKind("party_centre", gettext_noop("党群服务中心"), "station", levels=True),
    SiteKind("friendly_quarter", gettext_noop("友好小区"), "scene"),
    SiteKind("friendly_block", gettext_noop("友好街区"), "scene"),
    SiteKind("friendly_mall", gettext_noop("友好商圈"), "scene"),
    SiteKind("friendly_office", gettext_noop("友好机关"), "scene"),
    SiteKind("friendly_property", gettext_noop("友好物业"), "scene"),
    SiteKind("friendly_hospital", gettext_noop("友好医院"), "scene"),
    SiteKind("friendly_campus", gettext_noop("友好校园"), "scene"),
    SiteKind("friendly_scenic", gettext_noop("友好景区"), "scene"),
    SiteKind("friendly_building", gettext_noop("友好楼宇"), "scene"),
    SiteKind("friendly_park", gettext_noop("友好园区"), "scene"),
    SiteKind("merchant", gettext_noop("商户"), "merchant"),
    SiteKind("contact_point", gettext_noop("治理联系点"), "contact"),
    SiteKind("dispute_desk", gettext_noop("化解超市"), "dispute", levels=True),
    SiteKind("members_room", gettext_noop("党员活动室"), "other"),
    SiteKind("desk", gettext_noop("受理点"), "other"),
    SiteKind("office", gettext_noop("办公点"), "other"),
    SiteKind("landmark", gettext_noop("地标"), "other"),
)
"""Friendly scenes: domain.md §4 [P29, P30]; stations M39; contact points M11; desks M44."""
BY_KIND = {kind.name: kind for kind in KINDS}
SITE_KINDS = [(kind.name, kind.label) for kind in KINDS]

LEVELS = (
    ("district", gettext_noop("区级")),
    ("street", gettext_noop("街道（镇）级")),
    ("community", gettext_noop("社区（村）级")),
)
STATUSES = (
    ("planned", gettext_noop("拟建")),
    ("building", gettext_noop("在建")),
    ("open", gettext_noop("已开放")),
    ("closed", gettext_noop("已撤")),
)
COUNTED = "open"
"""Only what has opened is counted: what is under construction is no station yet (M39)."""
EQUIPMENT = (
    ("table", gettext_noop("桌椅")),
    ("water", gettext_noop("饮水")),
    ("microwave", gettext_noop("微波炉")),
    ("aircon", gettext_noop("空调")),
    ("medicine", gettext_noop("药箱")),
    ("charging", gettext_noop("充电")),
    ("swap", gettext_noop("换电")),
    ("pump", gettext_noop("打气筒")),
    ("rain", gettext_noop("雨具")),
    ("fridge", gettext_noop("冰箱")),
    ("wifi", gettext_noop("无线网络")),
    ("aed", gettext_noop("除颤器")),
    ("toilet", gettext_noop("厕所")),
    ("repair", gettext_noop("维修工具")),
)
"""Domain.md §4, service stations, and what riders ask for besides."""
FACTS = (
    ("open", gettext_noop("还在开")),
    ("hours", gettext_noop("开放时间")),
    ("equipment", gettext_noop("设施")),
    ("position", gettext_noop("位置")),
)
"""What is confirmed or contradicted, each by itself."""
CONFIRMERS = (
    ("staff", gettext_noop("工作人员")),
    ("keeper", gettext_noop("场所自己")),
    ("public", gettext_noop("路过的人")),
)
"""By whom a fact was confirmed: a role, never a name."""
DATUMS = (("CGCS2000", "CGCS2000"), ("WGS84", "WGS84"))
"""Equal to within some centimetres; GCJ-02 is converted when it is written."""
