"""The demo: only into an empty database, once, and lived through the real actions."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.cast import found_district
from zhuchao.access.models import Account, File, Notice
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry
from zhuchao.journal.spans import false_span
from zhuchao.matters.demo import load_demo
from zhuchao.matters.models import Matter, Request
from zhuchao.places.models import Division
from zhuchao.registry.demo import DEMO_ACCOUNTS, PASSWORD
from zhuchao.registry.district import load_blank
from zhuchao.registry.scope import scope_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.ZHUCHAO_HOME = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "media")


def test_it_fills_an_empty_installation_once_and_tells_no_future(tmp_path: Path) -> None:
    """One load for all that is to be seen of it: it takes many seconds."""
    with at(now() - timedelta(days=90)):
        load_blank()
    assert load_demo(36) is True
    assert (tmp_path / "demo").exists()
    matters, entries = Matter.objects.count(), Entry.objects.count()
    assert matters >= 36
    assert load_demo(36) is False
    assert (Matter.objects.count(), Entry.objects.count()) == (matters, entries)
    _in_order_and_whole()
    _every_account_can_log_in()


def _in_order_and_whole() -> None:
    moments = list(Entry.objects.order_by("id").values_list("recorded_at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= now()
    assert false_span() is None
    assert len(set(Matter.objects.values_list("state", flat=True))) >= 6
    assert {"appeal", "hazard", "dispute"} <= set(Matter.objects.values_list("kind", flat=True))
    assert Request.objects.exists()
    assert File.objects.exclude(subject_kind="").exists()
    assert not File.objects.filter(subject_kind="").exists()
    assert not Notice.objects.filter(sent_at=None).exists()


def _every_account_can_log_in() -> None:
    accounts = {a.username: a for a in Account.objects.all()}
    assert len({a.password for a in accounts.values()}) == 1
    assert accounts["admin"].check_password(PASSWORD)
    for one in DEMO_ACCOUNTS:
        assert len(scope_of(accounts[one.username]).grants) == len(one.ties)


def test_it_keeps_off_a_database_that_holds_anything_else() -> None:
    found_district()
    with pytest.raises(Refused, match="已有自己的资料"):
        load_demo()


def test_it_keeps_off_another_district() -> None:
    Division.objects.create(code="X", name="别的区", kind="district", path="/X/")
    with pytest.raises(Refused, match="已载入别的区"):
        load_demo()


def test_the_command_prints_who_can_log_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("zhuchao.cli.management.commands.demo.load_demo", lambda: True)
    call_command("demo")
    printed = capsys.readouterr().out
    assert PASSWORD in printed
    assert all(one.username in printed for one in DEMO_ACCOUNTS)
