"""The cast of the room: an administrator, a colleague, and a site small enough to hold them."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override
from pytest_django.fixtures import Settings

from tests.access import pages
from zhuchao.access.models import Account
from zhuchao.access.scope import Grant, Scope

PASSWORD = "correct-horse-7"


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """A quarter second for each log-in is for attackers to wait, not for tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """A request in English leaves its language to the thread it ran in."""
    with override("zh-hans"):
        yield


@pytest.fixture
def administrator() -> Scope:
    """Holds the role over everything, second factor proved."""
    grants = (Grant("administrator", "/"),)
    return Scope(who="administrator", account_id=0, grants=grants, second_factor=True)


@pytest.fixture
def officer() -> Scope:
    """May do what everybody with an account may."""
    return Scope(who="officer", account_id=-1)


@pytest.fixture
def account(db: None) -> Account:
    """Wang, with a password and an address."""
    return Account.objects.create_user("wang", PASSWORD, name="王芳", email="wang@nest.example")


@pytest.fixture
def site(settings: Settings, db: None) -> Client:
    """A browser at the small site; nothing counted against it yet."""
    cache.clear()
    settings.ROOT_URLCONF = pages.__name__
    settings.MIDDLEWARE = pages.MIDDLEWARE
    return Client()
