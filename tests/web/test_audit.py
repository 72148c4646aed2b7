"""Auditors read what lies in their divisions, administrators see the state, others nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from tests.web import audit_site
from zhuchao.access.models import Account
from zhuchao.access.scope import PUBLIC, Grant, Scope, system
from zhuchao.journal.models import Entry
from zhuchao.journal.sealing import seal
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.memory import changed
from zhuchao.places.models import Division
from zhuchao.web.audit import queries, views
from zhuchao.web.audit.queries import Wanted, entries

pytestmark = pytest.mark.django_db

DISTRICT = Scope("a", 1, grants=(Grant("auditor", "/34/"),), second_factor=True)
STREET = Scope("s", 2, grants=(Grant("auditor", "/34/1/"),), second_factor=True)
ADMINISTRATOR = Scope("x", 3, grants=(Grant("administrator", "/"),), second_factor=True)
WORKER = Scope("w", 4, grants=(Grant("staff", organisation=1),))

Log_in = Callable[[Scope], Client]


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.ZHUCHAO_HOME = tmp_path


@pytest.fixture
def log_in(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Log_in:
    """A browser of somebody with this scope, at a site that holds the audit page alone."""
    cache.clear()
    settings.ROOT_URLCONF = audit_site.__name__

    def browser(scope: Scope) -> Client:
        def known(account: Account, **_more: Any) -> Scope:
            return scope

        monkeypatch.setattr("zhuchao.web.middleware.scope_of", known)
        client = Client()
        client.force_login(
            Account.objects.create_user(f"user-{scope.who}"),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    return browser


@pytest.fixture
def told() -> list[int]:
    """An opening in one street, one in another, a refusal without place, and a correction."""
    with writing("9b1d") as log:
        log.add(Fact("identity.opened", ("appeal", 1), "/34/1/", remark="电话回访"))
        log.add(Fact("identity.opened", ("appeal", 2), "/34/2/", facets={"identity": 7}))
        log.add(Fact("account.refused", ("account", 5)))
        log.add(Fact("matter.accept", ("appeal", 1), "/34/1/", voids=1))
    return list(Entry.objects.order_by("id").values_list("id", flat=True))


def ids(scope: Scope, wanted: Wanted = Wanted()) -> list[int]:  # noqa: B008 (frozen)
    return sorted(entry.pk for entry in entries(scope, wanted)[0])


def test_everybody_reads_only_what_lies_in_his_divisions(told: list[int]) -> None:
    first, second, _refusal, correction = told
    assert ids(DISTRICT) == [first, second, correction]
    assert ids(STREET) == [first, correction]
    assert ids(Scope("r", grants=(Grant("auditor", "/"),))) == told


@pytest.mark.parametrize("scope", [PUBLIC, ADMINISTRATOR, WORKER, system("tick")])
def test_whoever_is_no_auditor_reads_nothing(told: list[int], scope: Scope) -> None:
    assert ids(scope) == []


def test_an_api_key_reads_only_with_its_verb(told: list[int]) -> None:
    grants = DISTRICT.grants
    assert ids(Scope("k", grants=grants, api_verbs=frozenset({"matter.read"}))) == []
    assert len(ids(Scope("k", grants=grants, api_verbs=frozenset({"journal.read"})))) == 3


def test_filters_narrow(told: list[int]) -> None:
    auditor = Scope("r", grants=(Grant("auditor", "/"),))
    first, second, refusal, correction = told
    day = Entry.objects.get(pk=first).day
    assert ids(auditor, Wanted(tab="openings")) == [first, second]
    assert ids(auditor, Wanted(tab="refusals")) == [refusal]
    assert ids(auditor, Wanted(tab="corrections")) == [correction]
    assert ids(auditor, Wanted(verb="account.refused")) == [refusal]
    assert ids(auditor, Wanted(subject_kind="appeal", subject_id=1)) == [first, correction]
    assert ids(auditor, Wanted(who="nobody")) == []
    assert ids(auditor, Wanted(first=day, last=day)) == told
    assert ids(auditor, Wanted(last=day.replace(year=2020))) == []
    assert ids(auditor, Wanted(path="/34/2/")) == [second]


def test_pages_follow_each_other_by_key_in_one_statement_each(
    monkeypatch: pytest.MonkeyPatch,
    told: list[int],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    with django_assert_num_queries(2):
        page, more = entries(DISTRICT, Wanted())
        rest, end = entries(DISTRICT, Wanted(), before=page[-1].pk)
        words = [entry.words for entry in [*page, *rest]]
    assert (len(page), more, len(rest), end) == (2, True, 1, False)
    assert words == ["", "", "电话回访"]


def test_an_auditor_sees_entries_in_words(log_in: Log_in, told: list[int]) -> None:
    page = log_in(DISTRICT).get("/journal/").content.decode()
    assert "查看身份信息" in page
    assert "电话回访" in page
    assert "诉求 1" in page
    assert "受理" in page
    assert "更正第 1 条" in page.replace(f"第 {told[0]} 条", "第 1 条")
    assert "登录被拒" not in page.split("<tbody>")[1]


def test_the_page_is_paged_and_keeps_its_filters(
    log_in: Log_in, told: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    client = log_in(DISTRICT)
    page = client.get("/journal/?tab=openings").content.decode()
    assert f"?tab=openings&amp;before={told[1]}" in page
    last = client.get(f"/journal/?tab=openings&before={told[1]}").content.decode()
    assert "电话回访" in last
    assert "没有更多了" in last
    assert 'href="?tab=openings"' in last


def test_an_administrator_sees_the_state_and_no_entry(log_in: Log_in, told: list[int]) -> None:
    page = log_in(ADMINISTRATOR).get("/journal/").content.decode()
    assert "待封存" in page
    assert "4 条" in page
    assert "<table" not in page
    assert "电话回访" not in page


@pytest.mark.parametrize(
    ("method", "path"), [("get", ""), ("post", "verify"), ("get", "proof.json")]
)
def test_nobody_else_comes_here(log_in: Log_in, method: str, path: str) -> None:
    answer = getattr(log_in(WORKER), method)(f"/journal/{path}")
    assert answer.status_code == 403
    stranger = getattr(Client(), method)(f"/journal/{path}")
    assert stranger.status_code == 302
    assert "login" in stranger.headers["Location"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("division=999", "没有代码为“999”的区划"),
        ("first=2026-02-02&last=2026-01-01", "截止日早于起始日"),
        ("first=gestern", "日期"),
        ("verb=matter.invented", "matter.invented"),
        ("subject_id=99999999999999999999", ""),
        ("before=x&tab=y", ""),
    ],
)
def test_a_bad_filter_is_named_and_nothing_is_shown(
    log_in: Log_in, told: list[int], query: str, words: str
) -> None:
    answer = log_in(DISTRICT).get(f"/journal/?{query}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "有几处需要改" in page
    assert words in page
    assert "<tbody>" not in page


def test_a_division_is_asked_for_by_its_code(log_in: Log_in, told: list[int]) -> None:
    Division.objects.create(code="340181002", name="石桥街道", kind="street", path="/34/2/")
    changed()
    page = log_in(DISTRICT).get("/journal/?division=340181002").content.decode()
    assert "石桥街道" in page
    assert "电话回访" not in page


def test_the_button_verifies(log_in: Log_in, told: list[int]) -> None:
    client = log_in(DISTRICT)
    seal()
    assert "逐条核对无误" in client.post("/journal/verify", follow=True).content.decode()
    Entry.objects.filter(pk=told[1]).update(who="somebody")
    page = client.post("/journal/verify", follow=True).content.decode()
    assert "日志有改动" in page
    assert f"journal_entry {told[1]}: changed: who" in page


def test_a_verification_that_takes_too_long_refers_to_the_command(
    log_in: Log_in, monkeypatch: pytest.MonkeyPatch, told: list[int]
) -> None:
    monkeypatch.setattr(views, "SECONDS", 0)
    monkeypatch.setattr("zhuchao.journal.verifying.STEP", 1)
    page = log_in(DISTRICT).post("/journal/verify", follow=True).content.decode()
    assert "zhuchao journal verify" in page


def test_the_proof_holds_no_entry(log_in: Log_in, told: list[int]) -> None:
    client = log_in(DISTRICT)
    assert client.get("/journal/proof.json").status_code == 404
    (header,) = seal()
    answer = client.get("/journal/proof.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.json()["segments"][0]["root"] == header.root
    assert "电话回访" not in answer.content.decode()
