"""What an estate's card can say: closed lists with the words of the screens."""

from django.utils.translation import gettext_noop

SITE_PREFIX = "friendly_"
"""Sites of these kinds can have a card (domain.md §4, friendly scenes)."""
GATE_KINDS = (
    ("ebike", gettext_noop("电动车")),
    ("walk", gettext_noop("行人")),
    ("car", gettext_noop("汽车")),
    ("delivery", gettext_noop("快递货车")),
)
"""Who may come in by a gate; of a gate without any nothing is known."""
NOTES = (
    ("", gettext_noop("没有要求")),
    ("register", gettext_noop("要登记")),
    ("call", gettext_noop("要打电话叫门")),
    ("push", gettext_noop("下车推行")),
    ("guard", gettext_noop("找门卫开门")),
)
LIFTS = (
    ("unknown", gettext_noop("电梯不详")),
    ("yes", gettext_noop("有电梯")),
    ("no", gettext_noop("没有电梯")),
)
SPOT_KINDS = (
    ("bay", gettext_noop("停车点")),
    ("locker", gettext_noop("快递柜")),
    ("shelf", gettext_noop("外卖架")),
)
SPOT_SIGNS = {"bay": "P", "locker": "柜", "shelf": "架"}
"""What a spot is marked with on the drawing."""
REGISTRATION = (
    ("unknown", gettext_noop("不详")),
    ("none", gettext_noop("不用登记")),
    ("once", gettext_noop("第一次来登记")),
    ("always", gettext_noop("每次都登记")),
)
