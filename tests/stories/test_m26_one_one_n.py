"""M26: who guides, drives, joins in and backs up, for each kind of matter and place."""

import pytest

from tests.cast import BEGINNING, District, add_offices
from tests.desk import desk, html
from zhuchao.registry.models import Duty
from zhuchao.registry.routing import route

TABLE = "/desk/routing/"
NEW = {"item": "货运司机诉求", "kind": "appeal", "category": "freight"}


@pytest.fixture
def offices(district: District) -> District:
    """The two streets' offices beside those of the cast."""
    rows = (
        ("street1_office", "柳林街道办事处", "office", "S1"),
        ("street2_office", "石桥街道办事处", "office", "S2"),
    )
    add_offices(district, rows)
    return district


def said(district: District, position: str, office: str, where: str = "D") -> dict[str, object]:
    """A row as the duty page sends it."""
    more = {"position": position, "organisation": district.office(office), "division": where}
    return {**NEW, **more, "basis": "“1+1+N”工作体系"}


def test_the_system_is_kept_in_the_duty_table_and_its_holes_are_listed(offices: District) -> None:
    """A district guides, an industry committee drives, departments join, streets back up."""
    client = desk(offices, "supervisor")
    for position, office in (("guide", "centre"), ("join", "roads"), ("join", "water")):
        html(client.post(TABLE, said(offices, position, office), follow=True))
    page = html(client.get(TABLE))
    assert "没有牵头单位" in page
    assert page.count("没有兜底单位") == 2
    html(client.post(TABLE, said(offices, "drive", "committee"), follow=True))
    html(client.post(TABLE, said(offices, "backstop", "street1_office", "S1"), follow=True))
    page = html(client.get(TABLE))
    assert "没有牵头单位" not in page
    assert page.count("没有兜底单位") == 1
    html(client.post(TABLE, said(offices, "backstop", "street2_office", "S2"), follow=True))
    assert "没有兜底单位" not in html(client.get(TABLE))
    joined = Duty.objects.filter(position="join", valid_to=None)
    assert joined.count() == 2


def test_a_new_driver_takes_over_and_two_that_were_loaded_are_a_conflict(
    offices: District,
) -> None:
    """A correction ends the older row; rows that a folder brought stand there until one ends."""
    client = desk(offices, "supervisor")
    html(client.post(TABLE, said(offices, "drive", "committee"), follow=True))
    html(client.post(TABLE, said(offices, "drive", "roads"), follow=True))
    assert Duty.objects.filter(position="drive", valid_to=None).count() == 1
    Duty.objects.create(
        item="货运司机诉求",
        kind="appeal",
        category="freight",
        division=offices.divisions["D"],
        position="drive",
        organisation=offices.offices["water"],
        valid_from=BEGINNING,
    )
    html(client.post(TABLE, said(offices, "guide", "centre"), follow=True))
    assert "牵头有两家：" in html(client.get(TABLE))


def test_the_system_changes_no_route_of_a_matter(offices: District) -> None:
    """Who drives a field is no hop of the chain an appeal climbs."""
    before = route("appeal", "freight", "/D/S1/C11/").hops
    client = desk(offices, "supervisor")
    html(client.post(TABLE, said(offices, "drive", "committee"), follow=True))
    assert route("appeal", "freight", "/D/S1/C11/").hops == before
