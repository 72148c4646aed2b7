"""The cast, for tests in a real browser: committed, as the server reads from its own thread."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Geolocation, Page, expect

from tests.browser.kept_reports import installed
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


@pytest.fixture
def phone(page: Page) -> Page:
    """A narrow phone in the middle of 春风社区 that lets this site know its place when asked."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(Geolocation(longitude=117.83, latitude=31.6))
    return page


@pytest.fixture
def away(phone: Page, live_server: Any) -> Page:
    """The report on a phone that opened it once, and then lost its network."""
    phone.goto(f"{live_server.url}/report/")
    installed(phone)
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    phone.context.set_offline(True)
    return phone
