"""A real server of two processes over a home of its own, and a client that speaks to it."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.cli.home import ROOT, Home, new_home

Answer = tuple[int, dict[str, Any]]


@dataclass
class City:
    """A running server and what the client needs to act as 受理员."""

    home: Home
    receipt: str
    key: str
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start server and worker; return when the server answers."""
        words = ["-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads"]
        words += ["4", "--port", str(self.port), "--no-ws", "--log-level", "error"]
        self._run([sys.executable, *words, "zhuchao.web.wsgi:application"])
        self._run(self.home.words("work"))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if self.call("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        pytest.fail((self.home.path / "server.log").read_text("utf-8")[-3000:])

    def _run(self, words: list[str]) -> None:
        environment = {**self.home.environment, "ZHUCHAO_RATE_PUBLIC": "100000"}
        environment["PYTHONPATH"] = f"{ROOT}/src:{ROOT}"
        with (self.home.path / "server.log").open("ab") as log:
            process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
        self.processes.append(process)

    def kill(self) -> None:
        """SIGKILL to server and worker; their children die with them."""
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait(20)
        self.processes.clear()
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self._answers():
            time.sleep(0.05)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; status and decoded JSON (empty for anything else)."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Content-Type": "application/json", "Accept": "application/json", **headers}
        try:
            link.request(method, path, json.dumps(body) if body is not None else None, sent)
            answer = link.getresponse()
            text = answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            link.close()
        kind = answer.headers.get("Content-Type", "")
        return answer.status, json.loads(text) if "json" in kind else {}

    def act(self, method: str, path: str, body: Any = None) -> Answer:
        """The same as 受理员."""
        return self.call(method, path, body, Authorization=f"Bearer {self.key}")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[City]:
    """The cast in a home of its own, served."""
    path = tmp_path_factory.mktemp("city") / "home"
    with new_home(path, migrated=True) as home, socket.socket() as probe:
        environment = {**home.environment, "DJANGO_SETTINGS_MODULE": "zhuchao.web.settings"}
        environment["PYTHONPATH"] = f"{ROOT}/src:{ROOT}"
        made = subprocess.run(
            [sys.executable, "-m", "tests.chaos.prepare"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        found = City(home, port=port, **json.loads(made.stdout))
        try:
            found.start()
            yield found
        finally:
            found.kill()
