"""Documents as PDF, kept byte for byte: a signature in one would not outlive a rewriting."""

import re
from typing import IO

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused

MOST_BYTES = 10 * 1024 * 1024
MEDIA_TYPE = "application/pdf"
_HEAD = re.compile(rb"%PDF-\d\.\d")
_TAIL = 1024
"""Bytes at the end among which a PDF says that it ends."""
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")


def sound_pdf(document: IO[bytes], size: int) -> bytes:
    """The bytes of a PDF that anybody can open. `size` is its length in bytes.

    Goes by the content, whatever its name. Raises Refused("invalid", field "pdf") for what is too
    large, no PDF, cut off or encrypted.
    """
    if size > MOST_BYTES:
        raise _refused(_("PDF 超过 10 MB，请压缩后再上传"))
    content = document.read(MOST_BYTES + 1)
    if not _HEAD.match(content):
        raise _refused(_("这不是 PDF 文件，照片请传到照片一栏"))
    if b"%%EOF" not in content[-_TAIL:]:
        raise _refused(_("这个 PDF 不完整，请重新导出后再上传"))
    if _ENCRYPTED.search(content):
        raise _refused(_("这个 PDF 加了密，请去掉密码后再上传"))
    return content


def _refused(message: str) -> Refused:
    return Refused("invalid", message, "pdf")
