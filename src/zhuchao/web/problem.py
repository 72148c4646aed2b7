"""Every error of the JSON API, and of a program that asks a page, as RFC 9457 has it."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zhuchao.access.refusal import Refused

MEDIA_TYPE = "application/problem+json"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail", "fields"],
    "properties": {
        "type": {"type": "string", "description": "urn:zhuchao: and the code of the refusal"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "Field at fault → what is wrong with it",
        },
    },
}
"""The document in OpenAPI's words."""

TITLES: Mapping[str, str | Promise] = {
    "forbidden": gettext_lazy("没有权限"),
    "second_factor": gettext_lazy("需要二次验证"),
    "not_found": gettext_lazy("没有找到"),
    "stale": gettext_lazy("已被他人处理"),
    "conflict": gettext_lazy("有冲突"),
    "invalid": gettext_lazy("填写有误"),
    "too_many": gettext_lazy("太频繁"),
    "malformed": gettext_lazy("请求看不懂"),
    "unauthenticated": gettext_lazy("需要登录"),
    "not_allowed": gettext_lazy("不支持这种请求方法"),
    "too_large": gettext_lazy("内容太大"),
}
"""By the code that ends the problem's `type`: those of refusals, and those of HTTP itself."""

BY_STATUS = {
    400: "malformed",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "not_allowed",
    413: "too_large",
}


def problem(
    status: int, code: str, detail: str = "", fields: Mapping[str, str] | None = None
) -> HttpResponse:
    """A problem document; `detail` defaults to the title of its code."""
    title = str(TITLES[code])
    body = {
        "type": f"urn:zhuchao:{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "fields": dict(fields or {}),
    }
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)


def refusal_problem(refused: Refused) -> HttpResponse:
    """The problem document of a refusal."""
    return problem(refused.status, refused.code, refused.message, refused.fields)


def answer_in_problems(api: NinjaAPI) -> None:
    """Make every error that `api` can end in a problem document."""
    api.exception_handler(Refused)(_refused)
    api.exception_handler(ValidationError)(_invalid)
    api.exception_handler(HttpError)(_http)
    api.exception_handler(Http404)(partial(_status, status=404))
    api.exception_handler(RequestDataTooBig)(partial(_status, status=413))
    api.exception_handler(SuspiciousOperation)(partial(_status, status=400))


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return refusal_problem(refused)


def _status(request: HttpRequest, error: Exception, *, status: int) -> HttpResponse:
    return problem(status, BY_STATUS[status])


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework itself refuses: no log-in, a forged form, a body that is no JSON."""
    words = {
        400: _("请求正文不是正确的 JSON"),
        401: _("请先登录，或者在 Authorization 里带上有效的接口密钥"),
        403: _("防伪标记不对，请带上 X-CSRFToken"),
    }
    status = error.status_code
    return problem(status, BY_STATUS[status], words.get(status, ""))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {_field(one["loc"]): _words(one) for one in error.errors}
    return problem(422, "invalid", next(iter(fields.values()), ""), fields)


def _field(place: tuple[str | int, ...]) -> str:
    """The name a sender knows the field by: ("body", "said", "contact", "phone") → contact.phone.

    The second part is the name of the parameter of the function that takes a body. Of an answer
    that fits no type there is one fault for each type it might have had: they are one.
    """
    parts = place[2:] if place[0] == "body" else place[1:]
    if parts and parts[0] in ("answers", "more"):
        parts = parts[:2]
    return ".".join(map(str, parts)) or "body"


def _words(one: Mapping[str, Any]) -> str:
    told: dict[str, str] = {
        "missing": _("必填"),
        "extra_forbidden": _("没有这一项"),
        "string_too_long": _("最多 %(max_length)s 字"),
        "too_long": _("最多 %(max_length)s 个"),
        "greater_than_equal": _("不能小于 %(ge)s"),
        "less_than_equal": _("不能大于 %(le)s"),
        "literal_error": _("只能是 %(expected)s"),
        "unstorable": _("含有不能保存的字符"),
        "year": _("年份超出范围"),
    }
    ctx: Mapping[str, Any] = one.get("ctx", {})
    return told.get(one["type"], _("格式不对")) % ctx
