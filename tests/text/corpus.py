"""A small made-up corpus: three categories, each with its own things and some shared talk."""

from random import Random

THINGS = {
    "照明": ["路灯不亮", "灯泡烧坏", "灯杆倾斜", "夜里漆黑", "线路短路"],
    "排水": ["井盖破损", "下水道堵塞", "污水外溢", "雨后积水", "管网老化"],
    "绿化": ["树枝遮窗", "草坪枯黄", "绿篱杂乱", "行道树倒伏", "花坛荒废"],
}
PLACES = ["建设路", "和平街", "东湖小区", "西关村", "北门市场", "南苑社区"]
TALK = ["请尽快处理", "希望有人来看看", "已经反映多次", "老人出行不便", "大家都很着急"]


def corpus(size: int = 240) -> tuple[list[str], list[str]]:
    """Messages and labels in a fixed shuffled order, all labels equally often."""
    chance = Random(5)
    labels = [label for _ in range(size // len(THINGS)) for label in THINGS]
    chance.shuffle(labels)
    return [_message(chance, label) for label in labels], labels


def _message(chance: Random, label: str) -> str:
    things = "，".join(chance.sample(THINGS[label], 2))
    number = chance.randrange(1, 400)
    return f"{chance.choice(PLACES)}{number}号{things}，{'，'.join(chance.sample(TALK, 2))}。"
