"""The arguments of GeoReport's calls, read and checked: dates, lists, places, attributes."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhuchao.access.form_parts import BAD_PHONE, PHONE
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.matters.drafts import Draft
from zhuchao.matters.open311.reading import Asked
from zhuchao.matters.open311.services import Service, attributes, service
from zhuchao.matters.receipts import tidy_receipt

PERIOD = timedelta(days=90)
MOST = 1000
"""Requests in one answer, and receipts in one question."""
LONGEST_CONTACT = 60
YEARS = range(1970, 2200)


def asked(said: QueryDict) -> Asked:
    """What a request list is asked for. Raises Refused naming the argument at fault."""
    receipts = tuple(tidy_receipt(r) for r in listed(said, "service_request_id"))[:MOST]
    if receipts:
        return Asked(receipts=receipts)
    first, last = period(said)
    size = _number(said, "page_size", MOST, MOST)
    return Asked(
        services=tuple(service(code) for code in listed(said, "service_code")),
        first=first,
        last=last,
        statuses=_statuses(said),
        updated_after=moment(said, "updated_after"),
        updated_before=moment(said, "updated_before"),
        start=(_number(said, "page", 1, MOST) - 1) * size,
        size=size,
    )


def listed(said: QueryDict, name: str) -> list[str]:
    """An argument that may be given several times and by comma; empty parts are as if not given."""
    parts = (part.strip() for text in said.getlist(name) for part in text.split(","))
    return [part for part in parts if part]


def period(said: QueryDict) -> tuple[datetime, datetime]:
    """The days asked for: the last 90 where nothing is said, and never more than 90."""
    first, last = moment(said, "start_date"), moment(said, "end_date")
    if first is None:
        last = last or now()
        first = last - PERIOD
    last = last or min(first + PERIOD, max(now(), first))
    if not timedelta() <= last - first <= PERIOD:
        raise Refused("invalid", _("start_date 到 end_date 应在 90 天以内"), "start_date")
    return first, last


def moment(said: QueryDict, name: str) -> datetime | None:
    """An ISO 8601 moment with its zone, or None where it is not given."""
    text = said.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    found = _read(text)
    if found is None or found.tzinfo is None or found.year not in YEARS:
        words = _("%(name)s 应是带时区的时间，例如 2026-11-22T08:00:00+08:00")
        raise Refused("invalid", words % {"name": name}, name)
    return found.astimezone(UTC)


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _number(said: QueryDict, name: str, default: int, most: int) -> int:
    text = said.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= most):
        words = _("%(name)s 应是 1 到 %(most)s 的整数")
        raise Refused("invalid", words % {"name": name, "most": most}, name)
    return int(text)


def _statuses(said: QueryDict) -> frozenset[str]:
    found = frozenset(listed(said, "status"))
    if found - {"open", "closed"}:
        raise Refused("invalid", _("status 只能是 open 或 closed"), "status")
    return found


def draft(said: QueryDict) -> Draft:
    """The demand somebody posts. Raises Refused naming the argument at fault."""
    code = said.get("service_code", "").strip()
    if not code:
        raise Refused("invalid", _("缺少 service_code"), "service_code")
    chosen = service(code)
    lat, long = _degrees(said, "lat"), _degrees(said, "long")
    address, division = said.get("address_string", ""), said.get("address_id", "").strip()
    if lat is None and long is None and not address.strip() and not division:
        raise Refused("invalid", _("缺少地点：请给出 lat 和 long，或者 address_string"), "lat")
    text = said.get("description", "")
    return Draft(
        kind=chosen.kind,
        text=text,
        title="" if text.strip() else chosen.name,
        category=chosen.category,
        division=division,
        address=address,
        lon=long,
        lat=lat,
        contact=_contact(said),
        channel="open311",
        payload=_payload(said, chosen),
    )


def _degrees(said: QueryDict, name: str) -> float | None:
    text = said.get(name, "").strip()
    try:
        return float(text) if text else None
    except ValueError:
        raise Refused("invalid", _("%(name)s 应是数字") % {"name": name}, name) from None


def _contact(said: QueryDict) -> dict[str, str]:
    first, last = said.get("first_name", "").strip(), said.get("last_name", "").strip()
    name = f"{first} {last}".strip() if (first + last).isascii() else last + first
    found = {"name": name, "phone": said.get("phone", ""), "email": said.get("email", "")}
    for field, text in found.items():
        if len(text) > LONGEST_CONTACT:
            raise Refused("invalid", _("%(name)s 太长") % {"name": field}, field)
    if found["phone"].strip() and not PHONE.fullmatch(found["phone"].strip()):
        raise Refused("invalid", str(BAD_PHONE), "phone")
    return found


def _payload(said: QueryDict, chosen: Service) -> Mapping[str, Any]:
    """The intake answers of a kind, from attribute[code] and attribute[code][]."""
    known = {a.code: a for a in attributes(chosen.kind)}
    given = {name: said.getlist(name) for name in said if name.startswith("attribute[")}
    answers: dict[str, list[str]] = {}
    for name, values in given.items():
        code = name.removeprefix("attribute[").removesuffix("[]").removesuffix("]")
        allowed = {key for key, _name in known[code].values} if code in known else set()
        chosen_values = [value for value in values if value]
        if code not in known or set(chosen_values) - allowed:
            raise Refused("invalid", _("%(name)s 的值不在服务定义里") % {"name": name}, name)
        answers[code] = chosen_values
    return {
        "danger": answers.get("danger", []) == ["yes"],
        "trade": "driver" if answers.get("driver", []) == ["yes"] else "",
        "skip": tuple(answers.get("skip", ())),
    }
