"""Every page, for everybody who can reach it, wide and narrow, in Chinese and in English.

Each is loaded once a language and looked at in both widths; with ZHUCHAO_PICTURES set, pictures
stay under the temporary folder of the test. Nothing may be on the console (a breach of the content
security policy is an error there), axe must find nothing, nothing may stick out, and English pages
must be English.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.addresses import FOR_PROGRAMS, NO_PAGE, PAGES, POSTED
from tests.doors import logged_in
from zhuchao.access.models import Account
from zhuchao.circle.appointments.demo import load_demo_appointments
from zhuchao.circle.estates.demo import load_demo_estates
from zhuchao.circle.merchants.demo import load_demo_merchants
from zhuchao.circle.models import Application, Offer
from zhuchao.circle.reach.demo import load_demo_roads
from zhuchao.gatherings.demo import load_demo_visits
from zhuchao.gatherings.models import Finding, Gathering
from zhuchao.journal.clock import local_day, now
from zhuchao.marks import standards
from zhuchao.marks.certificates import certificates
from zhuchao.marks.honours.demo import load_demo_honours
from zhuchao.marks.models import Assessment, Board, Honour, Mark
from zhuchao.matters.demo import load_demo
from zhuchao.matters.demo_branches import load_demo_branches
from zhuchao.matters.models import CardBatch, Matter, Participant, Reception
from zhuchao.matters.receipts import query_code
from zhuchao.registry.alliances.demo import load_demo_alliances
from zhuchao.registry.checkins.demo import load_demo_check_ins
from zhuchao.registry.contacts.demo import load_demo_contacts
from zhuchao.registry.coverage.demo import load_demo_units
from zhuchao.registry.instructors.demo import load_demo_guidance
from zhuchao.registry.models import CommunityItem, ImportRun, Milestone, Organisation, Person, Tie
from zhuchao.registry.organisations.demo import load_demo_organisations
from zhuchao.registry.personnel.demo import load_demo_workers
from zhuchao.registry.teams.demo import load_demo_teams
from zhuchao.roads.generated import ATTRIBUTION
from zhuchao.rules.catalogue import shipped

# Not transactional: these tests only look, so the demo stays from one to the next.
pytestmark = pytest.mark.django_db

Axe = Callable[[Page], list[str]]
MATTERS = 60
WIDTHS = (1280, 360)
ROOMS = ("access", "places", "registry", "marks", "matters", "gatherings", "circle", "journal")
CHINESE = re.compile("[\u3400-\u9fff]+")
LONG = 6
"""Signs from which a piece of a longer text counts as a quotation of it."""


VISIBLE = """() => {
  const said = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (["SCRIPT", "STYLE", "TEXTAREA"].includes(node.tagName)) continue;
    if (node.closest("[lang|=zh]:not(html)")) continue;
    for (const name of ["aria-label", "placeholder", "title", "alt", "data-label"])
      said.push(node.getAttribute(name));
    for (const child of node.childNodes)
      if (child.nodeType === Node.TEXT_NODE) said.push(child.data);
  }
  return said.filter(Boolean).join("\\n");
}"""


class City:
    """The demo behind a server, the addresses in it, and every Chinese word that is data."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.words = {word for text in _data() for word in CHINESE.findall(text)}
        self.texts = "\n".join(_data())
        self.cookies = {name: _cookie(name) for name in PAGES if name}
        self.names = _names()

    def translated(self, page: Page) -> list[str]:
        """The Chinese of a page that nobody typed in."""
        found = set(CHINESE.findall(page.evaluate(VISIBLE)))
        quoted = {word for word in found if len(word) >= LONG and word in self.texts}
        return sorted(found - self.words - quoted)


def _data() -> Iterator[str]:
    """What people and the district's folder brought: every text column, and the rules' sources."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            columns = [
                f.attname
                for f in model._meta.concrete_fields
                if isinstance(f, CharField | TextField) and not f.choices
            ]
            for row in model._default_manager.values_list(*columns):
                yield from map(str, row)
    yield ATTRIBUTION
    yield from (rules.basis for rules in shipped().values())
    yield from (standards.shipped_source(key) for key in standards.shipped())
    yield from (text for one in certificates() for text in (one.name, one.office, one.hint))


def _cookie(name: str) -> str:
    account = Account.objects.get(username=name)
    if name == "admin":
        TOTP.activate(account, generate_totp_secret())
        RecoveryCodes.activate(account)
    client = logged_in(account, second_factor=name == "admin")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _names() -> dict[str, str]:
    """Receipts of matters in this and that state, and what else an address needs."""
    appeals = Matter.objects.filter(kind="appeal").order_by("pk")
    asked = Participant.objects.filter(role="proxy", account__isnull=False)
    picked = {
        "open": appeals.filter(holder__code="zjj", closed_at=None).first(),
        "answered": appeals.filter(state="answered").first(),
        "handling": appeals.filter(
            holder__code="zjj", state__in=("handling", "dispatched", "reopened")
        ).first(),
        "closed": appeals.filter(state="confirmed").first(),
        "hazard": Matter.objects.filter(kind="hazard", closed_at=None).first(),
        "own": Matter.objects.filter(participants__in=asked).first() or appeals.first(),
        "dispute": Matter.objects.filter(kind="dispute", state="performing").first(),
        "petition": Matter.objects.filter(kind="petition", state="registered").first(),
        "opinion": Matter.objects.filter(kind="petition", state="opinion_issued").first(),
        "reunion": Matter.objects.filter(kind="reunion", state="self_reported").first(),
        "founding": Matter.objects.filter(kind="founding", state="consented").first(),
        "refund": Matter.objects.filter(kind="refund").first(),
        "admission": Matter.objects.filter(kind="admission", state="candidate").first(),
    }
    today = local_day(now())
    lacking = [name for name, matter in picked.items() if matter is None]
    assert not lacking, f"the demo has no matter that is {lacking}"
    receipts = {name: matter.receipt for name, matter in picked.items() if matter}
    party = Participant.objects.filter(matter__kind="dispute", role="other").latest("pk")
    receipts["other"] = party.receipt
    receipts["claim"] = Participant.objects.filter(role="claimer", until=None).latest("pk").receipt
    wished = Matter.objects.filter(kind="wish", state="published").earliest("pk")
    wanting = Application.objects.order_by("pk")
    for name, state in (("applied", "waiting"), ("joining", "accepted")):
        receipts[name] = wanting.filter(state=state).earliest("pk").receipt
    return {
        "offer": str(Offer.objects.filter(site__code="sh-1").earliest("pk").pk),
        "wish": wished.card.code,
        "wished": wished.receipt,
        "helped": Matter.objects.get(kind="help", state="accepted").receipt,
        "cards": CardBatch.objects.get(matter=None).code,
        **receipts,
        **{f"{name}_code": query_code(receipt) for name, receipt in receipts.items()},
        "account": str(Account.objects.get(username="kezhang").pk),
        "party": str(Participant.objects.get(matter=picked["dispute"], role="other").pk),
        "check": str(Assessment.objects.earliest("pk").pk),
        "mark": str(Mark.objects.earliest("pk").pk),
        "board": str(Board.objects.earliest("pk").pk),
        "reception": str(Reception.objects.earliest("pk").pk),
        "import_read": str(ImportRun.objects.filter(state="read").earliest("pk").pk),
        "import_seen": str(ImportRun.objects.filter(state="previewed").earliest("pk").pk),
        "posted": str(Person.objects.filter(label="丑*", ties__kind="post").earliest("pk").pk),
        "team": str(Organisation.objects.get(kind="volunteer_team").pk),
        "alliance": Organisation.objects.get(kind="alliance").code,
        "item": str(CommunityItem.objects.earliest("pk").pk),
        "pair": str(Tie.objects.get(kind="household_pair").pk),
        "posting": str(Tie.objects.filter(kind="instructor").earliest("pk").pk),
        "contact": str(Tie.objects.filter(kind="contact").earliest("pk").pk),
        "visit": str(Gathering.objects.earliest("pk").pk),
        "to_come": str(Gathering.objects.get(held_at=None).pk),
        "finding": str(Finding.objects.filter(office__isnull=False).earliest("pk").pk),
        "honour": str(Honour.objects.earliest("pk").pk),
        "worker": str(Milestone.objects.filter(kind="recruited").earliest("pk").person_id),
        "import_done": str(ImportRun.objects.filter(state="applied").earliest("pk").pk),
        "period": f"kind=appeal&first={today - timedelta(days=90)}&last={today}",
    }


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    """One demo for all these tests: they only look."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ZHUCHAO_RATE_PUBLIC", 100_000)
        patch.setattr(settings, "ZHUCHAO_SMS", "console")
        patch.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", 3600, raising=False)
        load_demo(MATTERS)
        load_demo_merchants()
        load_demo_units()
        load_demo_branches()
        load_demo_organisations()
        load_demo_alliances()
        load_demo_workers()
        load_demo_guidance()
        load_demo_contacts()
        load_demo_honours()
        load_demo_visits()
        load_demo_appointments()
        load_demo_teams()
        load_demo_check_ins()
        load_demo_estates()
        load_demo_roads()
        server = LiveServer("localhost")
        yield City(server.url)
        server.stop()
        call_command("flush", verbosity=0, interactive=False)
        # Opened beside the browser's event loop, it is hidden from what drops the test database.
        connection.close()
        (Path(settings.ZHUCHAO_HOME) / "demo").unlink(missing_ok=True)


def _tab(chromium: Browser, city: City, who: str, language: str, heard: list[str]) -> Page:
    """A tab in which somebody is logged in; what goes wrong in it is heard."""
    context = chromium.new_context(timezone_id="Asia/Shanghai")
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if who:
        cookies[settings.SESSION_COOKIE_NAME] = city.cookies[who]
    context.add_cookies([{"name": n, "value": v, "url": city.url} for n, v in cookies.items()])

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(message.text)

    tab = context.new_page()
    tab.on("console", hear)
    tab.on("pageerror", lambda error: heard.append(str(error)))
    return tab


def _faults(tab: Page, axe: Axe, language: str, picture: Path) -> Iterator[str]:
    """What is wrong with the page as it stands, in both widths.

    What axe finds hangs on the width, hardly on the language: it looks at the wide page in
    Chinese and at the narrow one in English.
    """
    axes = max(WIDTHS) if language == settings.LANGUAGE_CODE else min(WIDTHS)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        if os.environ.get("ZHUCHAO_PICTURES"):
            tab.screenshot(path=f"{picture}-{width}.png", full_page=True)
        if width == axes:
            yield from (f"{width} px: {fault}" for fault in axe(tab))
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{width} px: something sticks out"


@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("en", "en")])
@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "anybody")
def test_every_page_is_sound(
    who: str, language: str, lang: str, city: City, chromium: Browser, axe: Axe, tmp_path: Path
) -> None:
    heard: list[str] = []
    wrong: list[str] = []
    tab = _tab(chromium, city, who, language, heard)
    for number, address in enumerate(PAGES[who]):
        path = address.format(**city.names)
        answer = tab.goto(f"{city.url}{path}")
        found = [] if answer and answer.status == 200 else [f"status {answer and answer.status}"]
        if tab.url != f"{city.url}{path}":
            found.append(f"led to {tab.url}")
        if tab.locator("html").get_attribute("lang") != lang:
            found.append("another language")
        picture = re.sub(r"\W+", "-", f"{number:02}-{address}").strip("-")
        found += _faults(tab, axe, language, tmp_path / picture)
        if language == "en":
            found += [f"not translated: {word}" for word in city.translated(tab)]
        found += heard
        heard.clear()
        wrong += [f"{address}: {fault}" for fault in found]
    tab.context.close()
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def _routes(patterns: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every route of the site as it is written, those for programs apart."""
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield route
        elif not route.startswith(FOR_PROGRAMS):
            yield from _routes(pattern.url_patterns, route)


SAMPLES = {"receipt": "{open}", "step": "accept", "kind": "return", "act": "end", "key": "appeal"}


def _sample(route: str) -> str:
    """An address of a route that takes arguments."""
    numbers = re.sub(
        r"<int:\w+>", "1", re.sub(r"<uuid:\w+>", f"{'0' * 8}-0000-4000-8000-{'0' * 12}", route)
    )
    return "/" + re.sub(r"<\w+:(\w+)>", lambda m: SAMPLES.get(m[1], "example-1"), numbers)


def test_every_address_is_looked_at_or_has_a_reason_not_to_be() -> None:
    names = dict.fromkeys(
        ("open", "closed", "answered", "hazard", "own", "dispute", "other", "petition", "opinion"),
        "ZC1",
    )
    names |= dict.fromkeys(
        ("handling", "account", "check", "mark", "board", "party", "reception"), "1"
    ) | {"period": ""}
    names |= dict.fromkeys(("wish", "wished", "helped", "cards", "claim"), "ZC1")
    names |= dict.fromkeys(("applied", "joining"), "ZC1") | {"offer": "1"}
    names |= dict.fromkeys(("reunion", "admission", "founding", "refund"), "ZC1")
    names |= dict.fromkeys(
        ("import_read", "import_seen", "import_done", "worker", "posting", "team"), "1"
    )
    names["posted"] = names["alliance"] = "1"
    names["item"] = names["pair"] = "1"
    names["contact"] = names["honour"] = "1"
    names["visit"] = names["to_come"] = names["finding"] = "1"
    names |= {f"{n}_code": "1" for n in names}
    visited = {
        resolve(address.format(**names).split("?")[0]).route
        for addresses in PAGES.values()
        for address in addresses
    }
    every = set(_routes(get_resolver().url_patterns))
    assert every - visited == set(NO_PAGE)
    assert not visited & set(NO_PAGE)


@pytest.mark.parametrize("route", NO_PAGE)
def test_what_is_said_to_be_no_page_is_none(route: str, city: City) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = city.cookies["admin"]
    answer = client.get(_sample(route).format(**city.names))
    answer.close()
    page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    assert not page
    if NO_PAGE[route] == POSTED:
        assert answer.status_code in (302, 405)
