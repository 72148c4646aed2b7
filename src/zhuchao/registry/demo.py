"""The people of the invented district: one for each role, and one for each office that acts."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_noop

from zhuchao.access.accounts import create_account
from zhuchao.access.models import Account
from zhuchao.access.scope import Scope
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, appoint
from zhuchao.registry.district import SHIPPED, load_district
from zhuchao.registry.models import Organisation

PASSWORD = "Zhuchao-2026"  # noqa: S105 (printed at every start of the demo)
ROOT = "ZC"


@dataclass(frozen=True)
class DemoAccount:
    """A login of the demo: who, as what, and the ties (kind, code of where) that make it so."""

    username: str
    name: str
    role: str
    ties: tuple[tuple[str, str], ...]


DEMO_ACCOUNTS = (
    DemoAccount(
        "admin",
        "甲一",
        gettext_noop("系统管理员（首次登录须设置动态口令）"),
        (("administrator", ROOT),),
    ),
    DemoAccount("shouli", "乙二", gettext_noop("受理员"), (("intake", ROOT), ("staff", "intake"))),
    DemoAccount("jingban", "丙三", gettext_noop("住建局经办"), (("staff", "zjj"),)),
    DemoAccount("xieban", "丁四", gettext_noop("城管局经办，常作协办"), (("staff", "cgj"),)),
    DemoAccount("kezhang", "戊五", gettext_noop("住建局科长"), (("section_head", "zjj"),)),
    DemoAccount(
        "lingdao", "己六", gettext_noop("分管领导"), (("leader", "zjj"), ("leader", "cgj"))
    ),
    DemoAccount("duban", "庚七", gettext_noop("督办"), (("supervisor", ROOT),)),
    DemoAccount("shenji", "辛八", gettext_noop("审计"), (("auditor", ROOT),)),
    DemoAccount("siji", "壬九", gettext_noop("党员司机"), (("member_driver", "hy-siji"),)),
    DemoAccount(
        "shuji",
        "癸十",
        gettext_noop("流动党支部书记"),
        (("staff", "hy-zhibu"), ("secretary", "hy-zhibu")),
    ),
    DemoAccount("dangjian", "乙十一", gettext_noop("党建岗"), (("party_desk", ROOT),)),
    DemoAccount("duiwu", "丙十二", gettext_noop("队伍建设岗"), (("personnel_desk", ROOT),)),
    DemoAccount(
        "tiaojie",
        "子一",
        gettext_noop("区化解超市受理"),
        (("mediation_desk", ROOT), ("staff", "tj-qu")),
    ),
    DemoAccount("tiaojieyuan", "丑二", gettext_noop("调解员"), (("mediator", "ZC02"),)),
    DemoAccount("tiaojieyuan2", "寅三", gettext_noop("社区调解员"), (("mediator", "ZC0303"),)),
    DemoAccount("chuishao", "酉九", gettext_noop("街道吹哨人"), (("whistler", "jd-nuanyan"),)),
    DemoAccount("diaodu", "戌十", gettext_noop("哨单调度"), (("whistle_desk", ROOT),)),
    DemoAccount("shian", "亥十一", gettext_noop("食安举报受理"), (("food_desk", ROOT),)),
    DemoAccount(
        "shequ",
        "午七",
        gettext_noop("社区服务岗"),
        (("community_desk", "ZC03"), ("staff", "sq-nuanyang")),
    ),
    DemoAccount("bangshou", "未八", gettext_noop("邻里帮手"), (("helper", "ZC03"),)),
    DemoAccount("dangwei", "甲十一", gettext_noop("行业党委"), (("staff", "hy-dangwei"),)),
    DemoAccount(
        "xinfang",
        "卯四",
        gettext_noop("区信访局窗口"),
        (("petition_desk", ROOT), ("staff", "xfj")),
    ),
    DemoAccount("ducha", "辰五", gettext_noop("信访督查"), (("petition_watch", ROOT),)),
    DemoAccount("dianzhu", "申八", gettext_noop("面馆店主"), (("staff", "dp-mianguan"),)),
    DemoAccount("quzhang", "巳六", gettext_noop("接访的区领导"), (("leader", "qzfb"),)),
)
"""What `zhuchao demo` and `zhuchao up` print."""


def make_district(scope: Scope) -> None:
    """Load the invented district over the blank one. Raises ValueError should it be at fault."""
    report = load_district(scope, SHIPPED / "demo")
    if report.faults:
        raise ValueError("; ".join(map(str, report.faults)))


def make_accounts(scope: Scope) -> None:
    """Make every account of the demo, and a clerk (user name = code) for each other office."""
    known = {d.username: d for d in DEMO_ACCOUNTS}
    staffed = {where for one in known.values() for kind, where in one.ties if kind == "staff"}
    offices = Organisation.objects.exclude(code__in=staffed).exclude(kind="team").order_by("pk")
    clerks = (
        DemoAccount(o.code, f"{STEMS[i % 10]}{NUMERALS[i // 10]}", "", (("staff", o.code),))
        for i, o in enumerate(offices, 12)
    )
    for one in (*DEMO_ACCOUNTS, *clerks):
        person = add_person(scope, one.name, create_account(scope, one.username, name=one.name))
        for kind, where in one.ties:
            appoint(scope, kind, person, _whom(where))
    # One hash for all: thirty different ones would take most of the demo's time.
    Account.objects.update(password=make_password(PASSWORD))


STEMS = "甲乙丙丁戊己庚辛壬癸"
NUMERALS = ("", "十", "廿", "卅", "卌")


def _whom(code: str) -> Organisation | Division:
    found = Organisation.objects.select_related("division").filter(code=code).first()
    return found or Division.objects.get(code=code)
