"""What volunteer teams do: the closed list that is counted, and which of it is dangerous."""

from django.utils.translation import gettext_noop

WORKS = (
    ("publicity", gettext_noop("政策宣传")),
    ("care", gettext_noop("探访照料")),
    ("environment", gettext_noop("环境整治")),
    ("order", gettext_noop("秩序引导")),
    ("delivery", gettext_noop("爱心配送")),
    ("night", gettext_noop("夜间巡查")),
    ("traffic", gettext_noop("路面交通疏导")),
    ("flood", gettext_noop("防汛抢险")),
    ("rescue", gettext_noop("应急救援")),
)
DANGEROUS = frozenset({"night", "traffic", "flood", "rescue"})
"""Work that only the insured go out for (志愿服务条例第十七条); the list is our own."""
