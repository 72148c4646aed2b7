"""Ways out: what they write, and how they fail."""

import json
import smtplib
from pathlib import Path
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from zhuchao.access.channels import Console, Email, Spool, Undelivered, channels
from zhuchao.web.environment import BadSetting
from zhuchao.web.mail import MailServer, mail_server

ID = UUID(int=7)
MESSAGE = (ID, "13812341234", "办件 R1", "请及时签收。")


def test_the_console_masks_the_receiver(capsys: pytest.CaptureFixture[str]) -> None:
    Console().send(*MESSAGE)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "办件 R1" in shown.err
    assert str(ID) in shown.err
    assert "13812341234" not in shown.err


def test_a_spool_holds_one_json_line_each(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "sms.jsonl")
    spool.send(*MESSAGE)
    spool.send(*MESSAGE)
    rows = [json.loads(line) for line in spool.file.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == [str(ID), str(ID)]
    assert rows[0]["to"] == "13812341234"


def test_a_spool_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    with pytest.raises(Undelivered) as failure:
        Spool(tmp_path / "absent" / "sms.jsonl").send(*MESSAGE)
    assert not failure.value.final


def test_a_mail_carries_the_stable_id() -> None:
    Email().send(ID, "wang@nest.example", "办件 R1", "请及时签收。")
    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"] == f"<{ID}@zhuchao>"
    assert (sent.to, sent.subject) == (["wang@nest.example"], "办件 R1")


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (smtplib.SMTPRecipientsRefused({}), True),
        (smtplib.SMTPServerDisconnected(), False),
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
    ],
)
def test_a_mail_server_that_fails_is_told_apart_from_a_bad_address(
    error: Exception, final: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: EmailMessage) -> int:
        raise error

    monkeypatch.setattr(EmailMessage, "send", fail)
    with pytest.raises(Undelivered) as failure:
        Email().send(ID, "wang@nest.example", "s", "b")
    assert failure.value.final is final


def test_the_settings_decide_where_text_messages_go(settings: Settings, tmp_path: Path) -> None:
    settings.ZHUCHAO_SMS, settings.ZHUCHAO_WEBHOOK = str(tmp_path / "sms.jsonl"), "console"
    ways = channels()
    assert ways["sms"] == Spool(tmp_path / "sms.jsonl")
    assert isinstance(ways["webhook"], Console)
    settings.ZHUCHAO_SMS = ""
    with pytest.raises(Undelivered, match="ZHUCHAO_SMS") as failure:
        channels()["sms"].send(*MESSAGE)
    assert failure.value.final


def test_a_mail_server_is_read_from_its_address() -> None:
    assert mail_server("") == MailServer()
    assert mail_server("smtps://me%40nest:p%3Aw@mail.example") == MailServer(
        "smtp", "mail.example", 465, "me@nest", "p:w", tls=True
    )
    assert mail_server("smtp+starttls://mail.example:2525").port == 2525
    for wrong in ("mail.example", "http://mail.example", "smtp://"):
        with pytest.raises(BadSetting, match="ZHUCHAO_EMAIL_URL"):
            mail_server(wrong)
