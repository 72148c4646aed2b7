"""What is sealed of a petition stays so, and whoever is barred from it loses every way to it.

Generated from the cast and the policy: each account × each page, table, interface and file.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from PIL import Image

from tests.cast import District, step
from tests.desk import desk
from tests.matters.test_api import as_program
from tests.petition_cast import OPINION, at_counter, found_petition_district
from zhuchao.access.files import store_photo
from zhuchao.access.identities import open_identity
from zhuchao.access.models import File, Notice
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.kinds.petition import actions
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.policy import roles_on, visible_to, with_roles
from zhuchao.matters.receipts import query_code
from zhuchao.matters.statements import open_statement
from zhuchao.rules.flows import flow

pytestmark = pytest.mark.one_database

CHINA = ZoneInfo("Asia/Shanghai")
WORDS, NAME, PHONE, HOME = "老杨树底下那口井", "欧阳春来", "13800007788", "梧桐里 77 号"
SECRETS = (WORDS, NAME, PHONE, HOME, OPINION["facts"], OPINION["opinion"])
ACCOUNTS = (
    *("admin", "intake", "street1", "street2", "supervisor", "auditor", "roads", "roads2", "head"),
    *(
        "leader",
        "water",
        "driver",
        "branch",
        "committee",
        "xinfang",
        "xinfang2",
        "ducha",
        "council",
    ),
    *("city", "mayor"),
)
SEEING = {"xinfang", "ducha", "roads", "roads2", "head", "leader"}
READING = {"xinfang", "roads", "roads2", "head", "leader"}
PAGES = (
    "/desk/",
    "/desk/matters/",
    "/desk/matters/?q=老杨树",
    "/desk/matters/?words=老杨树&kind=petition",
    "/desk/matters/sheet.xlsx",
    "/desk/matters/{receipt}/",
    "/desk/matters/{receipt}/near/",
    "/desk/matters/{receipt}/petition/",
    "/desk/petitions/",
    "/desk/petitions/behind/?figure=registered",
    "/desk/petitions/behind/?figure=visits_persons",
    "/desk/petitions/report.xlsx",
    "/desk/receptions/",
    "/desk/rates/",
    "/desk/rates/?kind=petition",
    "/desk/handover/",
    "/journal/",
    "/",
    "/api/",
)


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its petition office."""
    return found_petition_district()


@pytest.fixture
def matter(district: District) -> Iterator[Matter]:
    """A petition with a photo that the roads office has answered."""
    with at(datetime(2026, 8, 3, 12, tzinfo=CHINA)):
        picture = io.BytesIO()
        Image.new("RGB", (40, 40), "grey").save(picture, "JPEG")
        photo = store_photo(_upload(picture.getvalue()))
        found = at_counter(
            district,
            text=f"{WORDS}填了不赔",
            summary="补偿争议",
            contact={"name": NAME, "phone": PHONE, "address": HOME},
            photos=(photo.pk,),
        ).matter
        roads = district.scope("roads")
        step(district.scope("xinfang"), found, "forward", lead=district.office("roads"))
        more = {"branch": "ordinary", "accepted_on": date(2026, 8, 3)}
        step(roads, found, "take_up", more=more)
        step(roads, found, "issue", more=OPINION)
        yield found


def _upload(raw: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("a.jpg", raw, "image/jpeg")


def body(client: Client, path: str) -> str:
    """Whatever comes back, as text; a workbook unpacked."""
    answer = client.get(path)
    # Read to its end a stream closes itself, and leaves the test its connection.
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if raw[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(raw))
        raw = b"".join(book.read(name) for name in book.namelist())
    return raw.decode("utf-8", "ignore")


def leaks(text: str) -> list[str]:
    """What of the secrets stands in a text."""
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("who", ACCOUNTS)
def test_no_page_shows_what_is_sealed_before_it_is_opened_for_a_purpose(
    district: District, matter: Matter, who: str
) -> None:
    client = desk(district, who)
    for page in PAGES:
        path = page.format(receipt=matter.receipt)
        assert leaks(body(client, path)) == [], path
    seen = client.get(f"/desk/matters/{matter.receipt}/").status_code
    assert seen == (200 if who in SEEING else 302 if who == "admin" else 404)


@pytest.mark.parametrize("who", ACCOUNTS)
def test_the_interfaces_give_nothing_sealed(
    district: District, matter: Matter, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhuchao.matters.api_access.allow", lambda *_a: True)
    program = as_program(district, who)
    for path in ("/api/matters", f"/api/matters/{matter.receipt}", "/api/matters?kind=petition"):
        answer = program.get(path)
        text = answer.content.decode()
        assert leaks(text) == [], path
        assert who in SEEING or matter.receipt not in text


@pytest.mark.parametrize("who", ACCOUNTS)
def test_only_the_policys_readers_open_words_and_people_and_each_opening_is_told(
    district: District, matter: Matter, who: str
) -> None:
    scope = district.scope(who)
    row = with_roles(visible_to(scope), scope).filter(pk=matter.pk).first()
    roles = roles_on(row) if row else frozenset()
    way = flow("petition")
    member = bool(roles & {"lead", "intake"})
    assert member == (who in READING)
    assert bool(roles & set(way.reads)) == member
    assert bool(getattr(row, "sees_identity", False)) == bool(roles & set(way.knows))
    if member:
        assert WORDS in open_statement(scope, matter.pk, "核对")
        assert Entry.objects.filter(verb="statement.opened").count() == 1
    else:
        with pytest.raises(Refused):
            open_statement(scope, matter.pk, "看看")
        assert not Entry.objects.filter(verb="statement.opened").exists()


def test_no_column_of_any_table_holds_a_secret_in_plain(district: District, matter: Matter) -> None:
    for model in apps.get_models():
        fields = [
            f.attname
            for f in model._meta.concrete_fields
            if isinstance(f, CharField | TextField | JSONField)
        ]
        for values in model._default_manager.values_list(*fields) if fields else ():
            assert leaks(" ".join(map(str, values))) == [], model


def test_nothing_sealed_is_in_a_notice_or_a_fact(district: District, matter: Matter) -> None:
    for entry in Entry.objects.filter(subject_kind="petition"):
        assert leaks(str(entry.facets)) == []
    for notice in Notice.objects.all():
        assert leaks(str(notice.context)) == []


BARRED_BY = ("account", "office")


@pytest.mark.parametrize("how", BARRED_BY)
@pytest.mark.parametrize("who", sorted(SEEING))
def test_whoever_is_barred_finds_the_file_nowhere(
    district: District, matter: Matter, who: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices = {"xinfang": "xinfang", "ducha": "council"}
    account, office = district.accounts[who], district.office(offices.get(who, "roads"))
    if who == "ducha" and how == "office":
        pytest.skip("the watch works in no office of the cast")
    actor = district.scope("ducha" if who == "xinfang" else "xinfang")
    said: dict[str, Any] = {"account": account} if how == "account" else {"office": office}
    actions.bar(actor, matter.pk, reason="亲属", **said)
    matter.refresh_from_db()
    Notice.objects.all().delete()
    scope, client = district.scope(who), desk(district, who)
    assert not visible_to(scope).filter(pk=matter.pk).exists()
    for page in PAGES:
        path = page.format(receipt=matter.receipt)
        text = body(client, path)
        assert leaks(text) == []
        asked = "{receipt}" in page
        assert asked or matter.receipt not in text, path
        assert "补偿争议" not in text, path
    photo = File.objects.get()
    for path in ("", "slip/", "petition/", "near/"):
        assert client.get(f"/desk/matters/{matter.receipt}/{path}").status_code == 404
    assert client.get(f"/files/{photo.pk}").status_code == 404
    paper = f"/desk/matters/{matter.receipt}/petition/paper/opinion/"
    assert client.post(paper, {"purpose": "看看"}).status_code == 404
    monkeypatch.setattr("zhuchao.matters.api_access.allow", lambda *_a: True)
    program = as_program(district, who)
    assert program.get(f"/api/matters/{matter.receipt}").status_code == 404
    assert matter.receipt not in program.get("/api/matters").content.decode()
    with pytest.raises(Refused) as refused:
        open_statement(scope, matter.pk, "看看")
    assert refused.value.code == "not_found"
    with pytest.raises(Refused):
        step(scope, matter, "supervise", note="x", more={"cause": "late"})


def test_a_barred_clerk_gets_no_notice_and_his_colleague_does(
    district: District, matter: Matter
) -> None:
    actions.bar(
        district.scope("xinfang"), matter.pk, account=district.accounts["roads2"], reason="同学"
    )
    Notice.objects.all().delete()
    step(district.scope("ducha"), matter, "supervise", note="请抓紧", more={"cause": "late"})
    told = set(Notice.objects.values_list("account__username", flat=True))
    assert "roads" in told
    assert "roads2" not in told


def test_a_barred_office_loses_what_it_held_and_gets_nothing_more(
    district: District, matter: Matter
) -> None:
    office = district.scope("xinfang")
    actions.bar(office, matter.pk, office=district.office("roads"), reason="被反映的单位")
    matter.refresh_from_db()
    assert matter.holder_id == district.office("xinfang")
    with pytest.raises(Refused) as refused:
        step(office, matter, "supervise", note="x", more={"cause": "nonsense"})
    assert refused.value.code == "invalid"


def test_the_bar_is_lifted_only_by_the_petition_office_and_for_a_reason(
    district: District, matter: Matter
) -> None:
    office = district.scope("xinfang")
    row = actions.bar(office, matter.pk, account=district.accounts["head"], reason="亲属")
    assert not visible_to(district.scope("head")).exists()
    for who in ("roads", "leader"):
        with pytest.raises(Refused):
            actions.unbar(district.scope(who), matter.pk, row.pk, reason="没事了")
    with pytest.raises(Refused):
        actions.unbar(office, matter.pk, row.pk, reason=" ")
    actions.unbar(office, matter.pk, row.pk, reason="查明没有关系")
    assert visible_to(district.scope("head")).exists()
    verbs = [e.verb for e in Entry.objects.filter(verb__startswith="petition.")]
    assert "petition.barred" in verbs
    assert "petition.unbarred" in verbs


def test_an_accusation_never_reaches_whom_it_accuses(district: District) -> None:
    accused = district.office("roads")
    payload = {"purpose": "accusation", "accused": accused}
    found = at_counter(district, payload=payload, summary="作风问题", contact={}).matter
    assert Participant.objects.get(role="barred").organisation_id == accused
    assert "accused" not in found.payload
    assert not [e for e in Entry.objects.all() if {"accused", "about"} & set(e.facets)]
    office = district.scope("xinfang")
    for said in ({"lead": accused}, {"lead": district.office("water"), "assists": (accused,)}):
        with pytest.raises(Refused, match="应当回避"):
            step(office, found, "forward", **said)
    for who in ("roads", "roads2", "head", "leader"):
        assert not visible_to(district.scope(who)).exists()
        assert found.receipt not in body(desk(district, who), "/desk/matters/")


def test_a_tracking_page_opens_only_with_its_own_code(district: District, matter: Matter) -> None:
    client = Client()
    page = f"/track/{matter.receipt}/?code="
    assert client.get(f"{page}AAAAAA").status_code == 404
    text = body(client, f"{page}{query_code(matter.receipt)}")
    assert OPINION["opinion"] in text
    assert NAME not in text


def test_an_identity_is_not_opened_without_a_purpose(district: District, matter: Matter) -> None:
    asker = Participant.objects.get(matter=matter, role="asker")
    assert asker.identity is not None
    with pytest.raises(Refused):
        open_identity(
            district.scope("xinfang"), asker.identity, subject=("petition", 1), path="/", purpose=""
        )
