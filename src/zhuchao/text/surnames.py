"""How people are called in a text: a common surname with a given name, or with what one says."""

import re

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The hundred commonest. A rare one is missed: what is filled in or hidden, a person looks over."""
TITLES = (
    "先生|女士|小姐|师傅|大爷|大娘|大妈|大哥|大姐|奶奶|爷爷|阿姨|叔叔|伯伯|老人家|老师|同志|医生|某某?"
    "|主任|书记|科长|队长|经理|所长|站长|网格员"
)
PERSON = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
CALLED = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?:{TITLES})")
FAMILIAR = re.compile(rf"[老小][{SURNAMES}](?![\u4e00-\u9fff]{{0,1}}[路街巷村])")


def is_person(words: str) -> bool:
    """Whether words are nothing but what somebody is called.

    >>> is_person("张三"), is_person("李阿姨"), is_person("路灯坏了")
    (True, True, False)
    """
    return bool(PERSON.fullmatch(words) or re.fullmatch(rf".{{0,4}}(?:{TITLES})", words))
