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

from tests.doors import logged_in
from zhuchao.access.models import Account
from zhuchao.circle.appointments.demo import load_demo_appointments
from zhuchao.circle.estates.demo import load_demo_estates
from zhuchao.circle.merchants.demo import load_demo_merchants
from zhuchao.circle.models import Application, Offer
from zhuchao.circle.reach.demo import load_demo_roads
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
CHINESE = re.compile("[\u3400-\u9fff]+")
LONG = 6
"""Signs from which a piece of a longer text counts as a quotation of it."""

STAFF = (
    "/desk/",
    "/desk/matters/",
    "/desk/matters/?q=nothing-like-this",
    "/desk/rates/",
    "/desk/rates/behind/?{period}&rate=response&part=base",
)
MEMBER = (
    *STAFF,
    "/desk/matters/{open}/",
    "/desk/enter/",
    "/desk/enter/?kind=hazard",
    "/desk/paste/",
    "/desk/routing/",
)
PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/",
        "/about/",
        "/report/",
        "/appeal/",
        "/tip/",
        "/track/",
        "/track/{open}/",
        "/track/{open}/?code={open_code}",
        "/track/{answered}/?code={answered_code}",
        "/track/{closed}/?code={closed_code}",
        "/receipt/{open}/?code={open_code}",
        "/petition/",
        "/track/{opinion}/?code={opinion_code}",
        "/mediation/",
        "/mediation/?division=ZC0303&field=neighbour",
        "/mediation/apply/",
        "/mediation/rights/",
        "/track/{dispute}/?code={dispute_code}",
        "/track/{other}/?code={other_code}",
        "/wishes/",
        "/wishes/?category=home&division=ZC03",
        "/wishes/{wish}/",
        "/track/{claim}/?code={claim_code}",
        "/help/",
        "/help/?division=ZC0301",
        "/help/ask/",
        "/reunion/",
        "/reunion/join/",
        "/track/{reunion}/?code={reunion_code}",
        "/api/",
        "/accounts/login/",
        "/accounts/inactive/",
        "/accounts/single/cancelled/",
        "/sites/yz-1/",
        "/sites/hw-3/",
        "/sites/yz-1/way/",
        "/estates/xq-1/",
        "/estates/xq-1/?building=7",
        "/estates/xq-2/?building=6",
        "/estates/xq-1/gates/0/way/",
        "/map/",
        "/map/?need=rest&need=water&state=open&from=ZC0101",
        "/map/?need=swap&state=unknown",
        "/certificates/",
        "/certificates/alive/",
        "/shop/apply/",
        "/shop/applied/{applied}/?code={applied_code}",
        "/shop/join/{joining}/?code={joining_code}",
        "/sites/sh-1/",
        "/v/sh-1/",
        "/v/sh-1/done/",
        "/v/sh-1/nonsense/",
    ),
    "dianzhu": (
        "/shop/",
        "/shop/sh-1/",
        "/shop/sh-1/code/",
        "/shop/sh-1/poster/",
        "/shop/sh-1/hours/",
        "/shop/sh-1/week/",
        "/shop/sh-1/offers/new/",
        "/shop/sh-1/offers/{offer}/",
        "/shop/sh-1/coupons/",
        "/me/",
    ),
    "shouli": (
        *MEMBER,
        "/desk/matters/{hazard}/",
        "/desk/matters/{open}/near/",
        "/desk/mediation/from/{open}/",
        "/desk/matters/{own}/slip/",
        "/accounts/password/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        "/accounts/second-factor/",
        "/accounts/second-factor/totp/activate/",
    ),
    "jingban": (*MEMBER, "/desk/handover/", "/desk/matters/{handling}/earlier/"),
    "duban": (
        *MEMBER,
        "/desk/issues/",
        "/desk/issues/?days=90",
        "/desk/rechecks/",
        "/desk/matters/{closed}/",
        "/desk/sites/",
        "/desk/sites/?words=nothing-like-this",
        "/desk/sites/new/",
        "/desk/sites/yz-1/",
        "/desk/sites/yz-1/edit/",
        "/desk/sites/xq-1/check/nine_haves/onsite/",
        "/desk/sites/checks/{check}/",
        "/desk/marks/",
        "/desk/marks/{mark}/",
        "/desk/marks/standards/",
        "/desk/boards/",
        "/desk/boards/new/",
        "/desk/boards/{board}/",
        "/desk/boards/{board}/edit/",
        "/desk/circle/reach/",
        "/desk/circle/reach/?hour=2&compare=&mode=ebike&site=yz-1",
        "/desk/circle/reach/?asked=1&timed=on",
        "/desk/circle/siting/",
        "/desk/circle/siting/?asked=1",
        "/desk/circle/siting/?by=budget&amount=90000&hour=2",
        "/desk/circle/points/",
        "/desk/estates/",
        "/desk/estates/?words=nothing-like-this",
        "/desk/estates/xq-2/",
        "/desk/estates/yq-1/",
        "/desk/merchants/",
        "/desk/merchants/?words=nothing-like-this",
        "/desk/merchants/records/?shop=sh-1&way=tally",
        "/desk/merchants/nominate/",
        "/desk/merchants/applications/",
        "/desk/merchants/applications/?state=refused",
        "/desk/merchants/applications/{applied}/",
        "/desk/merchants/applications/{joining}/",
    ),
    "xinfang": (
        "/desk/matters/?kind=petition",
        "/desk/matters/{petition}/",
        "/desk/matters/{opinion}/petition/",
        "/desk/petitions/",
        "/desk/petitions/behind/?figure=received_persons",
        "/desk/receptions/",
        "/desk/receptions/new/",
        "/desk/receptions/{reception}/",
        "/desk/enter/?kind=petition",
    ),
    "tiaojie": (
        "/desk/matters/{dispute}/",
        "/desk/mediation/",
        "/desk/mediation/behind/?what=settled",
        "/desk/mediation/shelf/",
        "/desk/mediation/{dispute}/",
        "/desk/mediation/{dispute}/slip/{party}/",
        "/desk/enter/?kind=dispute",
    ),
    "tiaojieyuan": ("/desk/matters/{dispute}/",),
    "shequ": (
        "/desk/enter/?kind=wish",
        "/desk/enter/?kind=help",
        "/desk/matters/{wished}/",
        "/desk/matters/{helped}/",
        "/desk/wishes/{wished}/claim/",
        "/desk/wishes/print/",
        "/desk/cards/",
        "/desk/cards/{cards}/",
        "/desk/cards/{cards}/print/",
        "/desk/neighbours/",
        "/desk/checkins/",
        "/desk/checkins/?past=on",
        "/desk/checkins/reporting/",
        "/desk/checkins/items/{item}/",
        "/desk/checkins/pairs/",
        "/desk/checkins/pairs/{pair}/",
        "/desk/checkins/behind/sessions/",
        "/desk/appointments/",
        "/desk/appointments/new/",
    ),
    "chuishao": ("/desk/enter/?kind=whistle",),
    "diaodu": ("/desk/whistles/",),
    "bangshou": ("/help/near/", "/help/mine/{helped}/"),
    "dangjian": (
        "/desk/reunion/",
        "/desk/admissions/",
        "/desk/admissions/?late=on",
        "/desk/admissions/new/",
        "/desk/admissions/quota/",
        "/desk/matters/{reunion}/",
        "/desk/matters/{admission}/",
        "/desk/reunion/found/",
        "/desk/coverage/",
        "/desk/coverage/?division=ZC03&day=2026-01-31",
        "/desk/coverage/units/base/",
        "/desk/coverage/line/",
        "/desk/teams/",
        "/desk/teams/{team}/",
        "/desk/alliances/",
        "/desk/alliances/{alliance}/",
        "/desk/alliances/uses/",
        "/desk/instructors/",
        "/desk/instructors/{posting}/",
        "/desk/checkins/behind/members/",
        "/desk/contacts/",
        "/desk/contacts/?unit=none&words=nothing-like-this",
        "/desk/contacts/{contact}/",
        "/desk/contacts/rooms/",
        "/desk/contacts/visits/",
        "/desk/honours/",
        "/desk/honours/?words=nothing-like-this",
        "/desk/honours/new/?organisation=zjj",
        "/desk/honours/{honour}/",
        "/desk/coverage/figures/",
        "/desk/matters/{founding}/",
        "/desk/matters/{refund}/",
        "/desk/coverage/figures/A-05/",
        "/desk/enter/?kind=founding",
        "/desk/enter/?kind=reorganisation",
        "/desk/enter/?kind=charter",
        "/desk/enter/?kind=refund",
        "/desk/enter/?kind=project",
        "/desk/imports/",
        "/desk/organisations/",
        "/desk/organisations/?words=nothing-like-this",
        "/desk/organisations/new/",
        "/desk/organisations/advice/",
        "/desk/organisations/cross/",
        "/desk/organisations/zz-zb-lianhe/",
        "/desk/organisations/zz-zb-feiyan/?on=2025-01-01&known=then",
        "/desk/organisations/zz-feiyan/",
        "/desk/organisations/zz-zb-feiyan/members/",
        "/desk/people/",
        "/desk/people/{posted}/",
        "/desk/imports/{import_read}/",
        "/desk/imports/{import_seen}/",
        "/desk/imports/{import_seen}/?rows=create",
        "/desk/imports/{import_seen}/?rows=duplicate",
        "/desk/imports/{import_done}/",
    ),
    "shuji": (
        "/desk/reunion/",
        "/desk/admissions/",
        "/desk/checkins/mine/",
        "/desk/rooms/",
        "/desk/rooms/qj-1/",
    ),
    "duiwu": ("/desk/personnel/", "/desk/personnel/new/", "/desk/personnel/{worker}/"),
    "shenji": (*STAFF, "/journal/", "/journal/?tab=openings"),
    "admin": (
        *STAFF,
        "/desk/routing/",
        "/journal/",
        "/settings/",
        "/settings/accounts/",
        "/settings/accounts/?q=nobody",
        "/settings/accounts/{account}/",
        "/settings/calendar/",
        "/settings/rules/",
        "/settings/rules/?from=appeal@example-1",
        "/accounts/second-factor/",
        "/accounts/second-factor/codes/",
        "/accounts/second-factor/codes/new/",
        "/accounts/second-factor/reauthenticate/",
        "/accounts/second-factor/totp/deactivate/",
    ),
}
"""User name of the demo ("" for anybody) → the pages he reaches."""

POSTED = "takes a form only"
BACK = "opened by hand, it leads to the page its form stands on"
DATA = "no page: data or a file"
LOGIN = "met only on the way in: tests/access/test_pages_in_a_browser.py"
NO_PAGE = {
    "healthz": DATA,
    "readyz": DATA,
    "metrics": DATA,
    "language/setlang/": POSTED,
    "large-type/": POSTED,
    "files/": POSTED,
    "files/<uuid:number>": DATA,
    "map.json": DATA,
    "map/data": DATA,
    "map/roads/<slug:version>/<int:z>/<int:x>/<int:y>.svg": DATA,
    "map/tiles/<slug:version>.pmtiles": DATA,
    "follow/": POSTED,
    "w/<slug:code>/": "counted, it leads to a wish or to the list",
    "wishes/<slug:code>/claim/": BACK,
    "help/near/<str:receipt>/offer/": POSTED,
    "help/near/<str:receipt>/back/": POSTED,
    "help/mine/<str:receipt>/<slug:step>/": POSTED,
    "desk/neighbours/<int:number>/end/": POSTED,
    "desk/reunion/posts/<int:number>/close/": POSTED,
    "desk/admissions/quota/<int:number>/": POSTED,
    "mediation/guess/": POSTED,
    "tip/guess/": POSTED,
    "desk/matters/<str:receipt>/original/": BACK,
    "desk/matters/<str:receipt>/external/": BACK,
    "petition/guess/": POSTED,
    "desk/matters/<str:receipt>/petition/visit/": POSTED,
    "desk/matters/<str:receipt>/petition/deputy/": POSTED,
    "desk/matters/<str:receipt>/petition/bar/": POSTED,
    "desk/matters/<str:receipt>/petition/bar/<int:number>/end/": POSTED,
    "desk/matters/<str:receipt>/petition/paper/<slug:slug>/": POSTED,
    "desk/matters/<str:receipt>/petition/filing/": POSTED,
    "desk/matters/<str:receipt>/petition/hotline/": POSTED,
    "desk/petitions/report.xlsx": DATA,
    "desk/receptions/<int:number>/batch/": POSTED,
    "desk/mediation/shelf/<int:number>/end/": POSTED,
    "desk/mediation/<str:receipt>/records/": POSTED,
    "desk/mediation/<str:receipt>/paper/": POSTED,
    "desk/mediation/<str:receipt>/party/": POSTED,
    "report/guess/": POSTED,
    "report/ready/": DATA,
    "report/send/": POSTED,
    "appeal/send/": POSTED,
    "sw.js": DATA,
    "manifest.webmanifest": DATA,
    "appeal/guess/": POSTED,
    "track/<str:receipt>/sharing/": POSTED,
    "track/<str:receipt>/<slug:step>/": POSTED,
    "desk/matters/sheet.xlsx": DATA,
    "desk/matters/links/": POSTED,
    "desk/matters/<str:receipt>/step/<slug:step>/": BACK,
    "desk/matters/<str:receipt>/ask/<slug:kind>/": BACK,
    "desk/matters/<str:receipt>/ruling/<int:number>/": BACK,
    "desk/matters/<str:receipt>/sort/": BACK,
    "desk/matters/<str:receipt>/identity/<int:number>/": BACK,
    "desk/enter/guess/": POSTED,
    "sites/<slug:code>/fact/": POSTED,
    "desk/sites/sheet.xlsx": DATA,
    "desk/sites/<slug:code>/confirm/": POSTED,
    "desk/sites/<slug:code>/pause/": POSTED,
    "desk/sites/<slug:code>/retire/": POSTED,
    "desk/sites/<slug:code>/hosts/": POSTED,
    "desk/sites/<slug:code>/hosts/<int:number>/end/": POSTED,
    "desk/marks/sheet.xlsx": DATA,
    "desk/marks/award/<int:number>/": POSTED,
    "desk/marks/<int:number>/withdraw/": POSTED,
    "desk/marks/<int:number>/plaque.svg": DATA,
    "desk/boards/sheet.xlsx": DATA,
    "desk/honours/sheet.xlsx": DATA,
    "desk/honours/<int:number>/end/": POSTED,
    "desk/honours/<int:number>/withdraw/": POSTED,
    "desk/contacts/sheet.xlsx": DATA,
    "desk/contacts/make/": POSTED,
    "desk/contacts/rooms/<int:number>/take-back/": POSTED,
    "desk/contacts/<int:number>/visit/": POSTED,
    "desk/contacts/<int:number>/replace/": POSTED,
    "desk/contacts/<int:number>/end/": POSTED,
    "desk/contacts/<int:number>/take-back/<int:row>/": POSTED,
    "desk/circle/": BACK,
    "desk/circle/reach/squares.csv": DATA,
    "desk/circle/siting/chosen.csv": DATA,
    "desk/circle/points/<int:number>/drop/": POSTED,
    "estates/<slug:code>/poster.pdf": DATA,
    "estates/<slug:code>/poster.png": DATA,
    "desk/estates/ground.json": DATA,
    "desk/estates/<slug:code>/table/": POSTED,
    "desk/boards/<int:number>/decide/": POSTED,
    "me/points/join/": POSTED,
    "me/points/leave/": POSTED,
    "me/points/credit/": POSTED,
    "me/points/draw/<int:number>/": POSTED,
    "me/appointments/<int:number>/letter.docx": DATA,
    "me/appointments/<int:number>/end/": POSTED,
    "desk/appointments/<int:number>/letter.docx": DATA,
    "desk/appointments/<int:number>/end/": POSTED,
    "desk/organisations/sheet.xlsx": DATA,
    "desk/organisations/<str:code>/change/": POSTED,
    "desk/organisations/<str:code>/close/": POSTED,
    "desk/organisations/<str:code>/industry/": POSTED,
    "desk/organisations/<str:code>/territory/": POSTED,
    "desk/organisations/<str:code>/covers/": POSTED,
    "desk/organisations/<str:code>/ties/<int:number>/end/": POSTED,
    "desk/people/<int:number>/open/": POSTED,
    "desk/people/<int:number>/identity/": POSTED,
    "desk/people/<int:number>/post/": POSTED,
    "desk/people/<int:number>/ties/<int:tie>/end/": POSTED,
    "desk/personnel/me/": BACK,
    "desk/personnel/sheet.xlsx": DATA,
    "desk/personnel/<int:number>/note/<slug:kind>/": POSTED,
    "desk/personnel/<int:number>/deploy/": POSTED,
    "desk/personnel/<int:number>/leave/": POSTED,
    "desk/personnel/<int:number>/reserve/": POSTED,
    "desk/personnel/<int:number>/take-back/<int:row>/": POSTED,
    "desk/coverage/sheet.xlsx": DATA,
    "desk/coverage/<int:number>/instructor/": POSTED,
    "desk/matters/number/<int:number>/": "leads to the page of the matter",
    "desk/teams/found/": POSTED,
    "me/teams/<int:number>/leave/": POSTED,
    "desk/teams/sheet.xlsx": DATA,
    "desk/teams/<int:number>/<slug:name>/": POSTED,
    "desk/teams/<int:number>/take-back/<slug:what>/<int:row>/": POSTED,
    "desk/alliances/uses/sheet.xlsx": DATA,
    "desk/alliances/found/": POSTED,
    "desk/alliances/lead/": POSTED,
    "desk/alliances/leads/<int:number>/end/": POSTED,
    "desk/alliances/<slug:code>/join/": POSTED,
    "desk/alliances/<slug:code>/leave/<int:number>/": POSTED,
    "desk/alliances/<slug:code>/dissolve/": POSTED,
    "desk/rooms/open/": POSTED,
    "desk/rooms/<str:code>/book/": POSTED,
    "desk/rooms/<str:code>/close/": POSTED,
    "desk/rooms/bookings/<int:number>/cancel/": POSTED,
    "desk/rooms/bookings/<int:number>/confirm/": POSTED,
    "desk/rooms/bookings/<int:number>/take-back/": POSTED,
    "desk/checkins/behind/<slug:figure>/sheet.xlsx": DATA,
    "desk/checkins/reporting/<int:number>/end/": POSTED,
    "desk/checkins/items/<int:number>/take/": POSTED,
    "desk/checkins/items/<int:number>/close/": POSTED,
    "desk/checkins/takes/<int:number>/session/": POSTED,
    "desk/checkins/takes/<int:number>/back/": POSTED,
    "desk/checkins/sessions/<int:number>/take-back/": POSTED,
    "desk/checkins/pairs/<int:number>/visit/": POSTED,
    "desk/checkins/pairs/<int:number>/end/": POSTED,
    "desk/checkins/pairs/<int:number>/open/": POSTED,
    "desk/instructors/pool/": POSTED,
    "desk/instructors/post/": POSTED,
    "desk/instructors/<int:number>/visit/": POSTED,
    "desk/instructors/<int:number>/grade/": POSTED,
    "desk/instructors/<int:number>/end/": POSTED,
    "desk/instructors/<int:number>/take-back/<int:row>/": POSTED,
    "desk/merchants/sheet.xlsx": DATA,
    "desk/merchants/applications/<str:receipt>/decide/": POSTED,
    "desk/merchants/applications/<str:receipt>/contact/": POSTED,
    "desk/merchants/applications/<str:receipt>/invite/": POSTED,
    "shop/<slug:code>/tally/": POSTED,
    "shop/<slug:code>/undo/": POSTED,
    "shop/<slug:code>/today/": POSTED,
    "shop/<slug:code>/offers/<int:number>/end/": POSTED,
    "shop/<slug:code>/week.xlsx": DATA,
    "shop/<slug:code>/thanks/<int:number>/": POSTED,
    "desk/imports/template/<slug:kind>.xlsx": DATA,
    "desk/imports/<int:number>/faults.xlsx": DATA,
    "desk/imports/<int:number>/reading/": POSTED,
    "desk/imports/<int:number>/columns/": POSTED,
    "desk/imports/<int:number>/answers/": POSTED,
    "desk/imports/<int:number>/apply/": POSTED,
    "desk/imports/<int:number>/undo/": POSTED,
    "desk/imports/<int:number>/give-up/": POSTED,
    "desk/routing/<int:number>/end/": POSTED,
    "journal/verify": POSTED,
    "journal/proof.json": DATA,
    "settings/accounts/<int:number>/<slug:act>/": POSTED,
    "settings/rules/<str:key>/<str:version>/": DATA,
    "accounts/password/first/": LOGIN,
    "accounts/second-factor/authenticate/": LOGIN,
    "accounts/second-factor/codes/file/": DATA,
    "accounts/oidc/<slug:provider_id>/": LOGIN,
    "accounts/oidc/<slug:provider_id>/callback/": LOGIN,
}
"""Addresses that show nothing to look at, each with its reason."""
FOR_PROGRAMS = ("api/", "open311/v2/")
"""Tested in tests/conformance; the page that lists the API is looked at."""

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
    for room in ("access", "places", "registry", "marks", "matters", "circle", "journal"):
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
