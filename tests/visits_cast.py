"""The cast with a community desk, an instructor's branch, a food desk and an inspecting office."""

from tests.cast import BEGINNING, District, add_account, add_offices, found_district
from zhuchao.places.memory import changed
from zhuchao.registry.models import Duty

OFFICES = (
    ("community", "春风社区居委会", "committee", "C11"),
    ("guides", "两新党委指导员组", "party_committee", "D"),
    ("labour", "区人社局", "department", "D"),
    ("market", "区市场监管局", "department", "D"),
    ("noodles", "示例面馆", "enterprise", "C11"),
)
PEOPLE = (
    ("worker", "community_desk", "C11"),
    ("other_worker", "community_desk", "C12"),
    ("guide", "staff", "guides"),
    ("labour", "staff", "labour"),
    ("food", "food_desk", "D"),
    ("inspector", "staff", "market"),
    ("cook", "staff", "noodles"),
)
DUTIES = (
    ("difficulty", "C11", "intake", "community"),
    ("difficulty", "D", "lead", "labour"),
    ("tip", "D", "intake", "centre"),
    ("tip", "D", "lead", "market"),
)


def found_visits() -> District:
    """Write the district with those who visit, and those who inspect."""
    made = found_district()
    add_offices(made, OFFICES)
    for kind, where, position, office in DUTIES:
        Duty.objects.create(
            item="试",
            kind=kind,
            division=made.divisions[where],
            position=position,
            organisation=made.offices[office],
            valid_from=BEGINNING,
        )
    changed()
    for name, role, where in PEOPLE:
        made.accounts[name] = add_account(made, name, role, where)
    return made
