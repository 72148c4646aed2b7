"""Ten thousand people claim five hundred wishes at once: none is granted twice, none is lost."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.home import ROOT, Home, new_home

PROCESSES, CLAIMS, WISHES = 8, 10_000, 500
SECONDS = 240

pytestmark = pytest.mark.django_db


def _words(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.chaos.wishes", *words]


def _environment(home: Home) -> dict[str, str]:
    return {
        **home.environment,
        "DJANGO_SETTINGS_MODULE": "zhuchao.web.settings",
        "PYTHONPATH": f"{ROOT}/src:{ROOT}",
    }


def _ran(home: Home, *words: str) -> Any:
    done = subprocess.run(
        _words(*words),
        env=_environment(home),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout or "null")


def _race(home: Home) -> dict[str, int]:
    """All processes start at the same moment; the sum of what they were told."""
    begin = str(time.time() + 4)
    share = str(CLAIMS // PROCESSES)
    racing = [
        subprocess.Popen(
            _words("race", str(number), share, begin),
            env=_environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    told = {"granted": 0, "refused": 0}
    for process in racing:
        out, wrong = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, wrong[-3000:]
        for name, number in json.loads(out).items():
            told[name] += number
    return told


def test_of_10_000_claims_on_500_wishes_none_is_granted_twice(tmp_path: Path) -> None:
    with new_home(tmp_path / "home", migrated=True) as home:
        _ran(home, "prepare", str(WISHES))
        told = _race(home)
        found = _ran(home, "count")
        home.done("journal", "seal")
        assert json.loads(home.done("journal", "verify", "--json"))["ok"] is True
    parts = WISHES + 2 * (WISHES // 10)
    assert told["granted"] + told["refused"] == CLAIMS
    assert found["twice"] == []
    assert found["wrong_state"] == []
    assert found["granted"] == found["receipts"] == found["told"] == told["granted"] == parts
