"""Server and worker as children: restarted, ended together, never left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhuchao.cli import processes
from zhuchao.cli.processes import Child, Restarted, keep_running

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DIE = [sys.executable, "-c", "raise SystemExit(3)"]
KEEPER = """
import sys
from zhuchao.cli.processes import keep_running
sleep = "import os, time; os.write(1, bytes(f'{os.getpid()} ', 'ascii')); time.sleep(60)"
sleep = [sys.executable, "-c", sleep]
sys.exit(0 if keep_running(sleep, sleep) else 1)
"""


LATE = """
import os, time
from zhuchao.web.orphans import end_with_parent
parent = os.getpid()
if os.fork():
    os._exit(0)
while os.getppid() == parent:
    time.sleep(0.01)
end_with_parent(parent)
os.write(1, b"left behind")
"""


def gone(pid: int, seconds: float = 5) -> bool:
    """Whether a process ends within some seconds; a dead child nobody asked for counts."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status = Path(f"/proc/{pid}/stat")
        try:
            if status.read_text("utf-8").rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


def test_the_death_of_the_server_ends_both() -> None:
    started = time.monotonic()
    assert not keep_running(DIE, SLEEP)
    assert time.monotonic() - started < 10


def test_a_worker_that_dies_is_started_again_after_a_growing_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    worker = Restarted(DIE)
    first = worker.child
    for pause in (2, 4, 8):
        worker.child.end()
        before = worker.child
        worker.watch()
        moment += pause - 0.1
        worker.watch()
        assert worker.child is before
        moment += 0.2
        worker.watch()
        assert worker.child is not before
    assert worker.child is not first
    worker.child.end()


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"
    child = Child([sys.executable, "-c", deaf])
    time.sleep(0.5)
    child.ask()
    child.end()
    assert child.ended()


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are ended by Linux only")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -9)]
)
def test_whatever_ends_the_keeper_ends_its_children(number: signal.Signals, code: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    ) as keeper:
        assert keeper.stdout is not None
        said = ""
        while said.count(" ") < 2:
            said += keeper.stdout.read(1) or pytest.fail("no child came up")
        children = [int(one) for one in said.split()]
        keeper.send_signal(number)
        assert keeper.wait(10) == code
    assert all(gone(pid) for pid in children)


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are ended by Linux only")
def test_a_child_that_asks_after_its_parent_died_ends_at_once() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LATE],
        capture_output=True,
        timeout=20,
        check=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert told.stdout == b""
