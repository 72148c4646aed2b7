"""Segments are closed one after the other, by one sealer, and survive being killed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import connection

from zhuchao.journal.leases import LeaseTaken, lease
from zhuchao.journal.models import Entry, Segment
from zhuchao.journal.sealing import Tampered, seal
from zhuchao.journal.segments import Draft, numbers_on_disk
from zhuchao.journal.verifying import verify

pytestmark = pytest.mark.django_db
Write = Callable[..., list[int]]


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_nothing_to_seal_makes_no_segment(home: Path) -> None:
    assert seal() == []
    assert list((home / "segments").iterdir()) == []


def test_a_segment_holds_all_committed_entries_in_order(write: Write, home: Path) -> None:
    ids = write(7)
    (header,) = seal()
    file = pq.ParquetFile(home / "segments" / "000001.parquet")
    assert file.read()["id"].to_pylist() == ids
    assert (header.entries, header.last_id) == (7, ids[-1])
    row = Segment.objects.get()
    assert (row.root, row.chain, row.hmac) == (header.root, header.chain, header.hmac)
    assert json.loads(file.metadata.metadata[b"zhuchao.segment"]) == header._asdict()


def test_segments_follow_each_other_without_gap_or_overlap(write: Write) -> None:
    made = [seal()[0] for _ in range(3) if write(4)]
    assert [header.number for header in made] == [1, 2, 3]
    assert [header.after_id for header in made[1:]] == [header.last_id for header in made[:-1]]
    assert made[1].chain == made[1].chained_to(made[0].chain)
    assert verify().ok


def test_a_second_run_seals_nothing(write: Write) -> None:
    write(3)
    assert len(seal()) == 1
    assert seal() == []


def test_a_second_sealer_is_told_so_and_writes_nothing(write: Write, home: Path) -> None:
    write(3)
    with lease("journal.seal", 60), pytest.raises(LeaseTaken):
        seal()
    assert not Segment.objects.exists()
    assert len(seal()) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_around_naming_the_file_is_made_good(
    write: Write, home: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    write(3)
    seal()
    write(2)
    publish = Draft.publish

    def crash(draft: Draft) -> None:
        if moment == "after":
            publish(draft)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Draft, "publish", crash)
        with pytest.raises(KeyboardInterrupt):
            seal()
    assert Segment.objects.count() == 1
    ids = write(4)
    made = seal()
    assert sum(header.entries for header in made) == 6
    assert made[-1].last_id == ids[-1]
    assert numbers_on_disk() == list(Segment.objects.values_list("number", flat=True))
    assert verify().ok


def test_a_draft_left_by_a_killed_sealer_is_removed(write: Write, home: Path) -> None:
    write(1)
    left = home / "segments" / ".000001.parquet.abc.draft"
    left.parent.mkdir()
    left.write_bytes(b"half")
    seal()
    assert not left.exists()


def test_a_sealer_that_lost_its_lease_publishes_nothing(
    write: Write, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(3)
    finish = Draft.finish

    def slow(draft: Draft, *args: Any) -> None:
        finish(draft, *args)
        execute("UPDATE journal_lease SET holder = 'another'")

    monkeypatch.setattr(Draft, "finish", slow)
    with pytest.raises(LeaseTaken):
        seal()
    assert not Segment.objects.exists()
    assert numbers_on_disk() == []


def test_a_false_entry_is_not_sealed(write: Write) -> None:
    ids = write(3)
    execute("UPDATE journal_entry SET who = 'somebody' WHERE id = %s", ids[1])
    with pytest.raises(Tampered, match=f"entry {ids[1]}"):
        seal()
    assert numbers_on_disk() == []


def test_a_removed_segment_row_comes_back_only_over_the_same_entries(write: Write) -> None:
    ids = write(3)
    seal()
    Segment.objects.all().delete()
    execute("DELETE FROM journal_entry WHERE id = %s", ids[1])
    with pytest.raises(Tampered, match="other entries"):
        seal()
    assert not verify().ok


def test_a_strange_file_in_the_place_of_the_next_segment_stops_sealing(
    write: Write, home: Path
) -> None:
    write(3)
    seal()
    (home / "segments" / "000002.parquet").write_bytes(b"something")
    write(1)
    with pytest.raises(Tampered, match="segment 2"):
        seal()
    assert Entry.objects.count() == 4
