"""`python -m bench.issues FILE --id … --gold GOLD`: quality and growth of finding hot issues."""

import argparse
import csv
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.feature_extraction.text import TfidfVectorizer

from zhuchao.text.issues import Message, find_issues
from zhuchao.text.message_file import Columns, read_messages
from zhuchao.text.places_named import named

SIZES = (5_000, 12_500, 25_000, 50_000)
FEASIBLE = 6_000
"""The reference compares all pairs, which takes 8 bytes each."""
BARS = np.arange(0.7, 0.96, 0.05)
SIGNS = "云青石山水龙金玉春秋东林竹梅兰松柏桃杏荷柳泉溪江河湖海天地星月风雨雪霜华美丽宁安康福"
ROW = "{:<34}{:>10}{:>10}{:>12}{:>10}"


def main() -> None:
    """Measure CPU on the file, then on copies of it that speak of other places."""
    parser = argparse.ArgumentParser(prog="bench.issues", description=__doc__)
    parser.add_argument("file", type=Path)
    for name in ("id", "title", "text", "time"):
        parser.add_argument(f"--{name}", default=name)
    parser.add_argument("--gold", type=Path, help="a table: id, issue name or empty")
    parser.add_argument("--most", type=int, default=SIZES[-1])
    options = parser.parse_args()
    columns = Columns(options.id, options.title, options.text, options.time)
    messages = read_messages(options.file, columns, UTC).messages
    gold = _gold(options.gold) if options.gold else {}
    print(ROW.format("method", "messages", "CPU s", "µs/message", "mean F1"))
    _measure("names and topics", messages, gold)
    _reference(messages, gold)
    for size in SIZES:
        if len(messages) < size <= options.most:
            _measure("names and topics, other places", _grown(messages, size), {})


def _gold(path: Path) -> dict[str, set[str]]:
    """Issue name → ids, from the first two columns of a table."""
    found: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in list(csv.reader(lines))[1:]:
            if row[1]:
                found[row[1]].add(row[0])
    return found


def _measure(name: str, messages: Sequence[Message], gold: dict[str, set[str]]) -> None:
    started = time.process_time()
    found = find_issues(messages)
    seconds = time.process_time() - started
    groups = [{m.id for m in issue.messages} for issue in found]
    _line(name, len(messages), seconds, _quality(gold, groups))


def _reference(messages: Sequence[Message], gold: dict[str, set[str]]) -> None:
    """Pairs and triples of characters, TF-IDF, average linkage, at its best bar for the gold."""
    if len(messages) > FEASIBLE:
        return
    started = time.process_time()
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), min_df=2, sublinear_tf=True)
    rows = vectorizer.fit_transform([f"{m.title} {m.text[:300]}" for m in messages])
    apart = 1 - (rows @ rows.T).toarray()
    tree = linkage(apart[np.triu_indices(len(messages), k=1)].clip(0), "average")
    seconds = time.process_time() - started
    best = max(_quality(gold, _groups(messages, tree, bar)) for bar in BARS)
    _line("characters, TF-IDF, best bar", len(messages), seconds, best)


def _groups(messages: Sequence[Message], tree: np.ndarray, bar: float) -> Iterable[set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for message, label in zip(messages, fcluster(tree, bar, "distance"), strict=True):
        found[label].add(message.id)
    return found.values()


def _quality(gold: dict[str, set[str]], groups: Iterable[set[str]]) -> float:
    """The mean over gold issues of the best F1 of any group."""
    made = list(groups)
    scores = [max(2 * len(ids & g) / (len(ids) + len(g)) for g in made) for ids in gold.values()]
    return sum(scores) / len(scores) if scores else float("nan")


def _line(name: str, count: int, seconds: float, quality: float) -> None:
    shown = "" if quality != quality else f"{quality:.3f}"
    print(ROW.format(name, count, f"{seconds:.1f}", f"{1e6 * seconds / count:.0f}", shown))


def _grown(messages: Sequence[Message], size: int) -> list[Message]:
    """Copies until there are so many; in each, every name is another one, the same throughout."""
    names = [named(f"{m.title}。{m.text[:300]}") for m in messages]
    found = list(messages)
    for copy in range(1, -(-size // len(messages))):
        for message, own in zip(messages, names, strict=True):
            title, text = message.title, message.text
            for name in sorted(own, key=len, reverse=True):
                other = _other(name, copy)
                title, text = title.replace(name, other), text.replace(name, other)
            found.append(Message(f"{copy}-{message.id}", title, text, message.time))
    return found[:size]


def _other(name: str, copy: int) -> str:
    """Another name of the same length and ending."""
    chance = random.Random(f"{copy} {name}")
    kept = 1 if len(name) < 4 else 2
    return "".join(chance.choice(SIGNS) for _ in name[:-kept]) + name[-kept:]


if __name__ == "__main__":
    main()
