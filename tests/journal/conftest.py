"""A journal of its own for every test: private keys and segments, and a way to fill it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from zhuchao.journal.models import Entry
from zhuchao.journal.writing import Fact, writing

Write = Callable[..., list[int]]


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    """ZHUCHAO_HOME of this test."""
    settings.ZHUCHAO_HOME = tmp_path
    return tmp_path


@pytest.fixture
def write(db: None) -> Write:
    """Write `n` facts in one action; the ids of all entries of the journal."""

    def facts(n: int, **more: Any) -> list[int]:
        with writing("3f2a") as log:
            for i in range(n):
                log.add(Fact("matter.raised", ("matter", i), "/34/0181/", **more))
        return list(Entry.objects.order_by("id").values_list("id", flat=True))

    return facts
