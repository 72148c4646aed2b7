"""Sealed identities: what is stored, shown, matched, opened, handed out and erased."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from zhuchao.access.identities import (
    erase_identity,
    export_identity,
    give_consent,
    mask_name,
    mask_phone,
    matching_hash,
    open_identity,
    sealed,
    withdraw_consent,
)
from zhuchao.access.models import Identity
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sealing import CIPHERS, seal, seal_text, unseal, unseal_text
from zhuchao.journal.models import Entry

LI = {"name": "李雷", "phone": "13812341234", "id_number": "34018119900101123x"}
MATTER = ("matter", 7)


@pytest.fixture
def li(db: None) -> Identity:
    """Somebody who left his name."""
    identity = sealed(LI)
    identity.save()
    return identity


@pytest.mark.parametrize("cipher", CIPHERS)
def test_what_was_sealed_comes_back(cipher: str, settings: Settings) -> None:
    settings.ZHUCHAO_CIPHER = cipher
    blob, key_id = seal(LI)
    assert key_id.startswith(cipher[0])
    assert unseal(blob, key_id) == LI
    assert "李雷".encode() not in blob
    assert b"13812341234" not in blob


@pytest.mark.parametrize("cipher", CIPHERS)
def test_every_changed_byte_is_refused(cipher: str, settings: Settings) -> None:
    settings.ZHUCHAO_CIPHER = cipher
    blob, key_id = seal({"name": "李"})
    for position in range(len(blob)):
        forged = bytearray(blob)
        forged[position] ^= 1
        with pytest.raises(InvalidTag):
            unseal(bytes(forged), key_id)


def test_a_blob_under_the_other_cipher_is_refused() -> None:
    blob, key_id = seal(LI)
    with pytest.raises(InvalidTag):
        unseal(blob, "S" + key_id[1:])


def test_an_unknown_cipher_seals_nothing(settings: Settings) -> None:
    settings.ZHUCHAO_CIPHER = "ROT13"
    with pytest.raises(ValueError, match="AES-256-GCM"):
        seal(LI)


def test_equal_fields_seal_differently() -> None:
    assert seal(LI)[0] != seal(LI)[0]


@given(st.text())
def test_any_text_survives_sealing(text: str) -> None:
    assert unseal_text(seal_text(text)) == text


@given(st.text(min_size=1, max_size=40))
def test_a_mask_never_shows_a_whole_phone_or_name(text: str) -> None:
    digits = [c for c in mask_phone(text) if c.isdigit()]
    assert not digits or "*" in mask_phone(text)
    assert len(digits) <= 7
    assert mask_name(text) == text[0] + "*"


@pytest.mark.parametrize(
    "written",
    [
        "+86 138-1234-1234",
        "008613812341234",
        "8613812341234",
        "138 1234 1234",
        "＋８６ １３８１２３４１２３４",
        "(138)1234.1234",
    ],
)
def test_a_phone_matches_however_it_is_written(written: str) -> None:
    assert matching_hash("phone", written) == matching_hash("phone", "13812341234")


def test_hashes_tell_fields_apart_and_are_empty_for_nothing() -> None:
    assert matching_hash("phone", "13812341234") != matching_hash("handle", "13812341234")
    assert matching_hash("phone", " - ") == ""
    assert matching_hash("id_number", "34018119900101123x") == matching_hash(
        "id_number", "340181 19900101 123X"
    )
    assert matching_hash("handle", "li-lei") != matching_hash("handle", "lilei")


def test_only_masks_and_hashes_are_stored_in_the_clear(li: Identity) -> None:
    row = Identity.objects.values().get(pk=li.pk)
    assert (row["name_mask"], row["phone_mask"]) == ("李*", "138****1234")
    assert row["phone_hash"] == matching_hash("phone", LI["phone"])
    assert "13812341234" not in str(row)


def test_a_field_that_would_be_lost_is_an_error() -> None:
    with pytest.raises(ValueError, match="telephone"):
        sealed({"telephone": "13812341234"})


def test_opening_needs_a_purpose(officer: Scope, li: Identity) -> None:
    with pytest.raises(Refused, match="用途") as refusal:
        open_identity(officer, li, subject=MATTER, path="/34/", purpose=" ")
    assert refusal.value.fields.keys() == {"purpose"}
    assert not Entry.objects.exists()


def test_opening_is_journaled_with_its_purpose(officer: Scope, li: Identity) -> None:
    found = open_identity(officer, li, subject=MATTER, path="/34/", purpose="回电核实")
    assert found == LI
    entry = Entry.objects.select_related("remark").get()
    assert (entry.verb, entry.who, entry.subject_id) == ("identity.opened", "officer", 7)
    assert entry.facets == {"identity": li.pk}
    assert entry.remark.text == "回电核实"


def test_a_person_is_handed_everything_held_of_him(officer: Scope, li: Identity) -> None:
    give_consent(li, "share", "2026-1")
    open_identity(officer, li, subject=MATTER, path="/34/", purpose="回电核实")
    held = export_identity(officer, li, subject=MATTER, path="/34/", purpose="本人申请")
    assert held["fields"] == LI
    assert [c["purpose"] for c in held["consents"]] == ["share"]
    assert [o["purpose"] for o in held["openings"]] == ["回电核实"]
    assert Entry.objects.filter(verb="identity.exported").count() == 1


def test_an_erased_identity_holds_and_opens_nothing(officer: Scope, li: Identity) -> None:
    erase_identity(officer, li, reason="本人要求")
    li.refresh_from_db()
    assert unseal(li.sealed, li.key_id) == {}
    assert (li.name_mask, li.phone_mask, li.phone_hash, li.id_hash) == ("", "", "", "")
    with pytest.raises(Refused, match="删除"):
        open_identity(officer, li, subject=MATTER, path="/34/", purpose="回电核实")
    assert Entry.objects.get().verb == "identity.erased"


def test_a_consent_is_withdrawn_once_and_stays_on_record(officer: Scope, li: Identity) -> None:
    consent = give_consent(li, "share", "2026-1")
    withdraw_consent(officer, consent)
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    with pytest.raises(Refused, match="已经撤回"):
        withdraw_consent(officer, consent)
    assert Entry.objects.filter(verb="consent.withdrawn").count() == 1
