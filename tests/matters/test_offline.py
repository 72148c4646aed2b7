"""What a phone is given to open the report without a network, and what it may not keep."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

from tests.cast import District
from zhuchao.matters import offline

ASSET = re.compile(r'(?:href|src)="/static/([^"#]+)|from "\./(\w+\.js)"|import\("\./(\w+\.js)"')


@pytest.mark.parametrize("path", ["/", "/report/", "/appeal/"])
def test_a_page_may_be_kept_by_anybody_but_not_by_who_is_logged_in(
    client: Client, district: District, path: str
) -> None:
    assert client.get(path)[offline.HEADER] == offline.version()
    client.force_login(district.accounts["intake"])
    assert offline.HEADER not in client.get(path)


def test_nothing_else_may_be_kept(client: Client, district: District) -> None:
    pages = [client.get(path) for path in ("/track/", "/about/", "/accounts/login/")]
    pages.append(client.post("/report/", {}))
    assert [page for page in pages if offline.HEADER in page] == []
    assert district.offices


def test_all_that_the_kept_pages_are_made_of_is_kept(client: Client, district: District) -> None:
    pages = "".join(client.get(path).content.decode() for path in ("/", "/report/", "/appeal/"))
    texts = [pages, *(Path(str(find(name))).read_text("utf-8") for name in offline.FILES)]
    found = {
        one or f"zhuchao/{two or three}" for one, two, three in ASSET.findall("\n".join(texts))
    }
    assert found == set(offline.FILES)
    assert district.offices


def test_the_worker_is_served_from_the_root_and_knows_its_version(client: Client) -> None:
    answer = client.get("/sw.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert f'const VERSION = "{offline.version()}";' in script
    assert 'const PAGES = ["/", "/report/", "/appeal/"];' in script
    assert not script.startswith("import")
    assert client.get("/sw.js?sync").content.decode().startswith("import { flush } from")


def test_a_changed_file_makes_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = tmp_path / "one.js"
    monkeypatch.setattr(offline, "find", lambda name: one)
    one.write_text("1")
    before = offline.version()
    one.write_text("22")
    assert offline.version() != before


def test_it_can_be_put_on_the_home_screen(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    said = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (said["start_url"], said["display"]) == ("/", "standalone")
    names = [icon["src"].removeprefix("/static/") for icon in said["icons"]]
    assert [name for name in names if not find(name)] == []


def test_no_script_follows_anybody_and_one_place_asks_where_one_is() -> None:
    scripts = Path(str(find("zhuchao/here.js"))).parent.glob("*.js")
    texts = {path.name: path.read_text("utf-8") for path in scripts}
    assert [name for name, text in texts.items() if "watchPosition" in text] == []
    assert [name for name, text in texts.items() if "getCurrentPosition" in text] == ["here.js"]
