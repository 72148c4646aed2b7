"""The audit page in a browser: accessible on a wide screen and on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as live
from django.test import Client
from pytest_django.fixtures import Settings

from tests.web import audit_site
from zhuchao.access.models import Account
from zhuchao.access.scope import Grant, Scope
from zhuchao.journal.sealing import seal
from zhuchao.journal.writing import Fact, writing

pytestmark = pytest.mark.one_database

if TYPE_CHECKING:
    from playwright.sync_api import Page

AUDITOR = Scope("a", 1, label="周正", grants=(Grant("auditor", "/"),), second_factor=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_the_audit_page_is_accessible(
    page: "Page",
    axe: "Callable[[Page], list[str]]",
    live_server: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    width: int,
) -> None:
    settings.ZHUCHAO_HOME = tmp_path
    settings.ROOT_URLCONF = audit_site.__name__
    monkeypatch.setattr("zhuchao.web.middleware.scope_of", lambda account, **_more: AUDITOR)
    with writing("9b1d04c2e6a7f358") as log:
        log.add(Fact("identity.opened", ("appeal", 1), "/34/1/", remark="电话回访"))
        log.add(Fact("matter.accept", ("appeal", 1), "/34/1/", facets={"hop": 1}))
    seal()
    client = Client()
    account = Account.objects.create_user("auditor")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[live.SESSION_COOKIE_NAME].value
    cookie = {"name": live.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/journal/")
    page.get_by_role("button", name="核验").click()
    assert "逐条核对无误" in page.inner_text("#flash")
    page.screenshot(path=str(tmp_path / "audit.png"), full_page=True)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
