"""How a matter ends when its asker cannot be reached: three recorded attempts, never fewer.

The asker's word closes a matter; without it, tries on different days do (domain.md §2, call-back).
"""

from zhuchao.rules.flow import Ask, State, Step

UNREACHED = State("unreached", "三次联系不上办结", "quiet", final=True)
WAYS = (("call", "打电话"), ("message", "发短信"), ("visit", "上门"))
HEARD = (
    ("no_answer", "没有人接、没有回复"),
    ("not_in", "人不在"),
    ("wrong", "号码或地址不对"),
)


def attempt(source: tuple[str, ...], by: tuple[str, ...]) -> Step:
    """One try to reach the asker that did not reach him; the state stays."""
    asks = (Ask("way", "怎么联系的", "choice", choices=WAYS),)
    heard = (Ask("heard", "结果", "choice", choices=HEARD),)
    return Step("attempt", "记录一次没有联系上", source, None, by, asks=asks + heard, inside=True)


def close_unreached(source: tuple[str, ...], by: tuple[str, ...]) -> Step:
    """The end after tries on three days; the action counts them in the journal."""
    return Step("close_unreached", "三次联系不上，办结", source, UNREACHED.name, by)
