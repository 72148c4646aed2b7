"""Backup and restore, as an operator does them."""

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.home import Home, new_home

pytestmark = pytest.mark.django_db

WRITE = """
from zhuchao.journal.writing import Fact, writing
for n in range(5):
    with writing("clerk") as log:
        log.add(Fact("matter.raised", ("appeal", n), facets={"n": n}, remark="路灯不亮"))
"""
WRITE_ON = """
from itertools import count
from zhuchao.journal.writing import Fact, writing
for n in count():
    with writing("clerk") as log:
        log.add(Fact("matter.raised", ("appeal", n)))
    print(n, flush=True)
"""
LOOK = """
import json
from zhuchao.journal.models import Entry, Remark
print(json.dumps([list(Entry.objects.order_by("id").values_list("id", "hmac")),
                  list(Remark.objects.order_by("entry_id").values_list("text", flat=True))]))
"""


def look(home: Home) -> str:
    return home.done("shell", "--no-imports", "-c", LOOK)


def write(home: Home) -> None:
    home.done("shell", "--no-imports", "-c", WRITE)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Home]:
    """A home with sealed and unsealed entries, an upload and a model, and its backup beside it."""
    folder = tmp_path_factory.mktemp("source")
    with new_home(folder / "home", migrated=True) as home:
        write(home)
        home.done("journal", "seal")
        write(home)
        for name in ("uploads/ab/photo.jpg", "models/dispatch/weights.npz"):
            path = home.path / name
            path.parent.mkdir(parents=True)
            path.write_bytes(name.encode() * 100)
        (home.path / "segments" / "999999.parquet").write_bytes(b"closed after the snapshot")
        home.done("backup", "-o", str(folder / "backup.tar.gz"))
        (home.path / "segments" / "999999.parquet").unlink()
        yield home


@pytest.fixture
def archive(source: Home) -> Path:
    return source.path.parent / "backup.tar.gz"


@pytest.fixture(scope="module")
def rows(source: Home) -> str:
    """What the journal of the source holds."""
    return look(source)


def test_a_restored_home_holds_the_same_and_its_journal_verifies(
    source: Home, rows: str, archive: Path, home: Home
) -> None:
    shutil.copy(source.path / "keys.json", home.path)
    home.done("restore", str(archive))
    assert look(home) == rows
    assert (home.path / "uploads/ab/photo.jpg").read_bytes() == b"uploads/ab/photo.jpg" * 100
    report = json.loads(home.done("journal", "verify", "--json"))
    assert report == {
        "ok": True,
        "entries": report["entries"],
        "segments": 1,
        "unsealed": 5,
        "first_bad": None,
    }
    write(home)
    assert json.loads(home.done("journal", "verify", "--json"))["unsealed"] == 10


def test_a_backup_made_while_others_write_is_whole(
    source: Home, rows: str, home: Home, tmp_path: Path
) -> None:
    busy = source.words("shell", "--no-imports", "-c", WRITE_ON)
    with subprocess.Popen(busy, env=source.environment, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"0\n"
        source.done("backup", "-o", str(tmp_path / "busy.tar.gz"))
        writer.terminate()
        written = len(writer.stdout.readlines())
    assert written > 5
    shutil.copy(source.path / "keys.json", home.path)
    home.done("restore", str(tmp_path / "busy.tar.gz"))
    assert json.loads(home.done("journal", "verify", "--json"))["ok"]


def test_the_archive_holds_no_key_and_no_secret(source: Home, archive: Path) -> None:
    keys = json.loads((source.path / "keys.json").read_text("utf-8"))
    hidden = [keys["root"], *keys["identity"].values()]
    hidden.append((source.path / "django.secret").read_text("utf-8"))
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        content = b"".join(f.read() for m in tar if (f := tar.extractfile(m)))
    assert not {Path(name).name for name in names} & {"keys.json", "django.secret"}
    assert not [text for text in hidden if text.encode() in content]
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_segment_closed_after_the_snapshot_is_left_out(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        segments = [name for name in tar.getnames() if name.startswith("segments/")]
    assert len(segments) == 1
    assert "999999" not in segments[0]


def test_without_the_keys_a_restored_home_does_not_start(archive: Path, home: Home) -> None:
    said = home.run("restore", str(archive)).stderr
    assert "keys.json" in said
    refused = home.run("journal", "verify")
    assert refused.returncode == 1
    assert "缺少密钥文件" in refused.stderr
    assert not (home.path / "keys.json").exists()


def test_a_home_that_holds_something_is_replaced_only_by_force(
    source: Home, rows: str, archive: Path, migrated_home: Home
) -> None:
    home = migrated_home
    write(home)
    shutil.copy(source.path / "keys.json", home.path)
    refused = home.run("restore", str(archive))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    sign_of_life = home.path / "worker.heartbeat"
    sign_of_life.touch()
    assert "zhuchao work" in home.run("restore", "--force", str(archive)).stderr
    sign_of_life.unlink()
    home.done("restore", "--force", str(archive))
    assert look(home) == rows
    assert len(list((home.path / "backups").glob("before-restore-*.tar.gz"))) == 1


def changed(archive: Path, target: Path, name: str, content: bytes | None) -> Path:
    """The archive with one member replaced, or left out."""
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            data = old.extractfile(member)
            assert data is not None
            if member.name != name:
                new.addfile(member, data)
            elif content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


@pytest.mark.parametrize("content", [b"x" * 2000, None], ids=["changed", "missing"])
def test_a_damaged_archive_is_refused_before_anything_is_touched(
    archive: Path, home: Home, tmp_path: Path, content: bytes | None
) -> None:
    bad = changed(archive, tmp_path / "bad.tar.gz", "uploads/ab/photo.jpg", content)
    refused = home.run("restore", str(bad))
    assert refused.returncode == 1
    assert "uploads/ab/photo.jpg" in refused.stderr
    assert not (home.path / "uploads").exists()


def test_a_file_that_is_no_archive_is_refused(home: Home, tmp_path: Path) -> None:
    (tmp_path / "no.tar.gz").write_text("no")
    refused = home.run("restore", str(tmp_path / "no.tar.gz"))
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1


def test_a_backup_never_overwrites(source: Home, archive: Path) -> None:
    refused = source.run("backup", "-o", str(archive))
    assert refused.returncode == 1
    assert "已存在" in refused.stderr


def test_json_is_one_document(source: Home, tmp_path: Path) -> None:
    made = json.loads(source.done("backup", "--json", "-o", str(tmp_path / "b.tar.gz")))
    assert made["engine"] in {"sqlite", "postgresql"}
    assert made["size"] == (tmp_path / "b.tar.gz").stat().st_size
