"""Key rotation: complete, safe while others read and erase, and safe to cut off."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from zhuchao.access import rotation
from zhuchao.access.identities import erase_identity, sealed
from zhuchao.access.models import Identity
from zhuchao.access.refusal import Refused
from zhuchao.access.rotation import interrupted, rotate
from zhuchao.access.scope import Scope, system
from zhuchao.access.sealing import current_key_id, unseal
from zhuchao.journal.clock import now
from zhuchao.journal.keys import key_file, keyring
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter, Statement
from zhuchao.matters.statements import seal_statement

KEYS = system("keys")


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture(autouse=True)
def _key_file_is_put_back(db: None) -> Iterator[None]:
    keyring()
    before = key_file().read_bytes()
    yield
    key_file().write_bytes(before)


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Seven people in batches of three."""
    monkeypatch.setattr(rotation, "BATCH", 3)
    names = [f"人{number}" for number in range(7)]
    Identity.objects.bulk_create([sealed({"name": name}) for name in names])
    return names


def names_held() -> list[str]:
    rows = Identity.objects.order_by("pk")
    return [unseal(row.sealed, row.key_id)["name"] for row in rows]


def test_everything_is_sealed_anew_and_readable(crowd: list[str]) -> None:
    old = current_key_id()
    assert rotate(KEYS) == 7
    assert current_key_id() != old
    assert set(Identity.objects.values_list("key_id", flat=True)) == {current_key_id()}
    assert names_held() == crowd
    entries = Entry.objects.filter(verb="identity.resealed").order_by("id")
    assert [entry.facets["rows"] for entry in entries] == [3, 3, 1]


def test_a_reader_with_a_row_from_before_still_reads_it(crowd: list[str]) -> None:
    row = Identity.objects.order_by("pk")[0]
    rotate(KEYS)
    assert unseal(row.sealed, row.key_id) == {"name": crowd[0]}


def test_a_rotation_that_was_killed_is_finished_with_its_own_key(crowd: list[str]) -> None:
    def die(done: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        rotate(KEYS, die)
    assert interrupted()
    assert names_held() == crowd
    half_way = current_key_id()
    assert rotate(KEYS) == 4
    assert current_key_id() == half_way
    assert not interrupted()
    assert names_held() == crowd


def test_killed_within_a_batch_it_undoes_that_batch_only(
    crowd: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    readable = rotation._readable

    def die_at_the_fifth(row: Identity) -> dict[str, str]:
        fields = readable(row)
        if fields["name"] == crowd[4]:
            raise Killed
        return fields

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "_readable", die_at_the_fifth)
        with pytest.raises(Killed):
            rotate(KEYS)
    assert names_held() == crowd
    assert Identity.objects.filter(key_id=current_key_id()).count() == 3
    assert rotate(KEYS) == 4
    assert names_held() == crowd


def test_who_erases_meanwhile_has_the_last_word(
    crowd: list[str], officer: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    readable = rotation._readable

    def erased_meanwhile(row: Identity) -> dict[str, str]:
        fields = readable(row)
        if fields.get("name") == crowd[1]:
            erase_identity(officer, row, reason="本人要求")
        return fields

    monkeypatch.setattr(rotation, "_readable", erased_meanwhile)
    rotate(KEYS)
    erased = Identity.objects.exclude(erased_at=None).get()
    assert unseal(erased.sealed, erased.key_id) == {}


def test_a_row_that_was_tampered_with_is_named(crowd: list[str]) -> None:
    victim = Identity.objects.order_by("pk")[5]
    Identity.objects.filter(pk=victim.pk).update(sealed=b"x" * 40)
    with pytest.raises(Refused, match=str(victim.pk)):
        rotate(KEYS)


def test_another_cipher_takes_over_at_the_next_rotation(
    crowd: list[str], settings: Settings
) -> None:
    settings.ZHUCHAO_CIPHER = "SM4-GCM"
    assert rotate(KEYS) == 7
    assert current_key_id().startswith("S")
    assert names_held() == crowd


def test_the_sealed_originals_of_matters_are_sealed_anew_too(crowd: list[str]) -> None:
    matter = Matter.objects.create(
        kind="appeal", receipt="t-1", state="raised", raised_at=now(), rules_version="example-1"
    )
    seal_statement(matter, "原话")
    assert rotate(KEYS) == 8
    row = Statement.objects.get(matter=matter)
    assert row.key_id == current_key_id()
    assert unseal(row.sealed, row.key_id) == {"text": "原话"}
