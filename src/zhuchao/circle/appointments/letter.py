"""The letter of appointment as a Word file: number, name, area and term; no identity number."""

from datetime import date

from zhuchao.matters.sheet import Sheet
from zhuchao.registry.models import Tie

TITLES = {"rider_grid": "骑手网格员", "food_supervisor": "食品安全义务监督员"}
DUTIES = {
    "rider_grid": (
        "请您在送单途中顺手反映井盖破损、消防通道堵塞等身边的隐患。"
        "安全第一：停稳以后再报，不必专程寻找，不拍摄他人。"
    ),
    "food_supervisor": (
        "请您反映食品安全问题、宣传食品安全知识、反馈群众意见。您的身份对被反映的商户和平台保密。"
    ),
}
"""Domain.md §4: report, publicise, feed back [P38]; reports are about places, not persons."""


def letter(tie: Tie) -> bytes:
    """The letter of one appointment. Its words are Chinese in every language of the screen."""
    who = tie.who_person.label if tie.who_person else ""
    area = tie.whom_division.name if tie.whom_division else ""
    sheet = Sheet("聘  书")
    sheet.number(f"聘〔{tie.valid_from.year}〕{tie.pk} 号")
    sheet.address(f"{who}：")
    until = tie.valid_to or tie.valid_from
    sheet.say(
        f"经培训合格，聘请您担任{area}{TITLES[tie.kind]}，"
        f"任期自{day(tie.valid_from)}至{day(until)}。"
    )
    sheet.say(DUTIES[tie.kind])
    sheet.say("聘任出于自愿，可以随时提出不再担任，不影响您的任何权益。")
    sheet.sign("（聘任单位盖章）", day(tie.valid_from))
    return sheet.docx()


def day(one: date) -> str:
    """A day as official papers write it.

    >>> day(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{one.year}年{one.month}月{one.day}日"
