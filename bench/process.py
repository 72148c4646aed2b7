"""A real server of two workers, and how much CPU it and its database used."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(env: dict[str, str], workers: int = 2) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Granian with `workers` processes; its address and its process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(workers)]
    command += ["--blocking-threads", "2", "--port", str(port), "--no-ws", "--log-level", "error"]
    log = Path(env["ZHUCHAO_HOME"]) / "server.log"
    with log.open("ab") as out:
        server = subprocess.Popen(
            [*command, "zhuchao.web.wsgi:application"], env=env, stdout=out, stderr=out
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server, log)
            yield address, server
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz") as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not answer in 30 s; see {log.read_text()[-2000:]}")


def family(root: int) -> set[int]:
    """A process and everything below it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry.name)] = int(stat[1])
    found = {root}
    while True:
        more = {p for p, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def cpu_seconds(pids: set[int]) -> float:
    """User and system time these processes have used."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(stat[11]) + int(stat[12])
    return total / TICKS


def postmaster() -> int | None:
    """The PostgreSQL of ZHUCHAO_DATABASE_URL, if it runs on this machine.

    Several may; a socket in the address lies in the data folder of its own.
    """
    address = os.environ["ZHUCHAO_DATABASE_URL"]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if not words[0].endswith("/postgres") or "-D" not in words:
                    continue
                if "host=/" not in address or f"host={words[words.index('-D') + 1]}" in address:
                    return int(entry.name)
    return None
