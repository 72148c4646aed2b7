"""The published rules suffice: hashlib and json alone arrive at what the platform says."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest

from zhuchao.journal.merkle import Tree
from zhuchao.journal.proof import export
from zhuchao.journal.sealing import seal
from zhuchao.journal.segments import Header

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "journal.md"
Write = Callable[..., list[int]]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def text(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def root(hashes: list[bytes]) -> str:
    while len(hashes) > 1:
        pairs = [hashes[i : i + 2] for i in range(0, len(hashes), 2)]
        hashes = [sha256(b"\x01" + p[0] + p[1]) if len(p) == 2 else p[0] for p in pairs]
    return hashes[0].hex()


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    block = DOCUMENT.read_text("utf-8").split("```json\n")[1].split("```")[0]
    read: dict[str, Any] = json.loads(block)
    return read


def test_the_example_of_the_document_can_be_recomputed(example: dict[str, Any]) -> None:
    leaves = [sha256(b"\x00" + leaf.encode()) for leaf in example["leaves"]]
    assert [leaf.hex() for leaf in leaves] == example["leaf_hashes"]
    assert sha256(b"\x01" + leaves[0] + leaves[1]).hex() == example["node_1_2"]
    assert root(leaves) == example["root"]
    assert sha256(example["chained"].encode()).hex() == example["chain"]
    assert json.loads(example["chained"])[5] == example["root"]


def test_the_platform_computes_the_example_alike(example: dict[str, Any]) -> None:
    tree = Tree()
    for leaf in example["leaf_hashes"]:
        tree.add(bytes.fromhex(leaf))
    assert tree.root().hex() == example["root"]
    before, number, after, last, entries, top, sealed_at = json.loads(example["chained"])
    header = Header(number, after, last, entries, top, "", "000001.parquet", sealed_at, "")
    assert header.chained_to(before) == example["chain"]


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plain(value: Any) -> Any:
    """A Parquet value in canonical form, by the words of the document."""
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@pytest.mark.django_db
def test_an_outsider_can_check_an_exported_proof(write: Write, tmp_path: Path) -> None:
    for n in (3, 1, 6):
        write(n, facets={"category": "噪声"}, quantity=Decimal("2.5"), valid_from=date(2026, 1, 2))
        seal()
    export(tmp_path / "proof.zip", 2, 3)
    with ZipFile(tmp_path / "proof.zip") as archive:
        document = json.loads(archive.read("proof.json"))
        chain = document["chain_before"]
        for segment in document["segments"]:
            rows = pq.read_table(BytesIO(archive.read(f"segments/{segment['file']}")))
            lists = [[plain(v) for v in row.values()] for row in rows.to_pylist()]
            assert root([sha256(b"\x00" + text(values)) for values in lists]) == segment["root"]
            names = ("number", "after_id", "last_id", "entries", "root", "sealed_at")
            chain = sha256(text([chain, *(segment[name] for name in names)])).hex()
            assert chain == segment["chain"]
            ids = [values[0] for values in lists]
            assert (len(ids), ids[-1]) == (segment["entries"], segment["last_id"])
