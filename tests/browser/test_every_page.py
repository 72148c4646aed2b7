"""Every page, for everybody who can reach it, wide and narrow, in Chinese and in English.

Each is loaded once a language, looked at in both widths, and kept as a picture under the
temporary folder of the test. The script of a page, its styles and the content security policy
must agree (nothing on the console), axe must find nothing, and nothing may stick out at 360 px.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.doors import logged_in
from zhuchao.access.models import Account
from zhuchao.journal.clock import at, now
from zhuchao.matters.demo import load_demo
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.receipts import query_code
from zhuchao.registry.models import Category, Duty, Organisation, Person
from zhuchao.places.models import Division
from zhuchao.rules.flows import FLOWS

Axe = Callable[[Page], list[str]]
MATTERS = 24
WIDTHS = (1280, 360)
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
CHINESE = re.compile("[\u3400-\u9fff]+")

STAFF = (
    "/desk/",
    "/desk/matters/",
    "/desk/matters/?state=open&q=zzzz",
    "/desk/rates/",
    "/desk/rates/behind/?rate=response&part=met",
)
MEMBER = (*STAFF, "/desk/enter/", "/desk/routing/", "/desk/handover/")
ONE = ("/desk/matters/{open}/", "/desk/matters/{closed}/", "/desk/matters/{open}/slip/")
AUDIT = ("/journal/", "/journal/?tab=opened")
ADMINISTRATION = (
    "/settings/",
    "/settings/accounts/",
    "/settings/accounts/{account}/",
    "/settings/calendar/",
    "/settings/rules/",
)
OWN = (
    "/accounts/password/",
    "/accounts/logout/",
    "/accounts/second-factor/",
    "/accounts/second-factor/codes/",
)
PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/",
        "/about/",
        "/report/",
        "/appeal/",
        "/track/",
        "/track/{open}/",
        "/track/{open}/?code={open_code}",
        "/track/{closed}/?code={closed_code}",
        "/receipt/{open}/?code={open_code}",
        "/api/",
        "/accounts/login/",
        "/accounts/inactive/",
        "/accounts/single/cancelled/",
    ),
}
