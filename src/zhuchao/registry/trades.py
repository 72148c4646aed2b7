"""The trades of units: the sections of GB/T 4754-2017, before them those of the new groups."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from zhuchao.text.cells import plain

TRADES = (
    ("courier", gettext_noop("快递")),
    ("delivery", gettext_noop("外卖配送")),
    ("freight", gettext_noop("道路货运")),
    ("ride_hailing", gettext_noop("网约出行")),
    ("livestream", gettext_noop("网络直播")),
    ("agriculture", gettext_noop("农、林、牧、渔业")),
    ("mining", gettext_noop("采矿业")),
    ("manufacturing", gettext_noop("制造业")),
    ("utilities", gettext_noop("电力、热力、燃气及水生产和供应业")),
    ("construction", gettext_noop("建筑业")),
    ("retail", gettext_noop("批发和零售业")),
    ("transport", gettext_noop("交通运输、仓储和邮政业")),
    ("catering", gettext_noop("住宿和餐饮业")),
    ("information", gettext_noop("信息传输、软件和信息技术服务业")),
    ("finance", gettext_noop("金融业")),
    ("property", gettext_noop("房地产业")),
    ("business", gettext_noop("租赁和商务服务业")),
    ("research", gettext_noop("科学研究和技术服务业")),
    ("environment", gettext_noop("水利、环境和公共设施管理业")),
    ("services", gettext_noop("居民服务、修理和其他服务业")),
    ("education", gettext_noop("教育")),
    ("health", gettext_noop("卫生和社会工作")),
    ("culture", gettext_noop("文化、体育和娱乐业")),
    ("public", gettext_noop("公共管理、社会保障和社会组织")),
    ("international", gettext_noop("国际组织")),
)
"""Code and label; in the order of choice."""
LABELS = dict(TRADES)

_SAID: Mapping[str, str] = {
    "快递业": "courier", "快递物流": "courier", "寄递": "courier", "寄递物流": "courier",
    "外卖": "delivery", "网约配送": "delivery", "即时配送": "delivery",
    "货运": "freight", "物流": "freight", "货运物流": "freight", "公路货运": "freight",
    "网约车": "ride_hailing", "出租车": "ride_hailing", "直播": "livestream",
    "网络主播": "livestream", "农业": "agriculture", "农林牧渔": "agriculture",
    "农林牧渔业": "agriculture", "工业": "manufacturing", "加工制造": "manufacturing",
    "制造": "manufacturing", "建筑": "construction", "建筑施工": "construction",
    "批发零售": "retail", "批发零售业": "retail", "零售": "retail", "批发": "retail",
    "商贸": "retail", "商业": "retail", "交通运输": "transport", "运输": "transport",
    "交通运输业": "transport", "仓储": "transport", "餐饮": "catering", "餐饮业": "catering",
    "住宿": "catering", "住宿餐饮": "catering", "住宿餐饮业": "catering", "酒店": "catering",
    "软件": "information", "信息技术": "information", "互联网": "information",
    "信息服务": "information", "金融": "finance", "房地产": "property", "物业": "property",
    "物业管理": "property", "商务服务": "business", "租赁": "business",
    "人力资源": "business", "律师事务所": "business", "科研": "research",
    "技术服务": "research", "环保": "environment", "居民服务": "services",
    "家政": "services", "修理": "services", "服务业": "services", "培训": "education",
    "教育业": "education", "教育培训": "education", "卫生": "health", "医疗": "health",
    "养老": "health", "社会工作": "health", "文化": "culture", "体育": "culture",
    "娱乐": "culture", "文体娱乐": "culture", "社会组织": "public",
}  # fmt: skip
"""What people write for them."""
_WORDS = {
    **_SAID,
    **{plain(label): code for code, label in TRADES},
    **{code: code for code in LABELS},
}


def trade_of(words: str) -> str | None:
    """The code of a trade by its label or a usual word for it; None when there is none such.

    >>> trade_of("批发零售"), trade_of("制造业"), trade_of("星际贸易")
    ('retail', 'manufacturing', None)
    """
    return _WORDS.get(plain(words))
