"""The staff desk as somebody of the cast uses it: pages, and forms filled as they stand there."""

import re
from html import unescape
from typing import Any

from django.test import Client

from tests.cast import District
from zhuchao.access.idle import SEEN
from zhuchao.journal.clock import now
from zhuchao.matters.models import Matter

LIST = "/desk/matters/"


def desk(district: District, name: str) -> Client:
    """A browser in which somebody of the cast is logged in, and was for a moment."""
    client = Client()
    client.force_login(district.accounts[name])
    session = client.session
    session[SEEN] = int(now().timestamp())
    session.save()
    return client


def html(response: Any, status: int = 200) -> str:
    """The page, which came with this status."""
    page = str(response.content.decode())
    assert response.status_code == status, page[:2000]
    return page


def one(client: Client, matter: Matter, query: str = "") -> str:
    """The page of a matter."""
    return html(client.get(f"{LIST}{matter.receipt}/{query}"))


def steps(page: str) -> list[str]:
    """The steps a page offers, in order."""
    return re.findall(r'action="/desk/matters/[\w-]+/step/(\w+)/"', page)


def submit(client: Client, matter: Matter, act: str, **said: Any) -> Any:
    """Open the page, fill the form `act` ("step/sign", "sort" …) there and send it."""
    page = one(client, matter)
    form = re.search(rf'<form[^>]*action="{LIST}{matter.receipt}/{act}/".*?</form>', page, re.S)
    assert form, f"the page offers no {act}"
    return client.post(f"{LIST}{matter.receipt}/{act}/", {**_filled(form[0]), **said}, follow=True)


def _filled(form: str) -> dict[str, Any]:
    """What a browser would send of an untouched form."""
    given: dict[str, Any] = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    )
    given.pop("csrfmiddlewaretoken", None)
    for tag, inner in re.findall(r"<select ([^>]*)>(.*?)</select>", form, re.S):
        name = re.search(r'name="(\w+)"', tag)
        assert name
        chosen = re.findall(r'<option value="([^"]*)" selected', inner)
        given[name[1]] = chosen if "multiple" in tag else (chosen or [""])[-1]
    for tag in re.findall(r"<input [^>]*checked[^>]*>", form):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        given[name[1]] = value[1] if value else "on"
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    return [unescape(v) for v in value] if isinstance(value, list) else unescape(value)


def lines(page: str) -> list[str]:
    """What the timeline tells, newest first, with who and where."""
    told = re.search(r'<ol class="timeline">(.*?)</ol>', page, re.S)
    assert told
    items = re.findall(r"<li[^>]*>(.*?)</li>", told[1], re.S)
    return [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", item))).strip() for item in items]
