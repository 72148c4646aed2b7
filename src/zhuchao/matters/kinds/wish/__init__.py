"""微心愿 wish: what is asked at intake, its price ceiling, and what may not be said (M16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.wish import effects, parts
from zhuchao.matters.kinds.wish.aside import desk_part, part_of
from zhuchao.matters.redaction import draft_fault, summary_fault
from zhuchao.rules.flow import Ask

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft
    from zhuchao.matters.models import Matter

AGES = (
    ("child", "14 岁以下"),
    ("youth", "14 至 17 岁"),
    ("adult", "成年人"),
    ("elder", "60 岁以上"),
)
UNDER_AGE = ("child", "youth")
FORMS = (("goods", "一样东西"), ("service", "帮一个忙"))
"""Never cash: what is given goes through the community's hands (domain.md §5)."""
MOST_PARTS = 99


@dataclass(frozen=True)
class Intake:
    """Of whom no more is public than his age band; the price in fen."""

    version: int = 1
    age: str = ""
    guardian: bool = False
    form: str = "goods"
    price: int = 0
    parts: int = 1


def _faults(draft: "Draft") -> Iterator[tuple[str, str]]:
    price = draft.payload.get("price")
    if isinstance(price, int) and price > settings.ZHUCHAO_WISH_CEILING * 100:
        words = _("微心愿最高 %(most)s 元；更大的困难请走救助渠道")
        yield "price", words % {"most": settings.ZHUCHAO_WISH_CEILING}
    fault = draft_fault(draft)
    if fault:
        yield "summary", fault


def _summary_fault(matter: "Matter", text: str) -> str:
    return summary_fault(matter, text, public=matter.state in parts.EVER_PUBLIC)


KIND = Kind(
    Intake,
    asks=(
        Ask("age", "年龄段", "choice", AGES),
        Ask(
            "guardian",
            "监护人知道并同意",
            "yes",
            when=("age", UNDER_AGE),
            hint="未满 18 岁的要勾选。",
        ),
        Ask("form", "想要什么", "choice", FORMS, hint="不收现金、红包和转账。"),
        Ask("price", "大约多少钱", "money", hint="帮忙的事写 0。"),
        Ask(
            "parts",
            "可以分给几个人认领",
            "number",
            least=1,
            most=MOST_PARTS,
            hint="不能分就写 1。",
        ),
    ),
    check=_faults,
    effects=effects.EFFECTS,
    moves=parts.MOVES,
    summary=_summary_fault,
    aside=("matters/wish/aside.html", part_of),
    desk_aside=("matters/wish/desk.html", desk_part),
    idle=parts.IDLE,
    ways={
        "give_back": (
            gettext_noop("退回认领"),
            gettext_noop("办不了就退回，让别人接着办，不影响您任何事。"),
        ),
        "received": (gettext_noop("我收到了"), gettext_noop("收到、合用，就请确认。")),
        "amiss": (
            gettext_noop("没有收到或不合用"),
            gettext_noop("写明情况，社区会重新安排。"),
        ),
        "thank": (
            gettext_noop("说声谢谢"),
            gettext_noop("会转给帮您的人看；不写姓名、住址和病情。"),
        ),
        "close": (gettext_noop("就这样结束"), gettext_noop("不写感谢也没有关系。")),
    },
)
