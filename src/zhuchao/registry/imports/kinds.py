"""The four registers that can be brought in, and the fields of each: a closed list."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_noop

from zhuchao.access.scope import Scope
from zhuchao.registry.imports.fields import Field, choice
from zhuchao.registry.kinds import (
    AUTHORITY,
    OPERATING,
    ORGANISATION_KINDS,
    PARTY_KINDS,
    TIE_KINDS,
    UNIT_SECTORS,
)
from zhuchao.registry.terms import FORMS, REACHED_BY, STAGES
from zhuchao.registry.trades import TRADES
from zhuchao.text.cells import (
    plain,
    read_count,
    read_day,
    read_flag,
    read_organisation_name,
    read_person_name,
)
from zhuchao.text.identifiers import read_credit_code, read_person_number, read_phone

LABELS = dict(ORGANISATION_KINDS)


@dataclass(frozen=True)
class ImportKind:
    """A register: its name, label, fields, and the roles that may bring it in."""

    name: str
    label: str
    fields: tuple[Field, ...]
    roles: tuple[str, ...]
    hint: str

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name."""
        return {one.name: one for one in self.fields}

    @property
    def needed(self) -> tuple[Field, ...]:
        """The fields no row may lack."""
        return tuple(one for one in self.fields if one.needed)

    def paths(self, scope: Scope) -> tuple[str, ...]:
        """The division paths in which a scope may bring it in; the root for a job."""
        return ("/",) if scope.system else scope.paths(*self.roles)


def _day(cell: object) -> str:
    return read_day(cell).isoformat()


def _flag(cell: object) -> int:
    return int(read_flag(cell))


UNIT_WORDS = {
    "企业": "enterprise", "非公企业": "enterprise", "非公有制企业": "enterprise",
    "民营企业": "enterprise", "私营企业": "enterprise", "新经济组织": "enterprise",
    "有限责任公司": "enterprise", "有限公司": "enterprise", "股份有限公司": "enterprise",
    "个体工商户": "enterprise", "混合所有制企业": "enterprise", "公司": "enterprise",
    "平台企业": "platform", "平台": "platform", "互联网平台": "platform",
    "社会团体": "association", "社团": "association", "行业协会": "association",
    "协会": "association", "商会": "association", "学会": "association",
    "民办非企业单位": "private_institution", "民非": "private_institution",
    "社会服务机构": "private_institution", "民办非企业": "private_institution",
    "基金会": "foundation", "慈善基金会": "foundation",
}  # fmt: skip
PARTY_WORDS = {
    "党委": "party_committee", "基层党委": "party_committee",
    "行业党委": "industry_committee", "综合党委": "industry_committee",
    "党总支": "general_branch", "党总支部": "general_branch", "总支": "general_branch",
    "党支部": "branch", "支部": "branch", "独立党支部": "branch",
    "联合党支部": "joint_branch", "联合支部": "joint_branch",
    "流动党员党支部": "floating_branch", "流动党支部": "floating_branch",
}  # fmt: skip
OPERATING_WORDS = {
    "经营中": "yes", "在营": "yes", "正常": "yes", "正常经营": "yes", "存续": "yes", "开业": "yes",
    "在业": "yes", "营业": "yes", "是": "yes", "实际运营": "yes", "有": "yes",
    "已停业": "no", "停业": "no", "歇业": "no", "注销": "no", "吊销": "no", "已注销": "no",
    "停产": "no", "否": "no", "空壳": "no", "僵尸企业": "no",
    "不清楚": "unknown", "未核实": "unknown", "失联": "unknown",
}  # fmt: skip
COVER_WORDS = {
    "单独组建": "own", "单建": "own", "单独": "own", "独立组建": "own",
    "联合组建": "joint", "联合": "joint", "联合党支部": "joint",
    "行业组建": "industry", "行业": "industry", "行业统建": "industry", "区域统建": "industry",
}  # fmt: skip
REACH_WORDS = {
    "工会": "union", "共青团": "youth_league", "团组织": "youth_league",
    "其他群团组织": "other", "其他": "other",
}  # fmt: skip
STAGE_WORDS = {
    "正式党员": "formal", "正式": "formal", "党员": "formal", "中共党员": "formal",
    "预备党员": "probationary", "预备": "probationary", "中共预备党员": "probationary",
}  # fmt: skip
OUTSIDE_WORDS = dict.fromkeys(
    ("群众", "共青团员", "团员", "无党派人士", "民主党派", "入党积极分子", "积极分子"), "none"
)
"""What stands under 政治面貌 of those who are no members."""
TIE_VERBS = (
    "cover",
    "enrol",
    "engage",
    "reserve",
    "check_in",
    "ally",
    "share",
    "affiliate",
    "pair",
)
TIE_WORDS = {
    plain(word): kind.name
    for kind in TIE_KINDS
    if kind.verb in TIE_VERBS and kind.whom != "person" and kind.name != "social_worker"
    for word in (kind.label, kind.name)
    if kind.name not in AUTHORITY
}
"""What a Party desk may write, and never what gives authority; households have their own page."""

NAME_WORDS = ("单位名称", "企业名称", "机构名称", "全称", "组织全称", "社会组织名称", "商户名称")
DIVISION = Field(
    "division",
    gettext_noop("所在区划"),
    ("区划", "所属社区", "所在社区", "社区", "所属街道", "街道", "镇街", "所在镇街", "乡镇",
     "属地", "所属区划", "行政区划", "所在地", "区划代码", "村社区", "村居", "所属镇街"),
    hint=gettext_noop("街道、社区的名称或代码；空着就放到上传时选的区划。"),
    examples=("", ""),
)  # fmt: skip
SINCE = Field(
    "since",
    gettext_noop("成立日期"),
    ("成立时间", "注册日期", "注册时间", "设立时间", "组建时间", "批准成立时间", "开业日期"),
    _day,
    day=True,
    hint=gettext_noop("如 2024-03-05；只知道月份就写 2024-03。空着算从今天起。"),
    examples=("2019-05-20", "2021-03"),
)
PHONE = Field(
    "phone",
    gettext_noop("公开电话"),
    ("联系电话", "电话", "办公电话", "单位电话", "固定电话", "座机"),
    read_phone,
    shape="phone",
    hint=gettext_noop("对外公开的电话；不要写个人手机。"),
    examples=("0551-8234567", ""),
)
MEMBERS = Field(
    "members_known",
    gettext_noop("党员人数"),
    ("党员数", "正式党员数", "党员总数", "现有党员", "正式党员人数", "党员", "党员人数合计"),
    read_count,
    hint=gettext_noop("最近一次摸排到的正式党员人数。"),
    examples=("4", "0"),
)
CODE = Field(
    "code",
    gettext_noop("代码"),
    ("组织代码", "单位代码", "编号", "党组织代码", "组织编号", "单位编号"),
    most=40,
    hint=gettext_noop("平台里的代码；新单位空着，会自动编。"),
    examples=("", ""),
)

ORGANISATIONS = ImportKind(
    "organisations",
    gettext_noop("党组织"),
    (
        Field(
            "name",
            gettext_noop("党组织名称"),
            ("组织名称", "党支部名称", "支部名称", "名称", *NAME_WORDS),
            read_organisation_name,
            needed=True,
            most=80,
            examples=("示例巢上物流党支部", "示例货运行业党委"),
        ),
        Field(
            "kind",
            gettext_noop("党组织类别"),
            ("组织类别", "类别", "类型", "党组织类型", "组织类型"),
            choice(PARTY_WORDS),
            needed=True,
            options=tuple((k, LABELS[k]) for k in PARTY_KINDS),
            examples=("党支部", "行业党委"),
        ),
        CODE,
        DIVISION,
        Field(
            "industry",
            gettext_noop("行业隶属"),
            ("上级党组织", "隶属党组织", "所属行业党委", "主管党委", "行业党委", "上级党委"),
            hint=gettext_noop("上级党组织的名称或代码，应已在平台里。"),
            examples=("", ""),
        ),
        Field(
            "territory",
            gettext_noop("属地隶属"),
            ("属地党组织", "属地管理", "属地街道", "隶属街道"),
            hint=gettext_noop("属地街道、社区的名称或代码。"),
            examples=("", ""),
        ),
        MEMBERS,
        PHONE,
        SINCE,
    ),
    ("party_desk", "administrator"),
    gettext_noop("党委、党总支、党支部和它们的隶属关系"),
)
UNITS = ImportKind(
    "units",
    gettext_noop("两企三新单位"),
    (
        Field(
            "name",
            gettext_noop("单位名称"),
            ("企业名称", "名称", *NAME_WORDS),
            read_organisation_name,
            needed=True,
            most=80,
            examples=("示例巢上商贸有限公司", "示例晴川快递协会"),
        ),
        Field(
            "credit_code",
            gettext_noop("统一社会信用代码"),
            ("信用代码", "社会信用代码", "机构代码证号码(社会信用代码)", "信用代码证号",
             "工商执照注册号(统一社会信用代码)", "组织机构代码", "营业执照号", "注册号"),
            read_credit_code,
            shape="credit_code",
            hint=gettext_noop("18 位。凭它认出同一家单位。"),
            examples=("91999999MA00000A11", "51999999MJ00000B1N"),
        ),
        CODE,
        Field(
            "kind",
            gettext_noop("单位类别"),
            ("企业类型", "类别", "类型", "单位类型", "组织类型", "单位性质", "企业性质",
             "登记注册类型"),
            choice(UNIT_WORDS),
            needed=True,
            options=tuple((k, LABELS[k]) for k in UNIT_SECTORS),
            examples=("企业", "社会团体"),
        ),
        DIVISION,
        Field(
            "trade",
            gettext_noop("行业"),
            ("所属行业", "行业类别", "行业门类", "主营行业", "行业分类"),
            options=TRADES,
            examples=("批发和零售业", "快递"),
        ),
        Field(
            "headcount",
            gettext_noop("从业人数"),
            ("从业人员", "从业人员数", "从业人员数量", "员工数", "职工人数", "职工总数", "员工人数",
             "在职人数", "用工人数"),
            read_count,
            hint=gettext_noop("最近一次摸排到的人数，写整数。"),
            examples=("46", "5"),
        ),
        MEMBERS,
        Field(
            "operating",
            gettext_noop("经营状态"),
            ("经营情况", "登记状态", "企业状态", "运营状态", "是否实际运营", "是否正常经营",
             "状态"),
            choice(OPERATING_WORDS),
            options=OPERATING,
            examples=("经营中", "经营中"),
        ),
        PHONE,
        SINCE,
        Field(
            "cover",
            gettext_noop("覆盖党组织"),
            ("所在党组织", "覆盖的党组织", "组织覆盖", "所属党组织", "隶属党支部", "党组织名称",
             "党组织", "所在党支部"),
            hint=gettext_noop("已经覆盖它的党组织的名称或代码，应已在平台里。"),
            examples=("", ""),
        ),
        Field(
            "cover_form",
            gettext_noop("组建方式"),
            ("覆盖方式", "党组织组建方式", "组建形式", "覆盖形式", "组建类型"),
            choice(COVER_WORDS),
            options=FORMS,
            examples=("", ""),
        ),
        Field(
            "cover_since",
            gettext_noop("覆盖日期"),
            ("覆盖时间", "党组织组建时间", "覆盖起始日期"),
            _day,
            day=True,
            examples=("", ""),
        ),
    ),
    ("party_desk", "administrator"),
    gettext_noop("企业、平台企业、社会组织，和覆盖它们的党组织"),
)  # fmt: skip
PEOPLE = ImportKind(
    "people",
    gettext_noop("人员和党员"),
    (
        Field(
            "name",
            gettext_noop("姓名"),
            ("党员姓名", "人员姓名", "名字"),
            read_person_name,
            needed=True,
            secret=True,
            examples=("甲示例", "乙示例"),
        ),
        Field(
            "id_number",
            gettext_noop("身份证号"),
            ("身份证号码", "公民身份号码", "公民身份证号", "证件号码", "证件号", "身份证"),
            read_person_number,
            shape="person_number",
            secret=True,
            hint=gettext_noop("18 位，加密保存。身份证号和手机号至少写一个。"),
            examples=("999999199001010016", ""),
        ),
        Field(
            "phone",
            gettext_noop("手机号"),
            ("手机号码", "手机", "联系电话", "电话", "联系方式", "联系号码", "本人电话"),
            read_phone,
            shape="phone",
            secret=True,
            hint=gettext_noop("加密保存。"),
            examples=("", "13000000002"),
        ),
        Field(
            "member",
            gettext_noop("是否党员"),
            ("党员", "政治面貌是否党员"),
            _flag,
            options=(("1", gettext_noop("是")), ("0", gettext_noop("否"))),
            examples=("是", "否"),
        ),
        Field(
            "branch",
            gettext_noop("所在党支部"),
            ("所属组织", "所属党支部", "所在党组织", "党支部", "组织关系所在支部", "支部",
             "所属党组织", "组织关系所在党组织"),
            hint=gettext_noop("党组织的名称或代码，应已在平台里。"),
            examples=("示例巢上物流党支部", ""),
        ),
        Field(
            "stage",
            gettext_noop("党员类别"),
            ("人员类别", "党员类型", "党员身份", "组织身份", "政治面貌", "政治身份"),
            choice({**STAGE_WORDS, **OUTSIDE_WORDS}),
            options=STAGES,
            examples=("正式党员", ""),
        ),
        Field(
            "joined",
            gettext_noop("入党日期"),
            ("入党时间", "入党年月", "加入中共组织的时间"),
            _day,
            day=True,
            examples=("", ""),
        ),
        Field(
            "unit",
            gettext_noop("工作单位"),
            ("单位", "所在单位", "就业单位", "单位名称", "从业单位", "所属单位"),
            hint=gettext_noop("单位的名称、代码或信用代码，应已在平台里。"),
            examples=("", ""),
        ),
        Field(
            "since",
            gettext_noop("入职日期"),
            ("入职时间", "到岗时间", "参加工作时间", "入职年月"),
            _day,
            day=True,
            examples=("", ""),
        ),
    ),
    ("party_desk",),
    gettext_noop("姓名、证件和电话加密保存；党员关系只有党建岗能导入"),
)  # fmt: skip
TIES = ImportKind(
    "ties",
    gettext_noop("关系"),
    (
        Field(
            "kind",
            gettext_noop("关系种类"),
            ("关系", "种类", "类别", "关系类型"),
            choice(TIE_WORDS),
            needed=True,
            options=tuple((k.name, k.label) for k in TIE_KINDS if k.name in TIE_WORDS.values()),
            examples=("联建", "联系"),
        ),
        Field(
            "who",
            gettext_noop("主体"),
            ("谁", "甲方", "主体代码", "主体名称", "单位名称", "姓名"),
            needed=True,
            secret=True,
            hint=gettext_noop("单位写名称或代码，人员写身份证号或手机号。"),
            examples=("示例巢上物流党支部", "13000000002"),
        ),
        Field(
            "whom",
            gettext_noop("对象"),
            ("对谁", "乙方", "对象代码", "对象名称", "联系单位", "对方"),
            needed=True,
            secret=True,
            hint=gettext_noop("单位、区划、场所写名称或代码，人员写身份证号或手机号。"),
            examples=("示例货运行业党委", "示例巢上商贸有限公司"),
        ),
        Field(
            "since",
            gettext_noop("开始日期"),
            ("起始日期", "开始时间", "起", "自", "起始时间", "生效日期"),
            _day,
            needed=True,
            day=True,
            examples=("2024-03-05", "2025-01"),
        ),
        Field(
            "until",
            gettext_noop("结束日期"),
            ("终止日期", "结束时间", "止", "至", "到期日期", "截止日期"),
            _day,
            day=True,
            examples=("", ""),
        ),
        Field(
            "form",
            gettext_noop("方式"),
            ("组建方式", "覆盖方式", "党员类别"),
            choice({**COVER_WORDS, **STAGE_WORDS, **REACH_WORDS}),
            options=(*FORMS, *STAGES, *REACHED_BY),
            hint=gettext_noop(
                "组织覆盖写组建方式，党员写党员类别，工作覆盖写由谁覆盖，其余空着。"
            ),
            examples=("", ""),
        ),
    ),
    ("party_desk",),
    gettext_noop("联建、结对、联系、覆盖等；任命和权限不能导入"),
)  # fmt: skip
KINDS = {kind.name: kind for kind in (ORGANISATIONS, UNITS, PEOPLE, TIES)}
