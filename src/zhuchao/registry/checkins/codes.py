"""What a community may ask for: the closed list of kinds of items, and that there is none."""

from django.utils.translation import gettext_noop

ITEM_KINDS = (
    ("policy", gettext_noop("政策宣讲")),
    ("environment", gettext_noop("环境整治")),
    ("elders", gettext_noop("助老助残")),
    ("civility", gettext_noop("文明实践")),
    ("skills", gettext_noop("技能服务")),
    ("duty", gettext_noop("应急值守")),
)
NO_ITEM = gettext_noop("没有这个事项，或者您不能查看")
