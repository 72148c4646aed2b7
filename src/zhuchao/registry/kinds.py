"""The closed list of tie kinds: permitted ends, the verb that writes them, the role they give."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_noop

End = Literal["person", "organisation", "division", "site"]
Verb = Literal["appoint", "affiliate", "pair", "host"]


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
    TieKind("industry_line", gettext_noop("行业隶属"), "organisation", "organisation", "affiliate"),
    TieKind("territory_line", gettext_noop("属地隶属"), "organisation", "division", "affiliate"),
    TieKind("contact", gettext_noop("联系"), "person", "organisation", "pair"),
    TieKind("host", gettext_noop("承办"), "organisation", "site", "host"),
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
    ("branch", gettext_noop("党支部")),
    ("floating_branch", gettext_noop("流动党员党支部")),
    ("enterprise", gettext_noop("企业")),
    ("platform", gettext_noop("平台企业")),
    ("association", gettext_noop("社会组织")),
    ("mediation_committee", gettext_noop("人民调解委员会")),
    ("team", gettext_noop("队伍")),
)

POSITIONS = (
    ("intake", gettext_noop("受理")),
    ("lead", gettext_noop("主办")),
    ("assist", gettext_noop("协办")),
    ("member_driver", gettext_noop("党员司机")),
    ("floating_branch", gettext_noop("流动党支部")),
    ("industry_committee", gettext_noop("行业党委")),
)
"""What an organisation does for a duty; the hops are those of the chain in the flow."""
