"""The sign of life of this machine's worker: the time of an empty file under the home."""

import time
from pathlib import Path

from django.conf import settings

ALIVE_SECONDS = 60
"""A worker last seen longer ago has died or hangs."""


def beat() -> None:
    """Say that the worker is alive."""
    _file().touch()


def stop() -> None:
    """Say that the worker ended in order."""
    _file().unlink(missing_ok=True)


def seconds_since() -> float | None:
    """How long ago the worker was last alive; None when it never was."""
    try:
        return max(0.0, time.time() - _file().stat().st_mtime)
    except FileNotFoundError:
        return None


def _file() -> Path:
    return Path(settings.ZHUCHAO_HOME) / "worker.heartbeat"
