"""What is sealed of a tip or a difficulty stays so: each authority × each page, table, interface.

Generated from the closed list of ties: whoever holds one, over all the district, looks everywhere.
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from tests.cast import BEGINNING, JOB, District, add_account, step
from tests.matters.test_api import as_program
from tests.visits_cast import found_visits
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter
from zhuchao.matters.statements import open_statement
from zhuchao.registry.actions import appoint
from zhuchao.registry.kinds import AUTHORITY, BY_NAME
from zhuchao.registry.models import Person
from zhuchao.rules.flows import flow

pytestmark = pytest.mark.one_database

WORDS, NAME, PHONE, HOME, SHOP = (
    "灶台底下那只猫",
    "欧阳夏至",
    "13800006677",
    "梧桐里 66 号",
    "巷尾面摊",
)
SECRETS = (WORDS, NAME, PHONE, HOME, SHOP)
DRAFTS = {
    "tip": Draft(
        "tip",
        WORDS,
        summary="后厨卫生",
        division="C11",
        contact={"name": NAME, "phone": PHONE, "address": HOME},
        payload={"merchant": SHOP, "eaten": "seen"},
    ),
    "difficulty": Draft(
        "difficulty",
        WORDS,
        summary="一户人家的难处",
        division="C11",
        channel="proxy",
        contact={"name": NAME, "phone": PHONE, "address": HOME},
        payload={"found_on": "pairing", "whose": "household"},
    ),
}
HANDLERS = {"tip": "inspector", "difficulty": "labour"}
SEEING = {
    "tip": {"food_desk"},
    "difficulty": {"community_desk", "supervisor"},
}
"""Which authority over the district sees a kind at all; everything else sees nothing of it."""
PAGES = (
    "/",
    "/desk/",
    "/desk/matters/",
    f"/desk/matters/?words={WORDS}",
    f"/desk/matters/?words={NAME}",
    "/desk/matters/sheet.xlsx",
    "/desk/matters/{receipt}/",
    "/desk/matters/{receipt}/near/",
    "/desk/matters/{receipt}/slip/",
    "/desk/issues/",
    "/desk/rechecks/",
    "/desk/rates/?kind={kind}",
    "/desk/handover/",
    "/journal/",
    "/api/matters",
    "/api/matters/{receipt}",
)


@dataclass(frozen=True)
class Sealed:
    """A district with a sealed matter in it that an office is handling."""

    district: District
    matter: Matter


@pytest.fixture(params=sorted(DRAFTS))
def sealed(request: pytest.FixtureRequest, db: None) -> Sealed:
    """A tip or a difficulty, handed to an office."""
    district = found_visits()
    draft = DRAFTS[request.param]
    matter = raise_matter(JOB if draft.channel == "proxy" else PUBLIC, draft).matter
    office = {"tip": "market", "difficulty": "labour"}[matter.kind]
    desk = {"tip": "food", "difficulty": "worker"}[matter.kind]
    step(district.scope(desk), matter, "dispatch", lead=district.office(office))
    return Sealed(district, matter)


def holder_of(district: District, tie: str) -> str:
    """The account of somebody who holds a tie and nothing else, as far as it reaches."""
    name = f"only_{tie}"
    if BY_NAME[tie].whom == "division":
        district.accounts[name] = add_account(district, name, tie, "D")
    else:
        district.accounts[name] = add_account(district, name, tie, "water")
    return name


def said(answer: Any) -> str:
    """All the text of an answer; that of a workbook too."""
    body: bytes = b"".join(answer) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return body.decode("utf-8", "ignore")


@pytest.mark.parametrize("tie", sorted(AUTHORITY))
def test_no_authority_reads_what_is_sealed_and_few_see_that_there_is_something(
    tie: str, sealed: Sealed
) -> None:
    matter, district = sealed.matter, sealed.district
    name = holder_of(district, tie)
    client = Client()
    client.force_login(district.accounts[name])
    program = as_program(district, name)
    receipt_seen = False
    for page in PAGES:
        path = page.format(receipt=matter.receipt, kind=matter.kind)
        text = said((program if path.startswith("/api/") else client).get(path, follow=True))
        leaked = [secret for secret in SECRETS if secret in text.replace(path, "")]
        asked = [word for word in (WORDS, NAME) if f"words={word}" in path]
        assert not set(leaked) - set(asked), (page, leaked)
        receipt_seen |= page == "/desk/matters/" and matter.receipt in text
    assert receipt_seen == (tie in SEEING[matter.kind])


@pytest.mark.parametrize("tie", sorted(AUTHORITY))
def test_the_original_opens_to_the_reading_roles_alone(tie: str, sealed: Sealed) -> None:
    matter, district = sealed.matter, sealed.district
    scope = district.scope(holder_of(district, tie))
    if tie in SEEING[matter.kind] and tie == flow(matter.kind).desk:
        assert WORDS in open_statement(scope, matter.pk, "核实")
        return
    with pytest.raises(Refused) as refused:
        open_statement(scope, matter.pk, "核实")
    assert refused.value.code in ("not_found", "forbidden")


def test_the_handling_office_reads_it_while_it_has_it(sealed: Sealed) -> None:
    matter, district = sealed.matter, sealed.district
    scope = district.scope(HANDLERS[matter.kind])
    assert WORDS in open_statement(scope, matter.pk, "现场核查")
    person = Person.objects.create(label="另一位")
    appoint(JOB, "staff", person, district.offices["roads"], since=BEGINNING)
    with pytest.raises(Refused, match="无权查看"):
        open_statement(district.scope("roads"), matter.pk, "好奇")
