"""A town whose organisations and members report to 春风社区, with a branch and a household desk."""

from datetime import date

from tests.cast import JOB, District, add_account
from tests.units import SINCE, branch
from zhuchao.access.identities import mask_name, sealed
from zhuchao.access.models import Account
from zhuchao.registry.actions import add_person
from zhuchao.registry.models import Person
from zhuchao.registry.tie_actions import enrol

HOME = "/desk/checkins/"
DAY = date(2026, 6, 1)
NAME, PHONE = "寅大雪", "13800001111"
"""The member of the town."""


def town(district: District) -> District:
    """Desks of two communities, a branch with its secretary and a member with an account."""
    for name, role, where in (
        ("community", "community_desk", "C11"),
        ("elsewhere", "community_desk", "C21"),
        ("party", "party_desk", "D"),
    ):
        district.accounts[name] = add_account(district, name, role, where)
    branch(district, "甲支部", "D")
    district.accounts["secretary"] = add_account(district, "secretary", "secretary", "甲支部")
    member(district, NAME, PHONE, "member")
    return district


def member(district: District, name: str, phone: str, account: str = "") -> Person:
    """A member of the branch whose name stands sealed, with an account if one is named."""
    person = add_person(JOB, mask_name(name))
    person.identity = sealed({"name": name, "phone": phone})
    person.identity.save()
    if account:
        person.account = district.accounts[account] = new_account(account)
    person.save()
    terms = {"stage": "formal"}
    enrol(JOB, "member", person, district.offices["甲支部"], since=SINCE, terms=terms)
    return person


def new_account(name: str) -> Account:
    """An account without any role."""
    return Account.objects.create_user(name, name=f"甲{name}")
