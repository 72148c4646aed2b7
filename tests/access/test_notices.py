"""The outbox: what is due goes out once, failures are tried again, nights are quiet."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.template.loader import get_template
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from tests.access.outbox import Box
from zhuchao.access.channels import Undelivered
from zhuchao.access.identities import sealed
from zhuchao.access.models import Account, Identity, Notice
from zhuchao.access.notices import LEASE, PAUSES, TRIES, _claim, deliver, notice, words
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
"""In UTC; the district lies eight hours ahead."""
ABOUT = {"receipt": "HZ261120-0001", "kind": "hazard"}


class Broken:
    """A channel that never works."""

    def __init__(self, *, final: bool) -> None:
        self.final = final

    def send(self, message_id: UUID, to: str, subject: str, body: str) -> None:
        """Refuse."""
        raise Undelivered("线路不通", final=self.final)


@pytest.fixture
def li(db: None) -> Identity:
    """Somebody who left his phone number."""
    identity = sealed({"name": "李雷", "phone": "13812341234"})
    identity.save()
    return identity


def waiting(receiver: Account | Identity, **more: str) -> Notice:
    to = {"account" if isinstance(receiver, Account) else "identity": receiver}
    made = notice("asker_answer", ("matter", 7), {**ABOUT, **more}, **to)  # type: ignore[arg-type]
    made.save()
    return made


def test_a_notice_goes_to_one_receiver(account: Account, li: Identity) -> None:
    for receivers in ({}, {"account": account, "identity": li}):
        with pytest.raises(ValueError, match="account or to an identity"):
            notice("overdue", ("matter", 7), ABOUT, **receivers)  # type: ignore[arg-type]


def test_the_usual_way_depends_on_what_is_known(account: Account, li: Identity) -> None:
    assert waiting(account).channel == "email"
    assert waiting(li).channel == "sms"
    account.email = ""
    assert waiting(account).channel == "console"


def test_what_is_due_goes_out_once_and_is_told(li: Identity) -> None:
    box = Box()
    with at(NOON):
        made = waiting(li)
        assert deliver(ways={"sms": box}) == 1
        assert deliver(ways={"sms": box}) == 0
    assert [(m.id, m.to) for m in box.messages] == [(made.pk, "13812341234")]
    assert "HZ261120-0001" in box.messages[0].subject
    made.refresh_from_db()
    assert made.sent_at == NOON
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_id) == ("notice.sent", 7)
    assert entry.facets == {
        "channel": "sms",
        "template": "asker_answer",
        "identity": str(li.pk),
    }


def test_what_is_not_due_waits(account: Account) -> None:
    with at(NOON):
        later = notice(
            "overdue", ("matter", 7), ABOUT, account=account, due_at=NOON + timedelta(hours=1)
        )
        later.save()
        assert deliver(ways={"email": Box()}) == 0
    with at(NOON + timedelta(hours=1)):
        assert deliver(ways={"email": Box()}) == 1


def test_no_more_than_asked_go_out_the_oldest_first(account: Account) -> None:
    box = Box()
    for minute in (3, 1, 2):
        with at(NOON + timedelta(minutes=minute)):
            waiting(account, receipt=f"R{minute}")
    with at(NOON + timedelta(hours=1)):
        assert deliver(2, ways={"email": box}) == 2
    assert [m.subject[-2:] for m in box.messages] == ["R1", "R2"]


def test_a_leased_notice_is_left_alone_until_the_lease_ends(account: Account) -> None:
    box = Box()
    with at(NOON):
        made = waiting(account)
        assert _claim(made.pk) is not None
        assert _claim(made.pk) is None
        assert deliver(ways={"email": box}) == 0
    with at(NOON + LEASE + timedelta(seconds=1)):
        assert deliver(ways={"email": box}) == 1
    assert [m.id for m in box.messages] == [made.pk]


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(account: Account) -> None:
    moment = NOON
    with at(moment):
        made = waiting(account)
    for pause in (*PAUSES, timedelta(0)):
        with at(moment):
            assert deliver(ways={"email": Broken(final=False)}) == 0
            assert deliver(ways={"email": Broken(final=False)}) == 0
        moment += pause
    made.refresh_from_db()
    assert (made.attempts, made.failed_at, made.failure) == (TRIES, moment, "线路不通")
    assert Entry.objects.get().verb == "notice.failed"


def test_what_cannot_work_is_given_up_at_once(account: Account) -> None:
    made = waiting(account)
    deliver(ways={"email": Broken(final=True)})
    made.refresh_from_db()
    assert (made.attempts, made.failure) == (1, "线路不通")


def test_an_unset_way_is_refused_by_the_name_of_its_setting(
    li: Identity, settings: Settings
) -> None:
    settings.ZHUCHAO_SMS = ""
    with at(NOON):
        made = waiting(li)
        deliver()
    made.refresh_from_db()
    assert "ZHUCHAO_SMS" in made.failure


def test_nobody_is_woken_by_a_text_message(li: Identity) -> None:
    box = Box()
    with at(MIDNIGHT):
        made = waiting(li)
        assert deliver(ways={"sms": box}) == 0
    made.refresh_from_db()
    assert (made.due_at, made.attempts) == (MORNING, 0)
    with at(MORNING):
        assert deliver(ways={"sms": box}) == 1


def test_danger_and_mail_go_at_any_hour(li: Identity, account: Account) -> None:
    with at(MIDNIGHT):
        waiting(li, urgency="urgent")
        waiting(account)
        assert deliver(ways={"sms": Box(), "email": Box()}) == 2


def test_an_erased_person_gets_nothing(li: Identity) -> None:
    with at(NOON):
        made = waiting(li)
        Identity.objects.filter(pk=li.pk).update(**{"sealed": (e := sealed({})).sealed})
        assert (e.key_id, deliver(ways={"sms": Box()})) == (li.key_id, 0)
    made.refresh_from_db()
    assert made.failure == "没有可用的联系方式"


def test_words_name_the_receipt_and_nobody(li: Identity, settings: Settings) -> None:
    settings.ZHUCHAO_URL = "https://nest.example"
    subject, body = words(waiting(li))
    assert subject == "您反映的事项 HZ261120-0001"
    assert "https://nest.example/track/" in body
    assert "李" not in subject + body


NOTICES = Path(__file__).parents[2] / "src/zhuchao/access/templates/notices"


@pytest.mark.parametrize("template", sorted(p.stem for p in NOTICES.glob("*_*.txt")))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_template_has_words_in_both_languages(
    template: str, language: str, account: Account
) -> None:
    get_template(f"notices/{template}.txt")
    context = {**ABOUT, "language": language}
    subject, body = words(notice(template, ("matter", 7), context, account=account))
    assert ABOUT["receipt"] in subject
    assert len(body) > 5


def test_delivering_nothing_takes_one_statement(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1, connection=connection):
        assert deliver(ways={}) == 0
    assert now().tzinfo is not None
