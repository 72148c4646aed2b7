"""A small district and its people, the same in every test: an owner, a colleague, a stranger."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any

from zhuchao.access.models import Account
from zhuchao.access.scope import PUBLIC, Scope, bearer, system
from zhuchao.journal.clock import now
from zhuchao.journal.writing import writing
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter
from zhuchao.places.memory import changed
from zhuchao.places.models import Division
from zhuchao.registry.actions import appoint
from zhuchao.registry.models import Category, Duty, Organisation, Person, Tie
from zhuchao.registry.scope import scope_of
from zhuchao.registry.telling import tie_fact

BEGINNING = date(2020, 1, 1)
JOB = system("test")


@dataclass
class District:
    """示例区 with two streets, three communities, six offices and one account for each role."""

    divisions: dict[str, Division] = field(default_factory=dict)
    offices: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def scope(self, name: str) -> Scope:
        """What an account of the cast may do now."""
        return scope_of(self.accounts[name])

    def office(self, name: str) -> int:
        """The id of an office of the cast."""
        return self.offices[name].pk


DIVISIONS = (
    ("D", "示例区", "district", ""),
    ("S1", "柳林街道", "street", "D"),
    ("S2", "石桥街道", "street", "D"),
    ("C11", "春风社区", "community", "S1"),
    ("C12", "夏荷社区", "community", "S1"),
    ("C21", "秋实社区", "community", "S2"),
)
OFFICES = (
    ("centre", "区受理中心", "intake", "D"),
    ("roads", "区城管局", "department", "D"),
    ("water", "区水务局", "department", "D"),
    ("drivers", "党员司机联络组", "team", "D"),
    ("branch", "货运流动党支部", "floating_branch", "D"),
    ("committee", "货运行业党委", "industry_committee", "D"),
)
PEOPLE = (
    ("admin", "administrator", "D"),
    ("intake", "intake", "D"),
    ("street1", "intake", "S1"),
    ("street2", "intake", "S2"),
    ("supervisor", "supervisor", "D"),
    ("auditor", "auditor", "D"),
    ("roads", "staff", "roads"),
    ("roads2", "staff", "roads"),
    ("head", "section_head", "roads"),
    ("leader", "leader", "roads"),
    ("water", "staff", "water"),
    ("driver", "member_driver", "drivers"),
    ("branch", "staff", "branch"),
    ("committee", "staff", "committee"),
)
CATEGORIES = (
    ("appeal", "road", "道路", ("路面", "坑")),
    ("appeal", "tap", "供水", ("停水", "自来水")),
    ("appeal", "freight", "货运", ("运费", "平台")),
    ("hazard", "manhole", "井盖破损", ("井盖",)),
    ("hazard", "fire_lane", "消防通道堵塞", ("消防通道",)),
)
DUTIES = (
    ("受理", "", "", "intake", "centre"),
    ("道路养护", "appeal", "road", "lead", "roads"),
    ("供水", "appeal", "tap", "lead", "water"),
    ("井盖", "hazard", "manhole", "lead", "roads"),
    ("直通车", "appeal", "", "member_driver", "drivers"),
    ("直通车", "appeal", "", "floating_branch", "branch"),
    ("直通车", "appeal", "", "industry_committee", "committee"),
)


def found_district() -> District:
    """Write the district of the cast."""
    made = District()
    for number, (code, name, kind, parent) in enumerate(DIVISIONS):
        above = made.divisions.get(parent)
        made.divisions[code] = Division.objects.create(
            code=code,
            name=name,
            kind=kind,
            parent=above,
            path=f"{above.path if above else '/'}{code}/",
            lon=117.8 + number / 100,
            lat=31.6,
        )
    add_offices(made, OFFICES)
    Category.objects.bulk_create(
        Category(kind=kind, code=code, name=name, keywords=list(words))
        for kind, code, name, words in CATEGORIES
    )
    Duty.objects.bulk_create(
        Duty(
            item=item,
            kind=kind,
            category=category,
            division=made.divisions["D"],
            position=position,
            organisation=made.offices[office],
            valid_from=BEGINNING,
        )
        for item, kind, category, position, office in DUTIES
    )
    _add_people(made)
    return made


def _add_people(made: District) -> None:
    """The people of the cast as `add_account` makes them, in a statement for each table."""
    accounts = [Account(username=name, name=f"甲{name}") for name, _role, _where in PEOPLE]
    for account in accounts:
        account.set_unusable_password()
    people = [Person(label=a.name, account=a) for a in Account.objects.bulk_create(accounts)]
    Person.objects.bulk_create(people)
    made.accounts |= {account.username: account for account in accounts}
    with writing(JOB.who) as log:
        for tie in Tie.objects.bulk_create(map(_tie, people, PEOPLE, repeat(made))):
            log.add(tie_fact(tie, "made"))
    changed()


def _tie(person: Person, said: tuple[str, str, str], made: District) -> Tie:
    _name, role, where = said
    end: dict[str, Any] = (
        {"whom_division": made.divisions[where]}
        if where in made.divisions
        else {"whom_organisation": made.offices[where]}
    )
    return Tie(kind=role, who_person=person, valid_from=BEGINNING, recorded_at=now(), **end)


def add_offices(made: District, rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Offices as (code, name, kind, code of the division they lie in)."""
    for code, name, kind, where in rows:
        made.offices[code] = Organisation(
            code=code, name=name, kind=kind, division=made.divisions[where]
        )
    Organisation.objects.bulk_create(made.offices[code] for code, *_rest in rows)


def add_account(made: District, name: str, role: str, where: str) -> Account:
    """An account of this name that plays a role in an office or over a division."""
    account = Account.objects.create_user(name, name=f"甲{name}")
    person = Person.objects.create(label=f"甲{name}", account=account)
    whom = made.divisions.get(where) or made.offices[where]
    appoint(JOB, role, person, whom, since=BEGINNING)
    return account


def appeal(**changes: Any) -> Raised:
    """Raise an appeal about a road in 春风社区."""
    said: dict[str, Any] = {
        "text": "春风社区门口路面塌了一块",
        "category": "road",
        "division": "C11",
    }
    return raise_matter(PUBLIC, Draft(kind="appeal", **{**said, **changes}))


def hazard(**changes: Any) -> Raised:
    """Report a broken manhole in 春风社区."""
    said: dict[str, Any] = {"text": "井盖破了", "category": "manhole", "division": "C11"}
    return raise_matter(PUBLIC, Draft(kind="hazard", **{**said, **changes}))


def step(who: Scope, matter: Matter, name: str, **answers: Any) -> Matter:
    """Take a step as the version just seen."""
    matter.refresh_from_db()
    return take_step(who, matter.pk, name, Answers(**answers), version=matter.version)


def asker(raised: Raised) -> Scope:
    """Whoever holds the slip of a matter."""
    return bearer(raised.matter.receipt)


def dispatched(district: District, **changes: Any) -> Raised:
    """An appeal that was sent to the roads office with water assisting."""
    raised = appeal(**changes)
    lead, assist = district.office("roads"), district.office("water")
    step(district.scope("intake"), raised.matter, "dispatch", lead=lead, assists=(assist,))
    return raised
