"""How far a long import is: a small file under the home, for the transaction itself is unseen."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings


def tell(run: int, done: int) -> None:
    """Say how many rows are done."""
    path = _file(run)
    path.parent.mkdir(exist_ok=True)
    path.write_text(str(done), "ascii")


def forget(run: int) -> None:
    """It is over."""
    _file(run).unlink(missing_ok=True)


def done(run: int) -> int:
    """How many rows are done; 0 where nobody told, as when the worker runs on another machine."""
    with suppress(FileNotFoundError, ValueError):
        return int(_file(run).read_text("ascii"))
    return 0


def _file(run: int) -> Path:
    return Path(settings.ZHUCHAO_HOME) / "imports" / str(run)
