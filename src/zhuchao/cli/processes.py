"""The server and the worker as child processes: started, watched and ended together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event
from types import FrameType

from zhuchao import web
from zhuchao.web.orphans import end_with_parent

POLL_SECONDS = 0.2
GRACE_SECONDS = 25
"""What a child may take to finish the request or job in its hands."""
LONGEST_PAUSE = 60.0


class Child:
    """A program in a process group of its own, so that a Ctrl-C reaches it only through us."""

    def __init__(self, words: Sequence[str]) -> None:
        self.started = time.monotonic()
        # This process has one thread, so running Python between fork and exec is safe.
        self._process = subprocess.Popen(  # noqa: S603 - our own programs only
            words,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, os.getpid()),
        )

    def ended(self) -> bool:
        """Whether it is over."""
        return self._process.poll() is not None

    def ask(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def end(self) -> None:
        """Wait for its end, then leave nothing of its group behind."""
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            self._process.wait()


class Restarted:
    """A child that is started again when it ends, each time after a longer pause."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._pause = 1.0
        self._again = 0.0
        self.child = Child(words)

    def watch(self) -> None:
        """Start it again if it ended and the pause is over; long life makes the pause short."""
        if not self.child.ended():
            return
        if not self._again:
            lived = time.monotonic() - self.child.started
            self._pause = 1.0 if lived > LONGEST_PAUSE else min(self._pause * 2, LONGEST_PAUSE)
            self._again = time.monotonic() + self._pause
        elif time.monotonic() >= self._again:
            self.child.end()
            self.child, self._again = Child(self._words), 0.0


def stop_on_signal() -> Event:
    """An event that SIGTERM and Ctrl-C set."""
    stop = Event()

    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop


def keep_running(server: Sequence[str], worker: Sequence[str]) -> bool:
    """Run both until a signal comes: True. Or until the server dies: False."""
    stop = stop_on_signal()
    serving, working = Child(server), Restarted(worker)
    while not stop.wait(POLL_SECONDS) and not serving.ended():
        working.watch()
    for child in (serving, working.child):
        child.ask()
    for child in (serving, working.child):
        child.end()
    return stop.is_set()


def server_words(host: str, port: int, workers: int) -> list[str]:
    """The command line of the server; a worker process that dies is started again by it."""
    options = {
        "--interface": "wsgi",
        "--http": "1",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": "4",
        "--workers-kill-timeout": "10",
        "--log-level": "warning",
        "--log-config": str(Path(web.__file__).with_name("granian_log.json")),
    }
    words = [word for pair in options.items() for word in pair]
    flags = ["--no-ws", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *words, *flags, "zhuchao.web.wsgi:application"]


def worker_words() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, "-m", "zhuchao.cli", "work"]
