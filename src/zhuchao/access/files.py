"""Uploaded photos and documents: kept unattached for a day, then seen with their subject."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.base import File as Upload
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.access.documents import MEDIA_TYPE as PDF
from zhuchao.access.documents import sound_pdf
from zhuchao.access.models import File
from zhuchao.access.photos import reencoded
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, bearer
from zhuchao.journal.clock import now

UNATTACHED = timedelta(days=1)
LINK = timedelta(minutes=15)
SUBJECT_VIEWERS: dict[str, Callable[[Scope, int], bool]] = {}
"""Subject kind → may this scope see that subject? Filled by `web`, which knows the rooms."""


def store_photo(photo: "Upload[bytes]") -> File:
    """Re-encode and keep a photo that nobody sees until an action attaches it.

    Refuses as `reencoded`.
    """
    jpeg, width, height = reencoded(photo, photo.size)
    return _store(jpeg, "photos", "jpg", media_type="image/jpeg", width=width, height=height)


def store_document(document: "Upload[bytes]") -> File:
    """Keep a PDF as it is; nobody sees it until an action attaches it. Refuses as `sound_pdf`."""
    return _store(sound_pdf(document, document.size), "documents", "pdf", media_type=PDF)


def _store(content: bytes, folder: str, ending: str, **columns: Any) -> File:
    """Not an action: it is no fact yet, so it is not journaled.

    The row is written before the file, so that a crash leaves a row for the sweep, never a file
    without one.
    """
    moment = now()
    number = uuid4()
    file = File.objects.create(
        id=number,
        name=f"{folder}/{moment:%Y/%m}/{number}.{ending}",
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        uploaded_at=moment,
        **columns,
    )
    default_storage.save(file.name, ContentFile(content))
    return file


def attach(file_ids: Iterable[str | UUID], subject: tuple[str, int], purpose: str) -> int:
    """Give unattached files to a subject, inside the caller's action; how many (one statement).

    Raises Refused when one is unknown, swept or already attached: all or none.
    """
    wanted = {_uuid(text) for text in file_ids}
    if not wanted:
        return 0
    kind, number = subject
    free = File.objects.filter(pk__in=wanted, subject_kind="")
    found = free.update(subject_kind=kind, subject_id=number, purpose=purpose)
    if found != len(wanted):
        raise _unusable()
    return found


def _uuid(text: str | UUID) -> UUID:
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError as error:
        raise _unusable() from error


def _unusable() -> Refused:
    return Refused("invalid", _("照片已过期或已被使用，请重新上传"), "photo")


def visible_file(scope: Scope, number: UUID) -> File:
    """The file, if this scope may see its subject. Raises Refused("not_found") otherwise.

    Unattached files and subjects of a kind nobody registered are seen by nobody.
    """
    file = File.objects.filter(pk=number).exclude(subject_kind="").first()
    viewer = SUBJECT_VIEWERS.get(file.subject_kind) if file else None
    if file is None or viewer is None or not viewer(scope, file.subject_id or 0):
        raise Refused("not_found", _("没有这个文件，或者您不能查看"))
    return file


def asker_link(number: UUID, receipt: str) -> str:
    """An address of a file that works for LINK without logging in: for pages of a query code."""
    pass_ = _signer().sign(f"{number}:{receipt}").removeprefix(f"{number}:")
    return f"{reverse('file', args=[number])}?pass={pass_}"


def asker_scope(number: UUID, pass_: str) -> Scope:
    """The scope an `asker_link` of this file gives. Raises Refused when it is wrong or too old."""
    try:
        signed = _signer().unsign(f"{number}:{pass_}", max_age=LINK)
    except BadSignature as error:
        raise Refused("not_found", _("链接已过期，请回到查询页面重新打开")) from error
    return bearer(signed.removeprefix(f"{number}:"))


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="zhuchao.file")


def sweep_files() -> int:
    """Delete what was uploaded more than a day ago and never attached; how many."""
    stale = File.objects.filter(subject_kind="", uploaded_at__lt=now() - UNATTACHED)
    swept = 0
    for number, name in stale.values_list("pk", "name")[:1000]:
        # The row first and only if still free: an action may be attaching it at this moment.
        if File.objects.filter(pk=number, subject_kind="").delete()[0]:
            default_storage.delete(name)
            swept += 1
    return swept
