"""Files: uploaded by anybody, attached once, seen with their subject, swept when left over."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from zhuchao.access import files, views
from zhuchao.access.files import (
    LINK,
    SUBJECT_VIEWERS,
    asker_link,
    attach,
    store_photo,
    sweep_files,
    visible_file,
)
from zhuchao.access.limits import Limiter
from zhuchao.access.models import File
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, Scope, bearer
from zhuchao.journal.clock import at, now


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile("Li Lei.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(views, "allow", Limiter().allow)
    options = {"location": str(tmp_path)}
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": options}
    }
    with patch.dict(SUBJECT_VIEWERS, clear=True):
        yield


def only_the_asker(scope: Scope, number: int) -> bool:
    return scope.capability == f"R{number}"


@pytest.mark.django_db
def test_a_photo_is_kept_without_its_name() -> None:
    file = store_photo(photo())
    assert (file.width, file.height, file.media_type) == (40, 30, "image/jpeg")
    assert "Li" not in file.name
    with default_storage.open(file.name) as stored:
        assert Image.open(stored).size == (40, 30)


@pytest.mark.django_db
def test_an_unattached_photo_is_seen_by_nobody(administrator: Scope) -> None:
    SUBJECT_VIEWERS[""] = SUBJECT_VIEWERS["matter"] = lambda scope, number: True
    file = store_photo(photo())
    with pytest.raises(Refused, match="没有这个文件"):
        visible_file(administrator, file.pk)


@pytest.mark.django_db
def test_an_attached_photo_is_seen_with_its_subject_only() -> None:
    SUBJECT_VIEWERS["matter"] = only_the_asker
    file = store_photo(photo())
    assert attach([str(file.pk)], ("matter", 7), "report") == 1
    assert visible_file(bearer("R7"), file.pk).purpose == "report"
    for stranger in (PUBLIC, bearer("R8")):
        with pytest.raises(Refused, match="没有这个文件"):
            visible_file(stranger, file.pk)


@pytest.mark.django_db
def test_a_kind_that_nobody_registered_is_closed(administrator: Scope) -> None:
    file = store_photo(photo())
    attach([file.pk], ("secret", 1), "report")
    with pytest.raises(Refused, match="没有这个文件"):
        visible_file(administrator, file.pk)


@pytest.mark.django_db
def test_a_photo_is_attached_once_and_all_or_none() -> None:
    used, fresh = store_photo(photo()), store_photo(photo())
    attach([used.pk], ("matter", 7), "report")
    for wrong in (used.pk, uuid4(), "no id", "'; --"):
        with pytest.raises(Refused, match="重新上传") as refusal:
            attach([wrong], ("matter", 8), "report")
        assert refusal.value.fields.keys() == {"photo"}
    assert attach([], ("matter", 8), "report") == 0
    assert attach([fresh.pk, str(fresh.pk)], ("matter", 8), "report") == 1


@pytest.mark.django_db
def test_what_was_left_over_for_a_day_is_swept() -> None:
    with at(now() - timedelta(hours=25)):
        left, kept = store_photo(photo()), store_photo(photo())
    attach([kept.pk], ("matter", 7), "report")
    fresh = store_photo(photo())
    assert sweep_files() == 1
    assert set(File.objects.values_list("pk", flat=True)) == {kept.pk, fresh.pk}
    assert not default_storage.exists(left.name)
    assert default_storage.exists(kept.name)


@pytest.mark.django_db
def test_a_crash_while_storing_leaves_a_row_for_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "save", full)
        with at(now() - timedelta(hours=25)), pytest.raises(OSError, match="disk full"):
            store_photo(photo())
    assert sweep_files() == 1


def test_anybody_uploads_and_gets_an_id(site: Client) -> None:
    answer = site.post("/files/", {"photo": photo()})
    assert answer.status_code == 201
    assert answer.json() == {"id": str(File.objects.get().pk), "width": 40, "height": 30}


def test_an_upload_without_photo_is_told_so(site: Client) -> None:
    with pytest.raises(Refused, match="请选择"):
        site.post("/files/")


def test_an_upload_needs_its_csrf_token(site: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/files/", {"photo": photo()}).status_code == 403
    assert not File.objects.exists()


def test_an_endless_upload_is_refused_before_it_is_read(site: Client) -> None:
    with pytest.raises(Refused, match="12 MB"):
        site.post("/files/", {"photo": photo()}, headers={"Content-Length": str(10**10)})


def test_uploads_are_limited_by_address(site: Client, settings: Settings) -> None:
    settings.ZHUCHAO_RATE_PUBLIC = 1
    assert site.post("/files/", {"photo": photo()}).status_code == 201
    with pytest.raises(Refused) as refusal:
        site.post("/files/", {"photo": photo()})
    assert refusal.value.status == 429


def test_an_asker_sees_his_photo_by_a_link_that_ends(site: Client) -> None:
    SUBJECT_VIEWERS["matter"] = only_the_asker
    file, other = store_photo(photo()), store_photo(photo())
    attach([file.pk, other.pk], ("matter", 7), "report")
    with pytest.raises(Refused, match="没有这个文件"):
        site.get(f"/files/{file.pk}")
    link = asker_link(file.pk, "R7")
    answer = site.get(link)
    assert answer["Content-Type"] == "image/jpeg"
    assert "private" in answer["Cache-Control"]
    assert answer.getvalue()[:2] == b"\xff\xd8"
    for wrong in (link + "x", link.replace(str(file.pk), str(other.pk)), link.replace("R7", "R8")):
        with pytest.raises(Refused, match="链接已过期"):
            site.get(wrong)


def test_a_link_ends(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    link = asker_link(uuid4(), "R7")
    monkeypatch.setattr(files, "LINK", LINK * 0)
    with pytest.raises(Refused, match="链接已过期"):
        site.get(link)
