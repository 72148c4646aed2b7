"""A person's name as it is compared: without spaces, dots and full width, simplified signs."""

import re
import unicodedata

_VARIANTS = str.maketrans(
    "張陳劉楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇呂蔣蘆賈葉閆戴鍾譚陸範萬廖鄒龍賴龔龐嚴顧湯歐陽齊錢"
    "國華偉軍強麗紅東曉芳輝濤寶榮貴蘭鳳興業學輩愛蓮雲飛慶豐樂亞為紅銀鋒鋼鐵鵬誠維義勳勇衛紀純",
    "张陈刘杨黄赵吴孙马罗郑谢许韩冯邓萧叶苏吕蒋芦贾叶闫戴钟谭陆范万廖邹龙赖龚庞严顾汤欧阳齐钱"
    "国华伟军强丽红东晓芳辉涛宝荣贵兰凤兴业学辈爱莲云飞庆丰乐亚为红银锋钢铁鹏诚维义勋勇卫纪纯",
)
"""The traditional signs that are common in names; a rare one only makes a match less likely."""
_BETWEEN = re.compile(r"[\s·•・．.\-‧]+")
_LONG_NUMBER = re.compile(r"\d{15}")
_GAPS = re.compile(r"(?<=\d)[\s\-_·.]+(?=\d)")


def plain_name(name: str) -> str:
    """The name as it is hashed and compared; empty for one without letters.

    >>> plain_name("張 三"), plain_name("买买提·艾力"), plain_name("Ａ王")
    ('张三', '买买提艾力', 'A王')
    """
    flat = unicodedata.normalize("NFKC", name).translate(_VARIANTS)
    return _BETWEEN.sub("", flat).upper()


def holds_id_number(text: str) -> bool:
    """Whether a text holds what looks like an ID number, however it is spaced: 15 digits or more.

    >>> holds_id_number("我的号是 340181 19900101 123X"), holds_id_number("13812341234")
    (True, False)
    """
    flat = _GAPS.sub("", unicodedata.normalize("NFKC", text))
    return bool(_LONG_NUMBER.search(flat))
