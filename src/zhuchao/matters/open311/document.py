"""GeoReport documents as JSON, or as the XML that the standard maps to it."""

import json
import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Tree

from django.http import HttpResponse

from zhuchao.journal.clock import zone

ITEM = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""List → its elements: JSON leaves the second name out."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML 1.0 document may hold, in whatever spelling."""


def document(form: str, root: str, body: Any, status: int = 200) -> HttpResponse:
    """The answer in the format asked for ("json" or "xml"); `root` names the XML's outermost."""
    if form == "json":
        text = json.dumps(body, ensure_ascii=False, default=_moment)
        return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
    text = Tree.tostring(_element(root, body), encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return HttpResponse(head + text, status=status, content_type="text/xml; charset=utf-8")


def _moment(value: object) -> str:
    """ISO 8601 with the district's offset. Raises TypeError for what is no moment."""
    if not isinstance(value, datetime):
        raise TypeError(f"no place for {value!r} in a document")
    return value.astimezone(zone()).isoformat(timespec="seconds")


def _element(name: str, value: Any) -> Tree.Element:
    made = Tree.Element(name)
    if isinstance(value, dict):
        made.extend(_element(key, inner) for key, inner in value.items())
    elif isinstance(value, list):
        made.extend(_element(ITEM[name], inner) for inner in value)
    elif value is not None:
        made.text = _text(value)
    return made


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _moment(value)
    return _NOT_XML.sub("", str(value))
