"""The cast of the small district, with a street that whistles and a desk that verifies it."""

from tests.cast import BEGINNING, District, add_account, add_offices, found_district
from zhuchao.matters.models import Holding, Matter
from zhuchao.places.memory import changed
from zhuchao.registry.models import Category, Duty

OFFICES = (
    ("street", "柳林街道办事处", "office", "S1"),
    ("other_street", "石桥街道办事处", "office", "S2"),
    ("fire", "区消防救援大队", "department", "D"),
)
PEOPLE = (
    ("whistler", "whistler", "street"),
    ("neighbour", "whistler", "other_street"),
    ("dispatcher", "whistle_desk", "D"),
    ("fire", "staff", "fire"),
    ("fire_head", "section_head", "fire"),
)


def found_street() -> District:
    """Write the district, its whistling streets and the departments they call."""
    made = found_district()
    add_offices(made, OFFICES)
    Category.objects.create(kind="whistle", code="blocked", name="通道堵塞", keywords=["通道"])
    for position, office in (("intake", "centre"), ("lead", "roads"), ("assist", "fire")):
        Duty.objects.create(
            item="吹哨报到",
            kind="whistle",
            division=made.divisions["D"],
            position=position,
            organisation=made.offices[office],
            valid_from=BEGINNING,
        )
    changed()
    for name, role, where in PEOPLE:
        made.accounts[name] = add_account(made, name, role, where)
    return made


def part(matter: Matter, office: int) -> str:
    """How far an office is with its part."""
    return Holding.objects.get(matter=matter, organisation=office, ended_at=None).state
