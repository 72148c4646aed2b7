"""The context of every page, and the switches in the footer."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.translation import override

from zhuchao.access.scope import PUBLIC, Grant, Scope
from zhuchao.web.rooms import GROUPS
from zhuchao.web.shell import LARGE_TYPE, Shell, large_type, shell

WORKER = Scope(who="w", account_id=1, label="李敏", grants=(Grant("staff", organisation=1),))
AUDITOR = Scope(who="a", account_id=2, label="周正", grants=(Grant("auditor", "/"),))


def page(scope: Scope | None, path: str = "/desk/", **cookies: str) -> Shell:
    request: Any = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    if scope is not None:
        request.scope = scope
    return shell(request)["shell"]


def test_nobody_in_particular_sees_no_rooms_but_the_door_of_the_staff() -> None:
    for scope in (None, PUBLIC):
        seen = page(scope, "/")
        assert (seen.groups, seen.who, seen.staff_door) == ((), "", True)


def test_rooms_are_shown_to_those_whose_role_opens_them() -> None:
    def paths(scope: Scope) -> set[str]:
        return {e.path for _label, entries in page(scope).groups for e in entries}

    assert "/journal/" not in paths(WORKER)
    assert "/journal/" in paths(AUDITOR)
    assert "/desk/" in paths(WORKER)


def test_rooms_stand_in_groups_and_a_group_without_a_room_has_no_heading() -> None:
    assert [label for label, _rooms in page(AUDITOR).groups] == ["", "服务圈", "邻里和队伍", "管理"]
    assert "管理" not in [label for label, _rooms in page(WORKER).groups]
    every = [room.path for _label, rooms in GROUPS for room in rooms]
    assert len(every) == len(set(every))


def test_exactly_the_deepest_room_is_marked_as_here() -> None:
    groups = page(WORKER, "/desk/matters/261122-K7M3QP/").groups
    here = [e.path for _label, entries in groups for e in entries if e.here]
    assert here == ["/desk/matters/"]


def test_the_public_face_has_no_door_to_a_desk(settings: Any) -> None:
    settings.ZHUCHAO_FACE = "public"
    assert not page(PUBLIC, "/").staff_door


def test_the_desk_face_leads_home_to_the_desk_and_to_no_public_page(settings: Any) -> None:
    assert (page(PUBLIC, "/").home, page(PUBLIC, "/").public) == ("/", True)
    settings.ZHUCHAO_FACE = "desk"
    assert (page(PUBLIC, "/").home, page(PUBLIC, "/").public) == ("/desk/", False)


def test_the_demo_is_marked_where_it_was_loaded(settings: Any, tmp_path: Path) -> None:
    settings.ZHUCHAO_HOME = tmp_path
    assert not page(PUBLIC, "/").demo
    (tmp_path / "demo").touch()
    assert page(PUBLIC, "/").demo


@pytest.mark.parametrize(("code", "html"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_the_page_says_its_language_as_html_wants_it(code: str, html: str) -> None:
    with override(code):
        assert page(PUBLIC, "/").language == html


def switch(**given: str) -> Any:
    request: HttpRequest = RequestFactory().post("/large-type/", given)
    return large_type(request)


def test_large_type_is_switched_on_and_off_and_leads_back() -> None:
    on = switch(large="yes", next="/track/?x=1")
    assert (on.status_code, on.url) == (302, "/track/?x=1")
    assert on.cookies[LARGE_TYPE].value == "yes"
    assert page(PUBLIC, "/", **{LARGE_TYPE: "yes"}).large
    assert switch(next="/").cookies[LARGE_TYPE]["max-age"] == 0


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_the_switch_leads_nowhere_else(elsewhere: str) -> None:
    assert switch(large="yes", next=elsewhere).url == "/"
