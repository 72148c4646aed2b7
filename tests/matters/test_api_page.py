"""The page that lists the API, in a browser."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.one_database

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_readable_for_everybody(
    width: int, live_server: LiveServer, page: "Page", axe: "Callable[[Page], list[str]]"
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/api/")
    assert axe(page) == []
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    assert scrolled <= width
