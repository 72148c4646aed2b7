"""The closed lists of a visit: how it is made, what it finds, and what became of either."""

from django.utils.translation import gettext_noop

MODES = (
    ("call", gettext_noop("上门走访")),
    ("stay", gettext_noop("蹲点")),
    ("case", gettext_noop("解剖式调研")),
    ("talk", gettext_noop("座谈")),
)
"""蹲点 is a stay of more than one day (articles.txt)."""
TOPICS = (
    ("organisation", gettext_noop("党组织建设")),
    ("members", gettext_noop("党员情况")),
    ("workers", gettext_noop("新就业群体情况")),
    ("difficulty", gettext_noop("困难问题")),
    ("suggestion", gettext_noop("意见建议")),
    ("practice", gettext_noop("好做法")),
)
STATES = (
    ("planned", gettext_noop("计划中"), "new"),
    ("under_way", gettext_noop("进行中"), "active"),
    ("due", gettext_noop("等登记结果"), "waiting"),
    ("held", gettext_noop("等写报告"), "waiting"),
    ("reported", gettext_noop("已报告"), "good"),
    ("called_off", gettext_noop("已取消"), "quiet"),
    ("taken_back", gettext_noop("已撤回"), "quiet"),
)
FOLLOW_UPS = (
    ("noted", gettext_noop("只记下"), "quiet"),
    ("open", gettext_noop("跟进中"), "active"),
    ("late", gettext_noop("跟进超期"), "bad"),
    ("raised", gettext_noop("已转办件"), "waiting"),
    ("done", gettext_noop("已落实"), "good"),
    ("taken_back", gettext_noop("已撤回"), "quiet"),
)
"""Code, words, tone."""
NOT_VISIBLE = gettext_noop("没有这次走访，或者您不能查看")
NO_FINDING = gettext_noop("没有这条发现，或者您不能查看")
