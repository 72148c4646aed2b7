"""What a merchant offers, how a visit was counted, where an application stands: closed lists."""

from django.utils.translation import gettext_noop

OFFER_KINDS = (
    ("meal_off_peak", gettext_noop("错峰就餐")),
    ("price_factor", gettext_noop("套餐打折")),
    ("free_water", gettext_noop("免费热水")),
    ("priority_pickup", gettext_noop("优先取餐")),
)
"""Domain.md §4, merchants; 7 折 is stored as what is paid: 70 per cent (claim C-09)."""
WAYS = (
    ("printed", gettext_noop("扫印刷码")),
    ("rotating", gettext_noop("扫动态码")),
    ("tally", gettext_noop("店主点数")),
)
SCANS = ("printed", "rotating")
"""What a phone counted; what the owner counts by hand stands apart (M08)."""
VIAS = (("applied", gettext_noop("商户申请")), ("nominated", gettext_noop("工作人员推荐")))
STATES = (
    ("waiting", gettext_noop("待审核")),
    ("accepted", gettext_noop("已通过")),
    ("refused", gettext_noop("未通过")),
)
TONES = {"waiting": "waiting", "accepted": "good", "refused": "quiet"}
PLATE = "warm_merchant"
"""Key of the standard whose plate makes a merchant a 暖新商户."""
SITE_KIND = "merchant"
