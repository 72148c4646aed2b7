"""A file of which a browser asks for ranges of bytes, as vector tiles in one file are read."""

import re
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
MOST_PART = 4 * 1024 * 1024
"""Bytes of one answer; the reader of tiles asks for far less."""


def ranged(request: HttpRequest, path: Path, etag: str, content_type: str) -> HttpResponseBase:
    """The file, or the one range of it that is asked for (RFC 9110, 14): 200, 206 or 416.

    A range of another version of the file (If-Range) is answered with the whole.
    """
    size = path.stat().st_size
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or request.headers.get("If-Range", etag) != etag:
        response: HttpResponseBase = FileResponse(path.open("rb"), content_type=content_type)
    else:
        response = _part(path, size, asked[1], asked[2], content_type)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    return response


def _part(path: Path, size: int, first: str, last: str, content_type: str) -> HttpResponse:
    if first:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    else:
        start, end = max(size - int(last or 0), 0), size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = min(end, start + MOST_PART - 1)
    with path.open("rb") as file:
        file.seek(start)
        body = file.read(end - start + 1)
    where = {"Content-Range": f"bytes {start}-{end}/{size}"}
    return HttpResponse(body, status=206, content_type=content_type, headers=where)
