"""What is sealed of a dispute stays so: for every role, on every page, in every table."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client

from tests.cast import District
from tests.desk import desk
from tests.dispute_cast import (
    ASKER,
    ASKER_PHONE,
    KEPT,
    OTHER,
    OTHER_HOME,
    OTHER_PHONE,
    SECRET,
    found_market,
    others_receipt,
    raised,
    settled,
)
from tests.doors import logged_in
from tests.matters.test_api import as_program
from zhuchao.access.models import File, Notice
from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry, Remark
from zhuchao.matters.models import Matter
from zhuchao.matters.queries import may_see_files
from zhuchao.matters.receipts import query_code
from zhuchao.rules.flows import flow

pytestmark = pytest.mark.one_database

PEOPLE = (ASKER, ASKER_PHONE, OTHER, OTHER_PHONE, OTHER_HOME)
SECRETS = (SECRET, *PEOPLE, *KEPT)
INSIDE = {"clerk_c11", "clerk_s1", "clerk_d", "li"}
"""The desk that has it, the desks above it, and its own mediator."""
SEEING = {*INSIDE, "supervisor"}
ACCOUNTS = (
    "admin", "intake", "street1", "street2", "supervisor", "auditor", "roads", "head", "leader",
    "water", "driver", "branch", "clerk_d", "clerk_s1", "clerk_c11", "clerk_s2", "li", "wang",
    "zhao",
)  # fmt: skip
PAGES = (
    "/desk/",
    "/desk/matters/",
    "/desk/matters/?q=漏水",
    "/desk/matters/sheet.xlsx",
    "/desk/matters/{receipt}/",
    "/desk/matters/{receipt}/near/",
    "/desk/mediation/",
    "/desk/mediation/behind/?what=settled",
    "/desk/mediation/{receipt}/",
    "/desk/mediation/shelf/",
    "/desk/rates/",
    "/journal/",
)


@pytest.fixture
def market(db: None) -> District:
    """示例区 with its dispute desks and the shelf."""
    return found_market()


@pytest.fixture
def dispute(market: District) -> Matter:
    """A dispute that went as far as an agreement in force."""
    return settled(market, raised().matter)


def browser(district: District, who: str) -> Client:
    """Somebody's browser; an administrator's with his second factor."""
    account = district.accounts[who]
    return logged_in(account, second_factor=True) if who == "admin" else desk(district, who)


def leaks(text: str) -> list[str]:
    """What of the secrets stands in a text."""
    return [secret for secret in SECRETS if secret in text]


def body(client: Client, path: str) -> str:
    """Whatever comes back, as text; a workbook as its bytes."""
    answer = client.get(path)
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return bytes(whole).decode("utf-8", "ignore")


@pytest.mark.parametrize("who", ACCOUNTS)
def test_no_page_shows_what_is_sealed_before_it_is_opened_for_a_purpose(
    market: District, dispute: Matter, who: str
) -> None:
    client = browser(market, who)
    for page in PAGES:
        path = page.format(receipt=dispute.receipt)
        assert leaks(body(client, path)) == [], path
    seen = client.get(f"/desk/matters/{dispute.receipt}/").status_code
    assert seen == (200 if who in SEEING else 404)
    opened = client.get(f"/desk/mediation/{dispute.receipt}/").status_code
    assert opened == (200 if who in INSIDE else 403 if who in SEEING else 404)


@pytest.mark.parametrize("who", ACCOUNTS)
def test_only_the_desk_and_the_mediator_open_it_and_each_opening_is_told(
    market: District, dispute: Matter, who: str
) -> None:
    client, said = browser(market, who), {"purpose": "核对协议内容"}
    others = dispute.participants.get(role="other").pk
    found = {
        "records": client.post(f"/desk/mediation/{dispute.receipt}/records/", said),
        "paper": client.post(
            f"/desk/mediation/{dispute.receipt}/paper/", {**said, "paper": "agreement"}
        ),
        "original": client.post(f"/desk/matters/{dispute.receipt}/original/", said),
        "identity": client.post(f"/desk/matters/{dispute.receipt}/identity/{others}/", said),
        "slip": client.get(f"/desk/mediation/{dispute.receipt}/slip/{others}/"),
    }
    codes = {name: answer.status_code for name, answer in found.items()}
    verbs = set(Entry.objects.values_list("verb", flat=True))
    openings = {"record.opened", "identity.opened", "statement.opened", "paper.made"}
    if who in INSIDE:
        assert set(codes.values()) == {200}
        assert openings <= verbs
    else:
        assert set(codes.values()) <= {403, 404}
        assert not openings & verbs


@pytest.mark.parametrize("who", ["intake", "supervisor", "clerk_s2", "wang", "clerk_c11", "li"])
def test_no_answer_of_the_api_holds_it(market: District, dispute: Matter, who: str) -> None:
    client = as_program(market, who)
    for path in ("/api/matters", f"/api/matters/{dispute.receipt}"):
        answer = client.get(path)
        assert leaks(answer.content.decode()) == []
        if "/matters/" in path and who not in SEEING:
            assert answer.status_code == 404


def test_neither_side_reads_of_the_other(market: District, dispute: Matter) -> None:
    for receipt in (dispute.receipt, others_receipt(dispute)):
        code = query_code(receipt)
        for page in (f"/track/{receipt}/?code={code}", f"/receipt/{receipt}/?code={code}"):
            assert leaks(body(Client(), page)) == []
        api = Client().get(f"/api/track/{receipt}?code={code}")
        assert leaks(api.content.decode()) == []


def test_public_pages_know_nothing_of_any_dispute(market: District, dispute: Matter) -> None:
    for page in ("/", "/mediation/", "/mediation/apply/", "/map.json"):
        text = body(Client(), page)
        assert leaks(text) == []
        assert dispute.receipt not in text


def columns() -> Iterator[tuple[str, str]]:
    """Every text in every table: where it stands, and the words."""
    for model in apps.get_models():
        fields = [
            f.attname
            for f in model._meta.concrete_fields
            if isinstance(f, CharField | TextField | JSONField)
        ]
        for row in model._default_manager.values_list(*fields):
            for name, value in zip(fields, row, strict=True):
                yield f"{model.__name__}.{name}", str(value)


def test_no_column_of_any_table_holds_it_in_plain(market: District, dispute: Matter) -> None:
    assert [where for where, text in columns() if leaks(text)] == []
    assert not Remark.objects.exists(), "words of a dispute go into no remark"
    assert Notice.objects.exists()


def test_no_step_leaves_free_words_where_everybody_reads_them() -> None:
    """Only what is told to both sides, where a paper lies, and a supervisor's own words."""
    plain = {"arrange", "guide", "keep_paper", "supervise"}
    for step in flow("dispute").steps:
        loose = {"note", "reason"} & set(step.needs) or step.told
        free = [a for a in step.asks if a.free and not a.kept]
        assert not (loose or free) or step.name in plain, step.name


@pytest.mark.parametrize("who", ACCOUNTS)
def test_photos_of_the_file_are_seen_by_those_who_may_read_it(
    market: District, dispute: Matter, who: str
) -> None:
    File.objects.create(
        name="photos/x.jpg",
        media_type="image/jpeg",
        size=1,
        digest="0" * 64,
        uploaded_at=now(),
        subject_kind="dispute",
        subject_id=dispute.pk,
        purpose="paper:evidence",
    )
    assert may_see_files(market.scope(who), dispute.pk) == (who in INSIDE)
    page = body(browser(market, who), f"/desk/matters/{dispute.receipt}/")
    assert bool(re.search(r'src="/files/', page)) == (who in INSIDE)


def test_a_desk_below_or_beside_sees_nothing(market: District) -> None:
    elsewhere = raised(division="C21").matter
    seen = {
        who: desk(market, who).get(f"/desk/matters/{elsewhere.receipt}/").status_code
        for who in ("clerk_s2", "clerk_d", "clerk_s1", "clerk_c11", "li", "zhao")
    }
    assert seen == {
        "clerk_s2": 200,
        "clerk_d": 200,
        "clerk_s1": 404,
        "clerk_c11": 404,
        "li": 404,
        "zhao": 404,
    }
