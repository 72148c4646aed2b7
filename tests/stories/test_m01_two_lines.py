"""M01: an industry committee, a branch on its two lines with dates, seen as of any day."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.cast import District, add_account
from tests.desk import desk, html
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.registry.models import Organisation, Tie

HOME = "/desk/organisations/"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def party(district: District) -> District:
    """The Party-building desk of the district and that of the other street."""
    for name, where in (("party", "D"), ("party2", "S2")):
        district.accounts[name] = add_account(district, name, "party_desk", where)
    return district


def moment(text: str) -> datetime:
    """Noon of a day in Shanghai."""
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=SHANGHAI)


def found(client: Client, name: str, kind: str, since: str, where: str = "D", **more: Any) -> str:
    """Register an organisation; its code."""
    said = {"name": name, "kind": kind, "division": where, "since": since, "operating": "unknown"}
    html(client.post(f"{HOME}new/", {**said, **more}, follow=True))
    return Organisation.objects.get(name=name).code


def drawn(page: str, tone: str) -> list[str]:
    """The texts of the boxes of a tone in the picture."""
    return re.findall(rf'<text data-tone="{tone}"[^>]*>([^<]*)<', page)


def test_a_branch_moves_between_committees_and_every_day_shows_where_it_was(
    party: District,
) -> None:
    """快递物流行业党委 is founded, takes a branch over; the day before still shows the old line."""
    client = desk(party, "party")
    express = found(client, "快递物流行业党委", "industry_committee", "2024-07-01")
    branch = found(client, "春风快递党支部", "branch", "2023-01-01", "C11")
    freight = party.office("committee")
    lines: tuple[tuple[str, dict[str, Any]], ...] = (
        ("industry", {"superior": freight, "since": "2023-01-01"}),
        ("territory", {"place": "C11", "since": "2023-01-01"}),
        (
            "industry",
            {"superior": Organisation.objects.get(code=express).pk, "since": "2024-07-15"},
        ),
    )
    for act, said in lines:
        given = {f"{act}-{name}": value for name, value in said.items()}
        html(client.post(f"{HOME}{branch}/{act}/", given, follow=True))
    now_page = html(client.get(f"{HOME}{branch}/"))
    assert drawn(now_page, "line") == ["快递物流行业党委"]
    assert drawn(now_page, "ground") == ["示例区", "柳林街道", "春风社区"]
    before = html(client.get(f"{HOME}{branch}/?on=2024-07-14"))
    assert drawn(before, "line") == ["货运行业党委"]
    assert drawn(html(client.get(f"{HOME}{branch}/?on=2022-12-31")), "line") == []
    assert drawn(html(client.get(f"{HOME}{express}/")), "below") == ["春风快递党支部"]
    assert drawn(html(client.get(f"{HOME}{express}/?on=2024-07-14")), "below") == []
    held = Tie.objects.filter(kind="industry_line").order_by("valid_from")
    assert [(t.valid_from, t.valid_to) for t in held] == [
        (date(2023, 1, 1), date(2024, 7, 14)),
        (date(2024, 7, 15), None),
    ]


def test_what_was_known_then_is_not_what_is_known_now(party: District) -> None:
    """A line told of in March as from January: in February nobody knew."""
    with at(moment("2026-01-05")):
        client = desk(party, "party")
        branch = found(client, "夏荷网约车党支部", "branch", "2026-01-01", "C12")
    with at(moment("2026-03-10")):
        client = desk(party, "party")
        said = {"industry-superior": party.office("committee"), "industry-since": "2026-01-01"}
        html(client.post(f"{HOME}{branch}/industry/", said, follow=True))
        day = f"{HOME}{branch}/?on=2026-02-01"
        assert drawn(html(client.get(day)), "line") == ["货运行业党委"]
        assert drawn(html(client.get(f"{day}&known=then")), "line") == []
        page = html(client.get(f"{HOME}{branch}/?on=2025-12-01&known=then"))
        assert "当天还没有登记" in page


@pytest.mark.parametrize(
    "query", ["on=9999-12-31&known=then", "on=x", "known=never", "on=0001-01-01"]
)
def test_a_day_nobody_can_look_at_is_named_on_the_page(party: District, query: str) -> None:
    """422, the field at fault, and today beneath it."""
    client = desk(party, "party")
    for path in (f"{HOME}committee/", f"{HOME}cross/"):
        page = html(client.get(f"{path}?{query}"), 422)
        assert "error-summary" in page


def test_lines_do_not_close_to_a_circle(party: District) -> None:
    """A committee cannot stand under its own branch; the fault stands at the field."""
    client = desk(party, "party")
    upper = found(client, "网约出行行业党委", "industry_committee", "2024-01-01")
    lower = found(client, "网约车党总支", "general_branch", "2024-01-01")
    above = Organisation.objects.get(code=upper).pk
    below = Organisation.objects.get(code=lower).pk
    said = {"industry-superior": above, "industry-since": "2024-02-01"}
    html(client.post(f"{HOME}{lower}/industry/", said, follow=True))
    said = {"industry-superior": below, "industry-since": "2024-03-01"}
    page = html(client.post(f"{HOME}{upper}/industry/", said), 422)
    assert "不能成环" in page
    assert 'href="#id_industry-superior"' in page
    assert Tie.objects.filter(kind="industry_line").count() == 1


def test_a_change_made_on_an_old_page_is_refused_and_a_closed_one_keeps_its_history(
    party: District,
) -> None:
    """Two clerks change the same unit; then it is closed and its line ends with it."""
    client = desk(party, "party")
    unit = found(client, "甲乙丙丁物流（虚构）", "enterprise", "2024-01-01", "C11")
    row = Organisation.objects.get(code=unit)
    said = {"name": row.name, "kind": "enterprise", "division": "C11", "operating": "yes"}
    given: dict[str, Any] = {f"change-{name}": value for name, value in said.items()}
    given |= {"change-version": row.version, "change-members_known": "4"}
    html(client.post(f"{HOME}{unit}/change/", given, follow=True))
    html(client.post(f"{HOME}{unit}/change/", given), 409)
    branch = found(client, "甲乙丙丁物流党支部", "branch", "2024-05-01", "C11")
    cover = {"covers-unit": unit, "covers-form": "own", "covers-since": "2024-05-01"}
    page = html(client.post(f"{HOME}{branch}/covers/", cover, follow=True))
    assert "覆盖的单位（1 家）" in page
    row.refresh_from_db()
    shut = {"close-on": "2025-06-30", "close-reason": "停业", "close-version": row.version}
    html(client.post(f"{HOME}{unit}/close/", shut, follow=True))
    assert "覆盖的单位（0 家）" in html(client.get(f"{HOME}{branch}/"))
    assert drawn(html(client.get(f"{HOME}{branch}/?on=2025-06-30")), "unit") == [row.name]
    assert "那一天不在" in html(client.get(f"{HOME}{unit}/?on=2025-07-01"))
    assert "停业" in html(client.get(f"{HOME}{unit}/"))


def test_an_area_sees_its_own_and_the_list_is_narrowed_and_taken_along(party: District) -> None:
    """The other street's desk sees nothing of this one; filters and the file agree."""
    client = desk(party, "party")
    unit = found(client, "壬癸快递（虚构）", "enterprise", "2024-01-01", "C11", trade="courier")
    stranger = desk(party, "party2")
    assert stranger.get(f"{HOME}{unit}/").status_code == 404
    assert "壬癸快递" not in html(stranger.get(HOME))
    for name in ("roads", "intake", "auditor"):
        assert desk(party, name).get(HOME).status_code == 403
    page = html(client.get(f"{HOME}?sector=economic&trade=courier&division=S1&covered=no"))
    assert "壬癸快递" in page
    assert "货运行业党委" not in page
    assert "没有符合条件" in html(client.get(f"{HOME}?covered=yes"))
    taken = client.get(f"{HOME}sheet.xlsx?words=壬癸").getvalue()
    assert taken[:2] == b"PK"
    assert Entry.objects.get(verb="organisations.exported").facets == {"rows": 1}
