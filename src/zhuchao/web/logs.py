"""Log records as JSON lines that hold codes only: no names, phones, addresses, paths or queries."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request being answered, put on every line that is logged meanwhile."""

EXTRA = ("method", "route", "status", "ms", "who", "job")
_PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d(?:[ -]?\d{4}){2}|\d{17}[\dXx])(?!\d)")
_DEPTH = 12


class JsonLines(logging.Formatter):
    """ts, level, logger, message, request_id, what `EXTRA` names, and where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, Any] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line |= _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """Our own words in full; what libraries fill in may be a path, a name or an address."""
    if record.name.startswith("zhuchao"):
        text = record.getMessage()
    elif hasattr(record, "status_code"):
        text = HTTPStatus(record.status_code).phrase
    else:
        text = str(record.msg)
    return _PERSONAL.sub("…", text)


def _error(error: BaseException) -> dict[str, Any]:
    """The kind of an error and the way to it; its words may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)[-_DEPTH:]
    where = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return {"error": f"{type(error).__module__}.{type(error).__qualname__}", "where": where}
