"""Road graphs as files of numbers and text, so that reading one runs no code."""

import json
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any
from zipfile import BadZipFile

import numpy as np

from zhuchao.roads.roads import MODES, Roads
from zhuchao.roads.unusable import Unusable

FORMAT = 1
FACTS = "facts"
NAME = re.compile(r"\w[\w-]{0,39}")
NODES = ("ids", "lon", "lat")
EDGES = ("u", "v", "forward_m", "backward_m", "kind", "speed_mps")
BENDS = ("bend_lon", "bend_lat")
ARRAYS = (*NODES, *EDGES, *BENDS, "bends_at")

BAD_NAME = "路网名称只能用文字、数字、下划线和连字符，不超过 40 个字：%(given)s"
NO_NETWORK = "没有路网“%(given)s”，请先运行 zhuchao roads load"
BROKEN = "路网文件已损坏或版本不符，请重新载入：%(given)s"
WORDING = (BAD_NAME, NO_NETWORK, BROKEN)


def place(home: Path, name: str) -> Path:
    """Where the network of a name is kept. Raises Unusable for a name that is no file name."""
    if not NAME.fullmatch(name):
        raise Unusable(BAD_NAME, name)
    return home / "roads" / name


@contextmanager
def exchanged(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes its place when it is complete: nobody ever meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as draft:
        try:
            yield draft
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(path)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


def save(path: Path, roads: Roads) -> None:
    """Write a network, replacing the one that was there."""
    facts = {
        "format": FORMAT,
        "kinds": roads.kinds,
        "sources": roads.sources,
        "attribution": roads.attribution,
        "dropped": roads.dropped,
    }
    packed: dict[str, Any] = {name: getattr(roads, name) for name in ARRAYS}
    packed |= {f"right_{mode}": roads.rights[mode] for mode in MODES}
    text = json.dumps(facts, ensure_ascii=False).encode()
    packed[FACTS] = np.frombuffer(text, dtype=np.uint8)
    with exchanged(path) as file:
        np.savez(file, **packed)


def read(path: Path) -> Roads:
    """A stored network. Raises Unusable where there is none or the file is not one of ours."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return _checked({name: stored[name] for name in stored.files})
    except FileNotFoundError as error:
        raise Unusable(NO_NETWORK, path.name) from error
    except (AttributeError, BadZipFile, EOFError, KeyError, TypeError, ValueError, zlib.error):
        # What numpy met in a broken file says nothing to whoever reads the message.
        raise Unusable(BROKEN, path.name) from None


def _checked(arrays: dict[str, Any]) -> Roads:
    """Raises ValueError where the arrays do not fit each other."""
    facts = json.loads(arrays[FACTS].tobytes())
    if facts["format"] != FORMAT:
        raise ValueError(facts["format"])
    found = Roads(
        **{name: arrays[name] for name in ARRAYS},
        rights={mode: arrays[f"right_{mode}"] for mode in MODES},
        kinds=tuple(facts["kinds"]),
        sources=tuple((name, digest) for name, digest in facts["sources"]),
        attribution=facts["attribution"],
        dropped=facts["dropped"],
    )
    sizes = [{len(arrays[name]) for name in names} for names in (NODES, EDGES, BENDS)]
    fits = all(len(size) == 1 for size in sizes) and len(found.bends_at) == len(found.u) + 1
    ends = np.concatenate([found.u, found.v])
    if not fits or ((ends < 0) | (ends >= len(found.ids))).any():
        raise ValueError("arrays of different lengths")
    return found
