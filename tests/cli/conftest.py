"""A home for each test that needs one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.home import Home, new_home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An empty home that no command has seen."""
    with new_home(tmp_path / "home") as made:
        yield made


@pytest.fixture
def migrated_home(tmp_path: Path, django_db_setup: None) -> Iterator[Home]:
    """A home whose database is migrated, and empty."""
    with new_home(tmp_path / "home", migrated=True) as made:
        yield made
