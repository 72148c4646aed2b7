"""An administrator changes the calendar and loads rules, and both hold at once."""

from datetime import UTC, date, datetime
from html import unescape
from importlib.resources import files

import pytest
from django.test import Client

from tests import cast
from tests.cast import District
from tests.doors import logged_in
from zhuchao.journal.clock import at
from zhuchao.matters.models import Deadline, Matter
from zhuchao.places.models import Holiday, RuleSet
from zhuchao.places.queries import calendar, rule_set_version

CALENDAR, RULES = "/settings/calendar/", "/settings/rules/"
SHIPPED = (files("zhuchao.rules") / "sets" / "appeal.toml").read_text("utf-8")
MONDAY = date(2026, 6, 1)


@pytest.fixture
def administrator(district: District) -> Client:
    """Whoever administers 示例区, second factor proved."""
    return logged_in(district.accounts["admin"], second_factor=True)


def words(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def version(name: str, hours: int = 24) -> str:
    """The shipped rules of appeals as another version, with another limit to accept."""
    text = SHIPPED.replace('version = "example-1"', f'version = "{name}"')
    head, accept, rest = text.partition("[clock.accept]")
    return head + accept + rest.replace("amount = 24", f"amount = {hours}", 1)


def accept_clock(matter: Matter) -> float:
    """Hours from raising to the end of the clock of acceptance."""
    clock = Deadline.objects.get(matter=matter, clock="accept")
    return (clock.due_at - clock.started_at).total_seconds() / 3600


def test_a_day_off_holds_in_this_process_at_once_and_can_be_taken_back(
    administrator: Client,
) -> None:
    assert calendar().is_working(MONDAY)
    said = {"day": "2026-06-01", "working": "no", "name": "区庆", "basis": "区政府通知"}
    page = administrator.post(CALENDAR, said, follow=True)
    assert "6月1日" in words(page)
    assert "区庆" in words(page)
    assert not calendar().is_working(MONDAY)
    administrator.post(CALENDAR, {**said, "working": "yes", "name": "区庆改期"})
    assert calendar().is_working(MONDAY)
    assert Holiday.objects.get().name == "区庆改期"


def test_a_completed_year_is_no_longer_provisional(administrator: Client) -> None:
    first, last = date(2027, 3, 1), date(2027, 3, 2)
    assert calendar().provisional(first, last)
    said = {"day": "2027-01-01", "working": "no", "name": "元旦", "completes_year": "on"}
    administrator.post(CALENDAR, said)
    assert not calendar().provisional(first, last)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"day": "2026-02-30"}, "day"), ({"working": ""}, "working"), ({"name": " "}, "name")],
)
def test_a_faulty_day_is_refused_at_its_field(
    administrator: Client, changed: dict[str, str], field: str
) -> None:
    said = {"day": "2026-06-01", "working": "no", "name": "区庆", **changed}
    answer = administrator.post(CALENDAR, said)
    assert (answer.status_code, f'id="id_{field}_error"' in words(answer)) == (422, True)
    assert not Holiday.objects.exists()


def test_a_new_version_holds_for_new_matters_and_old_ones_keep_theirs(
    administrator: Client,
) -> None:
    old = cast.appeal().matter
    page = administrator.post(RULES, {"source": version("2026.11.1", hours=2)}, follow=True)
    assert "已载入 appeal 2026.11.1" in words(page)
    new = cast.appeal().matter
    assert (accept_clock(old), accept_clock(new)) == (24, 2)
    assert (old.rules_version, new.rules_version) == ("example-1", "2026.11.1")
    assert rule_set_version("appeal", old.rules_version).clocks["accept"].limits[0].amount == 24


def test_before_it_is_in_force_a_version_changes_nothing(administrator: Client) -> None:
    later = version("2030-1", hours=2).replace("2004-01-01", "2030-01-01")
    administrator.post(RULES, {"source": later})
    with at(datetime(2026, 6, 1, tzinfo=UTC)):
        assert accept_clock(cast.appeal().matter) == 24
    with at(datetime(2030, 6, 3, tzinfo=UTC)):
        assert accept_clock(cast.appeal().matter) == 2


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("key = ", "TOML"),
        (version("x", hours=0), "clock.accept.amount"),
        (version("x").replace('basis = "', 'basics = "'), "basis"),
        (version("x").replace("[clock.accept]", "[clock.acept]"), "clock.accept"),
        (version("x").replace('key = "appeal"', 'key = "wish"'), "key"),
        ("", "id_source_error"),
    ],
)
def test_bad_rules_are_refused_naming_the_key(
    administrator: Client, source: str, names: str
) -> None:
    answer = administrator.post(RULES, {"source": source})
    assert answer.status_code == 422
    assert 'id="id_source_error"' in words(answer)
    assert names in words(answer)
    assert not RuleSet.objects.exists()


def test_the_same_version_is_refused_also_when_it_has_dots(administrator: Client) -> None:
    for name in ("2026.11.1", "2026.11.2"):
        assert administrator.post(RULES, {"source": version(name)}).status_code == 302
        again = administrator.post(RULES, {"source": version(name, hours=3)})
        assert (again.status_code, f"版本 {name} 已经载入" in words(again)) == (422, True)
        shown = administrator.get(f"{RULES}appeal/{name}/")
        assert shown.content.decode() == version(name)
    assert administrator.get(RULES).status_code == 200
    assert RuleSet.objects.count() == 2


def test_a_version_is_read_and_begins_the_next_one(administrator: Client) -> None:
    text = administrator.get(f"{RULES}appeal/example-1/")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode() == SHIPPED
    assert SHIPPED.splitlines()[3] in words(administrator.get(RULES, {"from": "appeal@example-1"}))
    for missing in ("appeal/2/", "rumour/example-1/"):
        assert administrator.get(f"{RULES}{missing}").status_code == 404


def test_the_overview_tells_what_is_missing(administrator: Client) -> None:
    page = words(administrator.get("/settings/"))
    assert "没有在运行：请启动 zhuchao work" in page
    assert "通知都发出去了" in page
