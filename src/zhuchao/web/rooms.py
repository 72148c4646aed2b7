"""The rooms of the desk as its rail lists them, in groups: address, name, icon, who sees it."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from zhuchao.registry.site_policy import MEMBERS

OVER = ("supervisor", "administrator")
PARTY = ("party_desk", *OVER)
PETITION = ("petition_desk", "petition_watch")
HONOURS = (*PARTY, "personnel_desk", "auditor", *MEMBERS)


@dataclass(frozen=True)
class Room:
    """One line of the rail; `roles` that see it, none: whoever has an account."""

    path: str
    label: str
    icon: str
    roles: tuple[str, ...] = ()


GROUPS: tuple[tuple[str, tuple[Room, ...]], ...] = (
    (
        "",
        (
            Room("/desk/", gettext_noop("今日"), "desk"),
            Room("/desk/matters/", gettext_noop("办件"), "list"),
            Room("/desk/enter/", gettext_noop("代录"), "add", ("intake", "supervisor", *MEMBERS)),
            Room("/desk/rates/", gettext_noop("三率"), "chart"),
            Room("/desk/issues/", gettext_noop("热点问题"), "info", ("intake", "supervisor")),
            Room("/desk/petitions/", gettext_noop("信访情况"), "chart", PETITION),
            Room("/desk/receptions/", gettext_noop("领导接访"), "people", PETITION),
            Room(
                "/desk/mediation/",
                gettext_noop("化解超市"),
                "people",
                ("mediation_desk", "mediator"),
            ),
            Room(
                "/desk/whistles/",
                gettext_noop("哨单"),
                "list",
                ("whistler", "whistle_desk", *MEMBERS),
            ),
            Room(
                "/desk/rechecks/",
                gettext_noop("办结复核"),
                "check",
                ("supervisor", "petition_watch", "food_desk"),
            ),
            Room("/desk/routing/", gettext_noop("职责清单"), "route"),
            Room("/desk/handover/", gettext_noop("移交"), "hand", MEMBERS),
        ),
    ),
    (
        gettext_noop("党建"),
        (
            Room("/desk/reunion/", gettext_noop("找组织"), "people", ("party_desk", "secretary")),
            Room(
                "/desk/admissions/", gettext_noop("发展党员"), "check", ("party_desk", "secretary")
            ),
            Room("/desk/coverage/", gettext_noop("两个覆盖"), "chart", PARTY),
            Room(
                "/desk/instructors/", gettext_noop("党建指导员"), "people", (*PARTY, "instructor")
            ),
            Room("/desk/contacts/", gettext_noop("一对一联系"), "people", (*PARTY, "leader")),
            Room("/desk/visits/", gettext_noop("走访"), "people", (*PARTY, "secretary", *MEMBERS)),
            Room("/desk/alliances/", gettext_noop("联建带建"), "people", (*PARTY, "secretary")),
            Room(
                "/desk/rooms/",
                gettext_noop("共享阵地"),
                "pin",
                ("party_desk", "secretary", *MEMBERS),
            ),
            Room("/desk/checkins/", gettext_noop("双报到"), "hand", ("community_desk", *PARTY)),
            Room(
                "/desk/checkins/mine/", gettext_noop("我的报到"), "check", ("secretary", *MEMBERS)
            ),
            Room(
                "/desk/organisations/",
                gettext_noop("组织和单位"),
                "route",
                (*PARTY, "secretary", "instructor"),
            ),
            Room(
                "/desk/imports/", gettext_noop("名册导入"), "inbox", ("party_desk", "administrator")
            ),
        ),
    ),
    (
        gettext_noop("服务圈"),
        (
            Room("/desk/sites/", gettext_noop("场所一览"), "pin"),
            Room("/desk/merchants/", gettext_noop("暖新商户"), "pin", (*OVER, *MEMBERS)),
            Room("/desk/estates/", gettext_noop("小区指路图"), "map", (*OVER, *MEMBERS)),
            Room("/desk/circle/", gettext_noop("十分钟圈"), "map", (*OVER, *MEMBERS)),
            Room("/desk/marks/", gettext_noop("挂牌"), "check", (*OVER, *MEMBERS)),
            Room("/desk/boards/", gettext_noop("机构牌子"), "list", (*OVER, *MEMBERS)),
        ),
    ),
    (
        gettext_noop("邻里和队伍"),
        (
            Room("/desk/neighbours/", gettext_noop("邻里帮手"), "people", ("community_desk",)),
            Room(
                "/desk/cards/", gettext_noop("心愿卡片"), "print", ("community_desk", "supervisor")
            ),
            Room(
                "/desk/teams/",
                gettext_noop("志愿服务队"),
                "people",
                ("community_desk", *PARTY, "team_leader"),
            ),
            Room(
                "/desk/appointments/",
                gettext_noop("聘任"),
                "people",
                ("community_desk", "food_desk", *OVER),
            ),
            Room("/desk/personnel/", gettext_noop("社会工作者"), "people", ("personnel_desk",)),
            Room("/desk/honours/", gettext_noop("荣誉"), "check", HONOURS),
            Room(
                "/desk/people/",
                gettext_noop("查找人员"),
                "search",
                ("party_desk", "personnel_desk", "administrator", "secretary"),
            ),
        ),
    ),
    (
        gettext_noop("管理"),
        (
            Room("/journal/", gettext_noop("办理记录"), "journal", ("auditor", "administrator")),
            Room("/settings/", gettext_noop("设置"), "settings", ("administrator",)),
        ),
    ),
)
"""The first group, of matters, needs no heading."""
