"""The cast, for tests in a real browser: committed, as the server reads from its own thread."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.cast import District, found_district

expect.set_options(timeout=20_000)


@pytest.fixture
def district(transactional_db: None) -> District:
    """示例区 with its people."""
    return found_district()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A phone's photo: larger than what is kept, and with EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "Phone of somebody"
    path = tmp_path / "IMG_0001.jpg"
    Image.effect_noise((2600, 1950), 40).convert("RGB").save(path, exif=exif)
    return path


@pytest.fixture(autouse=True)
def _many_people(settings: Any) -> None:
    """Tests come from one address; as many requests as they like may come from there."""
    settings.ZHUCHAO_RATE_PUBLIC = 100_000
