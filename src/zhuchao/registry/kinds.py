"""The closed list of tie kinds: permitted ends, the verb that writes them, the role they give."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_noop

End = Literal["person", "organisation", "division", "site"]
Verb = Literal[
    "appoint",
    "affiliate",
    "pair",
    "host",
    "cover",
    "enrol",
    "engage",
    "reserve",
    "commission",
    "check_in",
    "ally",
    "share",
    "succeed",
]


@dataclass(frozen=True)
class TieKind:
    """One kind of tie. `role` is the authority it gives; only `appoint` may write such a kind."""

    name: str
    label: str
    who: End
    whom: End
    verb: Verb
    role: str = ""


TIE_KINDS: tuple[TieKind, ...] = (
    TieKind("staff", gettext_noop("工作人员"), "person", "organisation", "appoint", "staff"),
    TieKind(
        "section_head",
        gettext_noop("科室负责人"),
        "person",
        "organisation",
        "appoint",
        "section_head",
    ),
    TieKind("leader", gettext_noop("分管领导"), "person", "organisation", "appoint", "leader"),
    TieKind("intake", gettext_noop("受理岗"), "person", "division", "appoint", "intake"),
    TieKind("supervisor", gettext_noop("督办岗"), "person", "division", "appoint", "supervisor"),
    TieKind("auditor", gettext_noop("审计岗"), "person", "division", "appoint", "auditor"),
    TieKind(
        "administrator", gettext_noop("系统管理"), "person", "division", "appoint", "administrator"
    ),
    TieKind(
        "member_driver", gettext_noop("党员司机"), "person", "organisation", "appoint", "staff"
    ),
    TieKind(
        "petition_desk", gettext_noop("信访岗"), "person", "division", "appoint", "petition_desk"
    ),
    TieKind(
        "petition_watch",
        gettext_noop("信访督查岗"),
        "person",
        "division",
        "appoint",
        "petition_watch",
    ),
    TieKind(
        "mediation_desk",
        gettext_noop("调解受理岗"),
        "person",
        "division",
        "appoint",
        "mediation_desk",
    ),
    TieKind("mediator", gettext_noop("调解员"), "person", "division", "appoint", "mediator"),
    TieKind(
        "community_desk",
        gettext_noop("社区服务岗"),
        "person",
        "division",
        "appoint",
        "community_desk",
    ),
    TieKind("helper", gettext_noop("邻里帮手"), "person", "division", "appoint", "helper"),
    TieKind("food_desk", gettext_noop("食安举报岗"), "person", "division", "appoint", "food_desk"),
    TieKind(
        "whistle_desk", gettext_noop("哨单调度岗"), "person", "division", "appoint", "whistle_desk"
    ),
    TieKind("whistler", gettext_noop("吹哨人"), "person", "organisation", "appoint", "whistler"),
    TieKind("party_desk", gettext_noop("党建岗"), "person", "division", "appoint", "party_desk"),
    TieKind(
        "personnel_desk",
        gettext_noop("队伍建设岗"),
        "person",
        "division",
        "appoint",
        "personnel_desk",
    ),
    TieKind(
        "secretary", gettext_noop("党组织书记"), "person", "organisation", "appoint", "secretary"
    ),
    TieKind(
        "instructor", gettext_noop("党建指导员"), "person", "organisation", "appoint", "instructor"
    ),
    TieKind(
        "team_leader",
        gettext_noop("志愿服务队队长"),
        "person",
        "organisation",
        "appoint",
        "team_leader",
    ),
    TieKind("industry_line", gettext_noop("行业隶属"), "organisation", "organisation", "affiliate"),
    TieKind("territory_line", gettext_noop("属地隶属"), "organisation", "division", "affiliate"),
    TieKind("contact", gettext_noop("联系"), "person", "organisation", "pair"),
    TieKind("household_pair", gettext_noop("结对困难群众"), "person", "person", "pair"),
    TieKind("household_aid", gettext_noop("组织结对困难群众"), "organisation", "person", "pair"),
    TieKind("host", gettext_noop("承办"), "organisation", "site", "host"),
    TieKind("covers", gettext_noop("组织覆盖"), "organisation", "organisation", "cover"),
    TieKind("reaches", gettext_noop("工作覆盖"), "organisation", "organisation", "cover"),
    TieKind("liaison", gettext_noop("党建联络员"), "person", "organisation", "cover"),
    TieKind("member", gettext_noop("党员"), "person", "organisation", "enrol"),
    TieKind("host_member", gettext_noop("流动党员"), "person", "organisation", "enrol"),
    TieKind("works_at", gettext_noop("从业人员"), "person", "organisation", "engage"),
    TieKind("post", gettext_noop("职务"), "person", "organisation", "engage"),
    TieKind("team_member", gettext_noop("志愿服务队队员"), "person", "organisation", "engage"),
    TieKind("social_worker", gettext_noop("社会工作者"), "person", "organisation", "engage"),
    TieKind("instructor_reserve", gettext_noop("指导员后备库"), "person", "division", "reserve"),
    TieKind("secretary_reserve", gettext_noop("储备支部书记"), "person", "division", "reserve"),
    TieKind("rider_grid", gettext_noop("骑手网格员"), "person", "division", "commission"),
    TieKind(
        "food_supervisor", gettext_noop("食品安全义务监督员"), "person", "division", "commission"
    ),
    TieKind(
        "organisation_check_in", gettext_noop("组织报到"), "organisation", "division", "check_in"
    ),
    TieKind("member_check_in", gettext_noop("党员报到"), "person", "division", "check_in"),
    TieKind("ally", gettext_noop("联建"), "organisation", "organisation", "ally"),
    TieKind("leads", gettext_noop("带建"), "organisation", "organisation", "ally"),
    TieKind("shares_room", gettext_noop("共享阵地"), "organisation", "site", "share"),
    TieKind("succeeded_by", gettext_noop("沿革"), "organisation", "organisation", "succeed"),
)
BY_NAME = {k.name: k for k in TIE_KINDS}
AUTHORITY = frozenset(k.name for k in TIE_KINDS if k.role)

ORGANISATION_KINDS = (
    ("department", gettext_noop("职能部门")),
    ("office", gettext_noop("街道（乡镇）办事处")),
    ("committee", gettext_noop("社区（村）居委会")),
    ("intake", gettext_noop("受理中心")),
    ("party_committee", gettext_noop("党委")),
    ("industry_committee", gettext_noop("行业党委")),
    ("general_branch", gettext_noop("党总支")),
    ("branch", gettext_noop("党支部")),
    ("joint_branch", gettext_noop("联合党支部")),
    ("floating_branch", gettext_noop("流动党员党支部")),
    ("enterprise", gettext_noop("企业")),
    ("platform", gettext_noop("平台企业")),
    ("shop", gettext_noop("个体商户")),
    ("association", gettext_noop("社会团体")),
    ("private_institution", gettext_noop("民办非企业单位")),
    ("foundation", gettext_noop("基金会")),
    ("new_community", gettext_noop("新型社区")),
    ("alliance", gettext_noop("联建共同体")),
    ("mediation_committee", gettext_noop("人民调解委员会")),
    ("team", gettext_noop("队伍")),
    ("volunteer_team", gettext_noop("志愿服务队")),
)

POSITIONS = (
    ("intake", gettext_noop("受理")),
    ("lead", gettext_noop("主办")),
    ("assist", gettext_noop("协办")),
    ("member_driver", gettext_noop("党员司机")),
    ("floating_branch", gettext_noop("流动党支部")),
    ("industry_committee", gettext_noop("行业党委")),
    ("guide", gettext_noop("指导")),
    ("drive", gettext_noop("牵头")),
    ("join", gettext_noop("共管")),
    ("backstop", gettext_noop("兜底")),
)
"""What an organisation does for a duty; the hops are those of the chain in the flow."""
SYSTEM_POSITIONS = ("guide", "drive", "join", "backstop")
"""The 1+1+N system (M26): who guides, who drives, who joins in, which place is the backstop."""
SEVERAL = ("assist", "join")
"""Positions that several organisations may fill side by side."""
PARTY_KINDS = (
    "party_committee", "industry_committee", "general_branch", "branch", "joint_branch",
    "floating_branch",
)  # fmt: skip
"""Party organisations; what they cover are units."""
UNIT_SECTORS = {
    "enterprise": "economic",
    "platform": "economic",
    "association": "social",
    "private_institution": "social",
    "foundation": "social",
}
"""Units that are to be covered, by the sector they are counted in (两新: domain.md §3, P16)."""
OPERATING = (
    ("yes", gettext_noop("在营")),
    ("no", gettext_noop("停业")),
    ("unknown", gettext_noop("不清楚")),
)
"""Whether a unit really works: only those that do are the base of a coverage rate (P16)."""
