"""Local moments of the tests."""

from contextlib import AbstractContextManager
from datetime import datetime

from zhuchao.journal.clock import at, zone


def moment(text: str) -> AbstractContextManager[None]:
    """Act at a local moment."""
    return at(datetime.fromisoformat(text).replace(tzinfo=zone()))
