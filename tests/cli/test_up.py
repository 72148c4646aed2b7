"""`zhuchao up`, really started: it serves, its parts may be killed, nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.home import Home
from zhuchao.cli import runner
from zhuchao.cli.management.commands.up import _accounts
from zhuchao.registry.demo import DEMO_ACCOUNTS, PASSWORD

pytestmark = pytest.mark.one_database

SECONDS = 90
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def alive(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.read() == b"ok")
    except OSError:
        return False


def wait_for(true: Callable[[], bool], seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(word) for word in listed.split()]


def child(pid: int, word: str) -> int:
    """The child of `up` whose command line has a word."""
    lines = {c: Path(f"/proc/{c}/cmdline").read_text("utf-8").split("\0") for c in children(pid)}
    return next((c for c, words in lines.items() if word in words), 0)


@contextmanager
def up(home: Home, port: int) -> Iterator[subprocess.Popen[bytes]]:
    words = home.words("up", "--empty", "--port", str(port))
    with (home.path / "up.log").open("wb") as log:
        process = subprocess.Popen(words, env=home.environment, stdout=log, stderr=log)
    try:
        wait_for(lambda: alive(port) or process.poll() is not None)
        assert process.poll() is None, (home.path / "up.log").read_text("utf-8")
        yield process
    finally:
        process.kill()
        process.wait()
        wait_for(lambda: not alive(port))


def test_it_serves_and_sigterm_ends_all_of_it(home: Home) -> None:
    port = free_port()
    with up(home, port) as process:
        again = home.run("up", "--port", str(port))
        assert again.returncode == 1
        assert len(again.stderr.splitlines()) == 1
        assert str(port) in again.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        assert not alive(port)
        assert not (home.path / "worker.heartbeat").exists()
    said = (home.path / "up.log").read_text("utf-8").splitlines()
    assert said == ["正在建立数据库……", f"筑巢已启动：http://127.0.0.1:{port}/"]


@linux
@pytest.mark.django_db
def test_its_parts_may_be_killed(migrated_home: Home) -> None:
    home = migrated_home
    port = free_port()
    with up(home, port) as process:
        wait_for((home.path / "worker.heartbeat").exists)
        worker = child(process.pid, "work")
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: child(process.pid, "work") not in {0, worker})
        assert alive(port)
        server = child(process.pid, "granian")
        [serving] = children(server)
        os.kill(serving, signal.SIGKILL)
        wait_for(lambda: children(server) not in ([], [serving]) and alive(port))
        os.kill(server, signal.SIGKILL)
        assert process.wait(SECONDS) == 1
        assert not alive(port)
    with up(home, port):
        assert alive(port)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", ""])
def test_a_port_that_is_none_is_bad_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        runner.run(["up", "--port", port])
    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_a_later_start_of_a_demo_names_its_accounts() -> None:
    said = _accounts()
    assert PASSWORD in said
    assert len(said.splitlines()) == 1 + len(DEMO_ACCOUNTS)
