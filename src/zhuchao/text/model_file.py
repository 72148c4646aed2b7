"""One file of arrays and facts: numbers and text only, so that reading it runs no code."""

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

FORMAT = 1
FACTS = "facts"


class BrokenModel(ValueError):
    """The file is no model of this program, or of another version of it."""


def write(path: Path, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, object]) -> None:
    """Write all or nothing: a reader of `path` never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": FORMAT, **facts}, ensure_ascii=False).encode()
    packed = {**arrays, FACTS: np.frombuffer(text, dtype=np.uint8)}
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as draft:
        try:
            np.savez_compressed(draft, **packed)  # type: ignore[arg-type]
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(path)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


def read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The arrays and facts of a file; raises FileNotFoundError or BrokenModel."""
    with well_formed(path), path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
        facts = json.loads(arrays.pop(FACTS).tobytes())
        if facts["format"] != FORMAT:
            raise BrokenModel(path)
    return arrays, facts


@contextmanager
def well_formed(path: Path) -> Iterator[None]:
    """Turn every way of stumbling over a file's content into BrokenModel."""
    try:
        yield
    except (
        AttributeError,
        BadZipFile,
        EOFError,
        KeyError,
        TypeError,
        ValueError,
        zlib.error,
    ) as error:
        raise BrokenModel(path) from error
