"""The merchants' part of the demo: once, no future, numbers that can be opened."""

from datetime import timedelta

import pytest

from zhuchao.access.models import Account
from zhuchao.access.scope import system
from zhuchao.circle.merchants.demo import load_demo_merchants
from zhuchao.circle.merchants.listing import ListFilters, listing, usual
from zhuchao.circle.merchants.policy import kept
from zhuchao.circle.models import Application
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry
from zhuchao.registry.demo import make_accounts, make_district
from zhuchao.registry.scope import scope_of


@pytest.mark.django_db
def test_it_is_loaded_once_and_its_numbers_are_those_of_the_facts() -> None:
    job = system("demo")
    with at(now() - timedelta(days=61)):
        make_district(job)
        make_accounts(job)
    load_demo_merchants()
    facts = Entry.objects.filter(verb="visit.counted")
    assert facts.count() > 1000
    assert not facts.filter(occurred_at__gt=now()).exists()
    first, last = usual()
    found = listing(job, ListFilters(first, last))
    counted = facts.filter(day__range=(first, last)).count()
    assert found.total.means.visits == counted
    assert found.total.means.calendar_days == 28
    assert sum(row.visits.means.visits for row in found.rows) == counted
    keeper = scope_of(Account.objects.get(username="dianzhu"))
    assert [site.code for site in kept(keeper)] == ["sh-1"]
    assert {row.state for row in Application.objects.all()} == {"waiting", "accepted", "refused"}
    entries = Entry.objects.count()
    load_demo_merchants()
    assert Entry.objects.count() == entries
