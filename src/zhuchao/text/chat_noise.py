"""What a copied chat holds besides words: pictures, emotions, notices of the program, greetings."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@cache
def listed(heading: str) -> tuple[str, ...]:
    """One list of chat_words.txt."""
    text = (files("zhuchao.text") / "chat_words.txt").read_text("utf-8")
    below = text.split(f"[{heading}]\n")[1].split("\n\n")[0]
    return tuple(below.split())


def _bracketed(*headings: str) -> str:
    """What the program writes for a thing: [图片], 【视频】, [文件: 申请.pdf]."""
    words = "|".join(re.escape(word) for heading in headings for word in listed(heading))
    return rf"[\[［【]\s*(?:{words})\s*(?:[:：][^\]］】\n]{{0,80}})?[\]］】]"


_PICTURE = re.compile(_bracketed("pictures"))
_RECORDING = re.compile(_bracketed("recordings") + r"""(?:\s*\d{1,3}\s*(?:["″”']+|秒))?""")
_PLACE = re.compile(r"[\[［【]\s*(?:位置|地点|Location)\s*[:：]\s*([^\]］】\n]{1,80})[\]］】]")
_THING = re.compile(_bracketed("things", "faces"))
_QUOTED = re.compile(r"^「[^」]*」\s*\n\s*(?:[-—－]\s?){5,}\s*\n?", re.M)
_NOTICE = re.compile(
    r"^(?:.{0,40}(?:撤回了?一条消息|加入了?群聊|移出了?群聊|拍了拍.{0,40}|修改群名为.*|的聊天记录)|以下是新消息|以下为聊天记录"
    r"|以上是打招呼的内容|查看更多消息|(?:以下是)?聊天记录[:：]?|@所有人)\s*$",
    re.M,
)
_MENTION = re.compile("@所有人\\s?|@[^\\s@]{1,20}\u2005")
_IDLE = re.compile(f"(?:{'|'.join(map(re.escape, listed('idle')))})*", re.I)
_LONGEST_IDLE = 40


@dataclass(frozen=True)
class Cleaned:
    """The words of a message, and how many pictures and recordings stood among them."""

    text: str
    pictures: int
    recordings: int


def clean(text: str) -> Cleaned:
    """Take out what stands for things that cannot be copied; a place that was sent keeps its words.

    >>> clean("井盖破了[图片][图片][捂脸] [位置：春风社区北门]")
    Cleaned(text='井盖破了 春风社区北门', pictures=2, recordings=0)
    """
    text = _PLACE.sub(r"\1", _QUOTED.sub("", text))
    text, pictures = _PICTURE.subn("", text)
    text, recordings = _RECORDING.subn("", text)
    for noise in (_THING, _NOTICE, _MENTION):
        text = noise.sub("", text)
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return Cleaned("\n".join(filter(None, lines)), pictures, recordings)


def is_idle(text: str) -> bool:
    """Whether a message asks for nothing: a greeting, 收到, a thumb, or no words at all.

    >>> is_idle("好的，收到👍"), is_idle("好的，路灯呢")
    (True, False)
    """
    plain = "".join(filter(str.isalnum, text))
    return len(plain) <= _LONGEST_IDLE and bool(_IDLE.fullmatch(plain))


def visible(text: str) -> str:
    """The text in plain lines, gaps made small, without signs nobody sees and no table takes."""
    kept = (re.sub(r"\s{2,}", " ", _seen(line)).strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _seen(line: str) -> str:
    line = line.replace("\t", " ")
    return "".join(c for c in line if unicodedata.category(c) not in _UNSEEN)


_UNSEEN = ("Cc", "Cf", "Cs")


def without_emoji(text: str) -> str:
    """A name as one writes it down."""
    kept = "".join(c for c in text if not _is_emoji(c))
    return re.sub(r"\s+", " ", kept).strip(" ~-—_·.|*")


def _is_emoji(sign: str) -> bool:
    drawn = unicodedata.category(sign) in ("So", "Co", "Cn", "Cs")
    return drawn or sign in "\ufe0f\u20e3" or "\U0001f3fb" <= sign <= "\U0001f3ff"
