"""What is asked when a petition is taken down, and what of it may be asked online."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from zhuchao.rules.flow import Ask

WAYS = (
    ("online", _("网上")),
    ("letter", _("来信")),
    ("phone", _("来电")),
    ("visit", _("来访")),
    ("fax", _("传真")),
)
"""信访形式 (信访工作条例第十七条)."""
PURPOSES = (
    ("claim", _("求决")),
    ("suggestion", _("意见建议")),
    ("accusation", _("揭发控告")),
    ("appeal", _("申诉")),
    ("other", _("其他")),
)
"""信访目的 (domain.md §1, G2)."""
RECEIVED_BY = (
    ("office", _("信访部门收到")),
    ("organ", _("其他机关、单位直接收到")),
    ("unclear", _("其他机关、单位收到，姓名、住址不清")),
)
"""Who received it decides which duty to tell the petitioner runs (第二十二条、第二十三条)."""


@dataclass(frozen=True)
class Intake:
    """Codes and numbers of the intake; names and words are sealed elsewhere."""

    version: int = 1
    way: str = "online"
    purpose: str = "claim"
    received_by: str = "office"
    organ: int | None = None
    received_on: str = ""
    headcount: int | None = None
    """How many came, where they came: counted as persons, never as batches."""
    deputies: int | None = None
    joint: bool = False
    """联名: several signed it."""
    grave: bool = False
    about: int | None = None
    """The office complained about; never of an accusation, whose office is sealed away."""
    reception: int | None = None
    filed_as: str = ""
    """初件 first or 重件 repeat, as a person confirmed it; empty: nobody has yet."""
    earlier: int | None = None
    """The matter it repeats."""
    apart: tuple[int, ...] = ()
    """Hotline matters that a person found to be another thing."""
    hotline: int | None = None
    """The hotline matter it took over."""


WAY = Ask("way", _("信访形式"), "choice", WAYS)
PURPOSE = Ask("purpose", _("信访目的"), "choice", PURPOSES)
JOINT = Ask("joint", _("联名信访"), "yes", required=False)
ACCUSED = Ask(
    "accused",
    _("被检举的单位"),
    "office",
    required=False,
    when=("purpose", ("accusation",)),
    kept=True,
    hint=_("登记后这个单位和它的人都看不到这一件。"),
)
ABOUT = Ask(
    "about",
    _("反映的是哪个单位"),
    "office",
    required=False,
    when=("purpose", ("claim", "suggestion", "appeal", "other")),
)
ASKS = (
    WAY,
    PURPOSE,
    Ask("received_by", _("由谁收到"), "choice", RECEIVED_BY, required=False),
    Ask("organ", _("收到的机关、单位"), "office", when=("received_by", ("organ",))),
    Ask("received_on", _("收到日期"), "date", required=False, hint=_("来信等不是今天收到的才填。")),
    Ask("headcount", _("来访人数"), "number", least=1, most=10_000, when=("way", ("visit",))),
    Ask(
        "deputies",
        _("其中代表人数"),
        "number",
        required=False,
        least=1,
        most=100,
        when=("way", ("visit",)),
        hint=_("多人来访的，应当推选代表。"),
    ),
    JOINT,
    ABOUT,
    ACCUSED,
    Ask("grave", _("重大、紧急，可能造成社会影响"), "yes", required=False),
)
ONLINE = (PURPOSE, ABOUT, ACCUSED, JOINT)
"""What is asked on the public page: no number of any document, ever."""
COUNTER_ONLY = (
    *("received_by", "organ", "received_on", "headcount", "deputies", "grave"),
    *("reception", "filed_as", "earlier", "apart", "hotline"),
)
"""What only staff may say of a petition."""
WAYS_ONLINE = {
    "ask_review": (
        _("请求复查"),
        _("不服处理意见的，写明理由，由原办理单位的上一级机关复查。"),
    ),
    "ask_re_review": (
        _("请求复核"),
        _("不服复查意见的，写明理由，由复查机关的上一级机关复核。"),
    ),
    "rate": (_("评价"), _("请对办理工作说一句，不影响您的任何权利。")),
    "withdraw": (_("撤回"), _("撤回后不再办理，以后可以重新提出。")),
}
"""The petitioner's own steps: the button, and what it does."""
