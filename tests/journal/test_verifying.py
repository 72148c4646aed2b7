"""Whatever is done to the journal behind its back is found, and the first bad row is named."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.db import connection

from zhuchao.journal import verifying
from zhuchao.journal.models import Entry, Remark, Segment
from zhuchao.journal.sealing import seal
from zhuchao.journal.verifying import OutOfTime, Report, verify
from zhuchao.journal.writing import Fact, erase_remarks, writing

pytestmark = pytest.mark.django_db
Write = Callable[..., list[int]]
COLUMNS = [field.name for field in Entry._meta.concrete_fields if field.name != "id"]


@dataclass
class Journal:
    """Two segments of five entries and three unsealed ones, each with a remark and a span."""

    ids: list[int]
    folder: Path

    def file(self, number: int) -> Path:
        return self.folder / f"{number:06}.parquet"

    def rewrite(self, number: int, change: Callable[[pa.Table], pa.Table]) -> None:
        """Change the entries of a segment file, keeping its header."""
        file = pq.ParquetFile(self.file(number))
        changed = change(file.read())
        with pq.ParquetWriter(self.file(number), changed.schema) as writer:
            writer.write_table(changed)
            header = file.metadata.metadata[b"zhuchao.segment"]
            writer.add_key_value_metadata({b"zhuchao.segment": header})


@pytest.fixture
def journal(write: Write, home: Path) -> Journal:
    for n in (5, 5, 3):
        with writing("3f2a") as log:
            for i in range(n):
                fact = Fact("tie.made", ("tie", i), "/34/", span=f"tie:{n}.{i}", remark=f"第{i}句")
                log.add(fact)
        if n == 5:
            seal()
    ids = list(Entry.objects.order_by("id").values_list("id", flat=True))
    return Journal(ids, home / "segments")


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def insert_copy(of: int, new: int, **changes: str) -> None:
    """A row like another; on PostgreSQL past the guard that ids come from the sequence."""
    listed = ", ".join(f'"{c}"' for c in COLUMNS)
    taken = ", ".join(changes.get(c, f'"{c}"') for c in COLUMNS)
    override = "OVERRIDING SYSTEM VALUE" if connection.vendor == "postgresql" else ""
    sql = f"INSERT INTO journal_entry (id, {listed}) {override} SELECT %s, {taken}"
    execute(f"{sql} FROM journal_entry WHERE id = %s", new, of)


def remove(entry: int) -> None:
    execute("DELETE FROM journal_remark WHERE entry_id = %s", entry)
    execute("DELETE FROM journal_entry WHERE id = %s", entry)


def found(report: Report) -> tuple[Any, Any]:
    assert not report.ok
    assert report.first_bad is not None
    assert report.first_bad["why"]
    return report.first_bad["where"], report.first_bad["id"]


def test_an_untouched_journal_holds(journal: Journal) -> None:
    assert verify() == Report(True, 13, 2, 3, None)


def test_an_empty_journal_holds() -> None:
    assert verify() == Report(True, 0, 0, 0, None)


OTHER_VALUES = {
    "occurred_at": "'2020-01-01 00:00:00'",
    "recorded_at": "'2020-01-01 00:00:00.000001'",
    "day": "'2020-01-01'",
    "month": "'2020-01'",
    "verb": "'tie.ended'",
    "subject_kind": "'person'",
    "subject_id": "subject_id + 100",
    "who": "'somebody'",
    "division_path": "'/'",
    "organisation": "4",
    "headcount": "3",
    "quantity": "0.01",
    "unit": "'件'",
    "facets": "'{\"a\":1}'",
    "voids": "1",
    "schema": "2",
    "span_id": "'tie:other'",
    "valid_from": "'2026-01-01'",
    "valid_to": "'2026-01-01'",
    "remark_digest": "'00'",
    "hmac": "'00'",
}


@pytest.mark.parametrize("place", [1, 8, 12])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_found(journal: Journal, column: str, place: int) -> None:
    entry = journal.ids[place]
    execute(f'UPDATE journal_entry SET "{column}" = {OTHER_VALUES[column]} WHERE id = %s', entry)
    report = verify()
    assert found(report) == ("journal_entry", entry)
    if place < 10:
        assert report.first_bad == {
            "where": "journal_entry",
            "id": entry,
            "why": f"changed: {column}",
        }


def test_the_same_codes_written_in_another_way_are_found(journal: Journal) -> None:
    execute("UPDATE journal_entry SET facets = '{ }' WHERE id = %s", journal.ids[12])
    assert found(verify()) == ("journal_entry", journal.ids[12])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's columns are typed")
@pytest.mark.parametrize("place", [1, 12])
@pytest.mark.parametrize("value", ["'garbage'", "x'ff00'", "1.5", "NULL", "'2026-13-45'"])
@pytest.mark.parametrize("column", ["occurred_at", "day", "headcount", "quantity", "facets"])
def test_garbage_is_found_and_breaks_nothing(
    journal: Journal, column: str, value: str, place: int
) -> None:
    if value == "NULL":
        column = "headcount"
        value = "0"
    execute(f"UPDATE journal_entry SET {column} = {value} WHERE id = %s", journal.ids[place])
    assert found(verify()) == ("journal_entry", journal.ids[place])


@pytest.mark.parametrize("place", [0, 2, 4, 5, 9])
def test_a_removed_sealed_entry_is_found(journal: Journal, place: int) -> None:
    remove(journal.ids[place])
    assert found(verify()) == ("journal_entry", journal.ids[place])


@pytest.mark.parametrize("new", [-7, 0])
def test_an_entry_inserted_before_the_first_is_found(journal: Journal, new: int) -> None:
    insert_copy(journal.ids[0], new, remark_digest="''", span_id="''")
    assert found(verify()) == ("journal_entry", new)


def test_an_entry_inserted_in_a_gap_is_found(write: Write) -> None:
    ids = write(3)
    remove(ids[1])
    seal()
    insert_copy(ids[0], ids[1])
    assert found(verify()) == ("journal_entry", ids[1])


def test_a_false_entry_inserted_after_the_last_is_found(journal: Journal) -> None:
    insert_copy(journal.ids[0], journal.ids[-1] + 5, who="'somebody'")
    assert found(verify()) == ("journal_entry", journal.ids[-1] + 5)


def test_two_swapped_sealed_entries_are_found(journal: Journal) -> None:
    a, b = journal.ids[1], journal.ids[3]
    execute("DELETE FROM journal_remark")
    columns = ("occurred_at", "recorded_at", "subject_id", "span_id", "remark_digest", "hmac")
    other = f"(SELECT o.{{}} FROM journal_entry o WHERE o.id = {a + b} - journal_entry.id)"
    swapped = ", ".join(f"{c} = {other.format(c)}" for c in columns)
    execute(f"UPDATE journal_entry SET {swapped} WHERE id IN (%s, %s)", a, b)
    assert found(verify()) == ("journal_entry", a)


def test_a_moved_entry_is_found(journal: Journal) -> None:
    remove(journal.ids[2])
    insert_copy(journal.ids[3], journal.ids[2])
    assert found(verify()) == ("journal_entry", journal.ids[2])


def _with(column: str, place: int, value: Any) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        values = table[column].to_pylist()
        values[place] = value
        at = table.schema.get_field_index(column)
        return table.set_column(
            at, table.schema.field(at), pa.array(values, table.schema.field(at).type)
        )

    return change


REWRITES: dict[str, tuple[Callable[[pa.Table], pa.Table], int]] = {
    "changed": (_with("who", 2, "somebody"), 7),
    "removed": (lambda t: t.filter(pc.not_equal(t["id"], t["id"][2])), 7),
    "last removed": (lambda t: t.slice(0, 4), 9),
    "inserted": (lambda t: pa.concat_tables([t.slice(0, 3), t.slice(1, 1), t.slice(3)]), 6),
    "swapped": (lambda t: t.take([0, 1, 3, 2, 4]), 7),
}


@pytest.mark.parametrize("how", REWRITES)
def test_a_rewritten_segment_file_is_found(journal: Journal, how: str) -> None:
    change, place = REWRITES[how]
    journal.rewrite(2, change)
    where, entry = found(verify())
    assert where == "000002.parquet"
    assert entry == journal.ids[place]


def test_the_same_change_in_file_and_database_is_found(journal: Journal) -> None:
    journal.rewrite(1, _with("who", 2, "somebody"))
    execute("UPDATE journal_entry SET who = 'somebody' WHERE id = %s", journal.ids[2])
    assert found(verify()) == ("000001.parquet", journal.ids[2])


def test_the_same_removal_in_file_and_database_is_found(journal: Journal) -> None:
    journal.rewrite(1, lambda t: t.slice(0, 4))
    remove(journal.ids[4])
    assert found(verify()) == ("000001.parquet", None)


def test_an_emptied_file_is_found(journal: Journal) -> None:
    journal.rewrite(1, lambda t: t.slice(0, 0))
    assert found(verify())[0] == "000001.parquet"


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_file_is_found(journal: Journal, number: int) -> None:
    journal.file(number).unlink()
    assert found(verify()) == (f"{number:06}.parquet", None)


@pytest.mark.parametrize("kept", [0, 3, 400, -1])
def test_a_cut_off_file_is_found(journal: Journal, kept: int) -> None:
    whole = journal.file(2).read_bytes()
    journal.file(2).write_bytes(whole[:kept])
    assert found(verify()) == ("000002.parquet", None)


def test_damaged_bytes_in_the_middle_of_a_file_are_found(journal: Journal) -> None:
    whole = bytearray(journal.file(2).read_bytes())
    whole[40:60] = bytes(20)
    journal.file(2).write_bytes(bytes(whole))
    assert found(verify())[0] == "000002.parquet"


def test_another_segments_file_in_its_place_is_found(journal: Journal) -> None:
    shutil.copy(journal.file(1), journal.file(2))
    assert found(verify()) == ("000002.parquet", None)


def test_a_file_with_another_column_is_found(journal: Journal) -> None:
    journal.rewrite(1, lambda t: t.append_column("more", pa.array(range(5))))
    assert found(verify()) == ("000001.parquet", None)


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_segment_row_is_found(journal: Journal, number: int) -> None:
    Segment.objects.filter(number=number).delete()
    assert found(verify()) == ("journal_segment", number)


@pytest.mark.parametrize(
    "change",
    [
        "after_id = after_id + 1",
        "last_id = last_id - 1",
        "entries = entries + 1",
        "root = chain",
        "chain = root",
        "file = '000001.parquet.old'",
        "sealed_at = '2020-01-01 00:00:00'",
        "hmac = root",
    ],
)
def test_a_changed_segment_row_is_found(journal: Journal, change: str) -> None:
    execute(f"UPDATE journal_segment SET {change} WHERE number = 2")
    assert found(verify()) == ("journal_segment", 2)


def test_a_stray_segment_file_is_found(journal: Journal) -> None:
    shutil.copy(journal.file(2), journal.file(7))
    assert found(verify()) == ("journal_segment", 7)


def test_changed_words_are_found(journal: Journal) -> None:
    Remark.objects.filter(entry_id=journal.ids[6]).update(text="另一句")
    assert found(verify()) == ("journal_remark", journal.ids[6])


def test_a_removed_remark_is_found(journal: Journal) -> None:
    Remark.objects.filter(entry_id=journal.ids[6]).delete()
    assert found(verify()) == ("journal_remark", journal.ids[6])


def test_words_put_to_an_entry_that_had_none_are_found(write: Write) -> None:
    ids = write(2)
    Remark.objects.create(entry_id=ids[1], text="添上的话", salt="00")
    assert found(verify()) == ("journal_remark", ids[1])


def test_an_erased_remark_breaks_nothing_and_is_told(journal: Journal) -> None:
    with writing("3f2a") as log:
        erase_remarks(log, ("tie", 2), reason="本人要求")
    kept = Remark.objects.get(entry_id=journal.ids[2])
    assert (kept.text, kept.salt) == ("", "")
    assert kept.erased_at
    assert Entry.objects.filter(verb="remark.erased", subject_id=2, headcount=3).count() == 1
    assert verify().ok


def test_words_that_only_claim_to_be_erased_are_found(journal: Journal) -> None:
    entry = journal.ids[2]
    execute("UPDATE journal_remark SET erased_at = '2026-01-01' WHERE entry_id = %s", entry)
    assert found(verify()) == ("journal_remark", entry)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_span SET valid_to = '2026-01-01'",
        "UPDATE journal_span SET organisation = 4",
        "UPDATE journal_span SET facets = '{\"a\":1}'",
        "UPDATE journal_span SET entry_id = 99999",
        "DELETE FROM journal_span",
    ],
)
def test_a_span_that_is_not_what_its_entry_says_is_found(journal: Journal, change: str) -> None:
    execute(f"{change} WHERE id = 'tie:3.1'")
    assert found(verify()) == ("journal_span", "tie:3.1")


def test_a_span_that_kept_an_older_version_is_found(journal: Journal) -> None:
    with writing("3f2a") as log:
        log.add(Fact("tie.ended", ("tie", 1), span="tie:3.1"))
    assert verify().ok
    execute("UPDATE journal_span SET entry_id = %s, verb = 'tie.made'", journal.ids[11])
    assert found(verify())[0] == "journal_span"


def test_a_verification_given_too_little_time_says_nothing(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(6)
    monkeypatch.setattr(verifying, "STEP", 2)
    told: list[int] = []
    with pytest.raises(OutOfTime):
        verify(seconds=0, progress=told.append)
    assert told == [2]
    assert verify(seconds=60, progress=told.append).ok
    assert told == [2, 2, 4, 6]


@pytest.mark.django_db(transaction=True)
def test_verifying_and_sealing_work_outside_a_transaction(write: Write) -> None:
    write(5)
    seal()
    write(2)
    assert verify() == Report(True, 7, 1, 2, None)
    assert not connection.in_atomic_block
