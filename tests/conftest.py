"""What every test stands on: a private home, strict templates, a browser, the shared data."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import django
import hypothesis
import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Node
from django.utils.translation import override

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "src" / "zhuchao"
CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Here and not in pyproject.toml: pytest-django would read the settings before any conftest, and
# they need the home. Each xdist worker is a process, so each has its own.
HOME = tempfile.mkdtemp(prefix="zhuchao-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["ZHUCHAO_HOME"] = HOME
os.environ["DJANGO_SETTINGS_MODULE"] = "zhuchao.web.settings"
django.setup()
# The workers of xdist inherit the environment: with this in it, pytest-django would read the
# settings there before this file, and all workers would share one home.
del os.environ["DJANGO_SETTINGS_MODULE"]

# Pages make many objects, few of them in cycles, and a test process holds all of Django:
# looking through it again and again costs a tenth.
gc.freeze()
gc.set_threshold(100_000, 50, 100)

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


class UnknownVariable:
    """Django's `string_if_invalid`, made to fail when the template is one of ours."""

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        template = _template_of(sys._getframe(1))
        if Path(template).is_relative_to(TEMPLATES):
            pytest.fail(f"unknown template variable {variable} in {template}", pytrace=False)
        return ""


def _template_of(frame: FrameType | None) -> str:
    """The file of the template node being rendered: the innermost node on the stack."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and node.origin is not None:
            return str(node.origin.name)
        frame = frame.f_back
    return ""


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """A request in English leaves its thread in English; the next test begins in Chinese."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """The tests' database, and a copy of it for homes of tests that start real processes."""
    from tests.cli.home import kept_as_migrated

    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(kept_as_migrated())
        yield


@pytest.fixture(scope="session", autouse=True)
def _unknown_template_variables_fail() -> None:
    engines["django"].engine.string_if_invalid = UnknownVariable()  # type: ignore[attr-defined]


def absent(what: str) -> None:
    """Skip a browser test in one clear line; fail instead where ZHUCHAO_REQUIRE_BROWSER is set."""
    if os.environ.get("ZHUCHAO_REQUIRE_BROWSER"):
        pytest.fail(f"ZHUCHAO_REQUIRE_BROWSER is set, but {what}", pytrace=False)
    pytest.skip(f"no browser test: {what}")


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Debian's chromium, headless and silent on the network, one for each worker."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        absent(f"{CHROMIUM} is absent (apt-get install chromium)")
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, which Django takes for an async caller.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            yield browser
            browser.close()


@pytest.fixture
def page(chromium: "Browser") -> "Iterator[Page]":
    """A fresh tab in Chinese; an error thrown by a page's script fails the test."""
    thrown: list[str] = []
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    tab = context.new_page()
    tab.on("pageerror", lambda error: thrown.append(str(error)))
    yield tab
    context.close()
    assert thrown == []


@pytest.fixture
def axe() -> "Callable[[Page], list[str]]":
    """A function giving the accessibility faults (WCAG 2.2 A and AA) of the page as it stands."""
    source = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not source.exists():
        absent(f"{source} is absent (make setup)")

    script = source.read_text("utf-8")

    def faults(page: "Page") -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        found: list[dict[str, Any]] = page.evaluate(
            """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"]})
                 .then(r => r.violations)""",
            WCAG,
        )
        return [f"{v['id']}: {n['target']} {v['help']}" for v in found for n in v["nodes"]]

    return faults


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The material beside the repository that is never committed: ZHUCHAO_SHARED or ../shared."""
    folder = Path(os.environ.get("ZHUCHAO_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no shared data: {folder} is absent (set ZHUCHAO_SHARED)")
    return folder
