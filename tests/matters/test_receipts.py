"""Two matters never share a receipt, and nobody hears of it when chance would have it so."""

from collections.abc import Iterator

import pytest

from tests.cast import District, appeal
from zhuchao.journal.models import Entry
from zhuchao.matters.actions import intake
from zhuchao.matters.models import Matter


def drawing(monkeypatch: pytest.MonkeyPatch, *receipts: str) -> None:
    """These receipts are drawn, one after the other."""
    left: Iterator[str] = iter(receipts)
    monkeypatch.setattr(intake, "new_receipt", lambda: next(left))


def test_a_receipt_that_is_taken_is_drawn_anew(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(monkeypatch, "261126-AAAAAA", "261126-AAAAAA", "261126-BBBBBB")
    first = appeal(contact={"phone": "13812345678"}).matter
    second = appeal(text="路灯不亮", contact={"phone": "13812345679"}).matter
    assert (first.receipt, second.receipt) == ("261126-AAAAAA", "261126-BBBBBB")
    assert Matter.objects.count() == 2
    assert Entry.objects.filter(verb="matter.raised").count() == 2
    assert second.participants.filter(role="asker").count() == 1
