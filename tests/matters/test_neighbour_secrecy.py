"""Who wishes and who asks for help stays sealed: every role, every page, every stage, each secret.

Nothing but an opening with a purpose ever shows a name, a phone, a home or the story; a giver with
his receipt learns not even the number of the wish (red line 2).
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from tests import help_cast, wish_cast
from tests.cast import District, step
from tests.desk import desk
from tests.help_cast import add_helpers, offer, request_help
from tests.wish_cast import claimed, found_community, published, wish
from zhuchao.access.models import Notice, PhoneCode
from zhuchao.access.notices import words
from zhuchao.journal.models import Entry
from zhuchao.matters.models import CardBatch, Matter, Participant
from zhuchao.matters.receipts import query_code
from zhuchao.rules.flows import FLOWS

pytestmark = pytest.mark.one_database

ROLES = (
    "",
    "worker",
    "worker2",
    "aunt",
    "uncle",
    "stranger",
    "intake",
    "supervisor",
    "street1",
    "roads",
    "admin",
    "auditor",
)
"""Everybody of the cast, and "" for anybody."""
PURPOSE = {"purpose": "核对"}
SECRETS = (*wish_cast.SECRETS, *help_cast.SECRETS)


@pytest.fixture
def district(db: None, settings: Any) -> District:
    """春风社区 with helpers, where text messages are set up."""
    settings.ZHUCHAO_SMS = "console"
    made = found_community()
    add_helpers(made)
    return made


def _collected(district: District) -> Matter:
    return wish(district).matter


def _published(district: District) -> Matter:
    return published(district, payload={"parts": 2})


def _claimed(district: District) -> Matter:
    matter = published(district, payload={"parts": 2})
    claimed(district, matter)
    claimed(district, matter, "13700000002")
    return matter


def _handed_over(district: District) -> Matter:
    matter = published(district)
    row = claimed(district, matter)
    more = {"way": "desk"}
    return step(district.scope("worker"), matter, "hand_over", participant=row.pk, more=more)


def _thanked(district: District) -> Matter:
    matter = _handed_over(district)
    step(district.scope("worker"), matter, "received", more={"asked_by": "call"})
    return step(district.scope("worker"), matter, "thank", note="谢谢你")


def _asked(district: District) -> Matter:
    return request_help(district).matter


def _offered(district: District) -> Matter:
    matter = request_help(district).matter
    offer(district.scope("aunt"), matter, "我来")
    offer(district.scope("uncle"), matter)
    return matter


def _accepted(district: District) -> Matter:
    matter = _offered(district)
    row = matter.participants.filter(role="offerer").order_by("pk")[0]
    return step(district.scope("worker"), matter, "choose", participant=row.pk)


def _helped(district: District) -> Matter:
    return step(district.scope("aunt"), _accepted(district), "report_done")


STAGES: dict[str, Callable[[District], Matter]] = {
    "collected": _collected,
    "published": _published,
    "claimed": _claimed,
    "handed_over": _handed_over,
    "thanked": _thanked,
    "asked": _asked,
    "offered": _offered,
    "accepted": _accepted,
    "helped": _helped,
}


def _secrets(matter: Matter) -> tuple[str, ...]:
    return wish_cast.SECRETS if matter.kind == "wish" else help_cast.SECRETS


def _common() -> Iterator[str]:
    """Every list on which something could show."""
    yield from ("/", "/wishes/", "/help/", "/help/?division=C11", "/help/near/", "/desk/")
    yield from ("/desk/matters/?size=100", "/desk/matters/sheet.xlsx", "/api/matters?size=100")
    yield from ("/desk/cards/", "/desk/neighbours/", "/desk/wishes/print/", "/journal/")
    yield "/open311/v2/requests.json"


def _addresses(matter: Matter) -> Iterator[str]:
    """Every address of one matter, to whoever tries."""
    one = f"/desk/matters/{matter.receipt}/"
    yield from (one, f"{one}slip/", f"{one}near/", f"/api/matters/{matter.receipt}")
    yield from (
        f"/track/{matter.receipt}/?code=AAAAAA",
        f"/open311/v2/requests/{matter.receipt}.json",
    )
    if matter.kind == "wish":
        yield f"/desk/wishes/{matter.receipt}/claim/"
    else:
        yield f"/help/mine/{matter.receipt}/"
    for card in CardBatch.objects.filter(matter=matter):
        yield f"/wishes/{card.code}/"


def _text(answer: Any) -> str:
    """What an answer says; a workbook is unpacked."""
    if answer.streaming:
        body = answer.getvalue()
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return str(answer.content.decode())


def _shown(client: Client, address: str) -> list[str]:
    """The secrets an address shows."""
    page = _text(client.get(address))
    return [s for s in SECRETS if s in page]


@pytest.fixture
def matters(district: District) -> dict[str, Matter]:
    """One matter at every stage."""
    return {stage: made(district) for stage, made in STAGES.items()}


def test_no_page_shows_anybody_who_it_is(matters: dict[str, Matter], district: District) -> None:
    for who in ROLES:
        client = desk(district, who) if who else Client()
        for address in (*_common(), *(a for m in matters.values() for a in _addresses(m))):
            assert _shown(client, address) == [], (who, address)


def test_no_search_finds_them_by_what_is_sealed(
    matters: dict[str, Matter], district: District
) -> None:
    client = desk(district, "worker")
    assert matters["claimed"].receipt in _text(client.get("/desk/matters/?words=小灯"))
    for secret in SECRETS:
        page = _text(client.get(f"/desk/matters/?words={secret}"))
        assert [m.receipt for m in matters.values() if m.receipt in page] == []


@pytest.mark.parametrize("stage", ["claimed", "handed_over", "thanked"])
def test_a_giver_learns_neither_the_number_of_the_wish_nor_of_who_else_gives(
    stage: str, matters: dict[str, Matter]
) -> None:
    matter = matters[stage]
    rows = Participant.objects.filter(role="claimer", matter=matter).select_related("identity")
    for row in rows:
        others = [other for other in rows if other.pk != row.pk]
        for where in (f"/track/{row.receipt}/", f"/receipt/{row.receipt}/"):
            page = _text(Client().get(f"{where}?code={query_code(row.receipt)}"))
            assert row.receipt in page
            assert matter.receipt not in page
            for other in others:
                assert other.receipt not in page
                assert other.identity is None or other.identity.phone_mask not in page
        answer = Client().get(f"/api/track/{row.receipt}?code={query_code(row.receipt)}")
        assert answer.json()["receipt"] == row.receipt
        assert matter.receipt not in _text(answer)


def test_only_the_desk_and_the_accepted_helper_open_it_and_each_opening_is_told(
    matters: dict[str, Matter], district: District
) -> None:
    clients = {who: desk(district, who) if who else Client() for who in ROLES}
    for who, (stage, matter) in product(ROLES, matters.items()):
        client, before = clients[who], _openings().count()
        asker = matter.participants.get(role="asker")
        paths = (
            f"/desk/matters/{matter.receipt}/identity/{asker.pk}/",
            f"/desk/matters/{matter.receipt}/original/",
            f"/help/mine/{matter.receipt}/",
        )
        pages = [_text(client.post(path, PURPOSE)) for path in paths]
        shown = any(s in page for page in pages for s in _secrets(matter))
        may = who == "worker" or (who == "aunt" and stage == "accepted")
        assert shown == may, (who, stage)
        fresh = list(_openings()[before:])
        assert bool(fresh) == may, (who, stage)
        assert {entry.who for entry in fresh} <= {district.scope(who).who if who else ""}


def _openings() -> QuerySet[Entry]:
    return Entry.objects.filter(verb__in=("identity.opened", "statement.opened")).order_by("pk")


def test_neither_journal_nor_notices_nor_plain_columns_hold_any_of_it(
    matters: dict[str, Matter],
) -> None:
    rows = json.dumps([e.facets for e in Entry.objects.all()], ensure_ascii=False)
    notices = "".join("".join(words(n)) + str(n.context) for n in Notice.objects.all())
    columns = str(list(Matter.objects.values())) + str(list(PhoneCode.objects.values()))
    people = str(list(Participant.objects.values()))
    assert len(matters) == len(STAGES)
    for secret in SECRETS:
        assert secret not in rows + notices + columns + people


def test_both_kinds_are_sealed_and_know_only_whom_they_must() -> None:
    assert FLOWS["wish"].secrecy == FLOWS["help"].secrecy == "sealed"
    assert FLOWS["wish"].knows == ("intake",)
    assert dict(FLOWS["help"].while_in) == {"helper": ("accepted",)}
