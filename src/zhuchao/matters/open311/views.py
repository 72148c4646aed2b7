"""The calls of Open311 GeoReport v2, in JSON and XML, with the standard's own error bodies."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from zhuchao.access.limits import allow
from zhuchao.access.policy import demand_verb
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.api_access import STAFF_RATE, scope_of_key
from zhuchao.matters.open311.asking import asked, draft, listed, period
from zhuchao.matters.open311.document import document
from zhuchao.matters.open311.reading import Asked, service_requests, updates
from zhuchao.matters.open311.services import definition, service, services
from zhuchao.matters.receipts import query_code, tidy_receipt
from zhuchao.places.atlas import atlas
from zhuchao.places.memory import stamp

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
STATUS = {"forbidden": 403, "not_found": 404, "too_many": 429}
"""The standard knows 400, 403 and 404; whoever asks too often gets HTTP's own."""
FIELDS = {
    "lon": "long",
    "division": "address_id",
    "address": "address_string",
    "text": "description",
}
"""Our names of fields → the standard's."""

Call = Callable[..., Any]
View = Callable[..., HttpResponse]


def _call(root: str, call: Call) -> View:
    """A view that answers with what `call` returns, under `root`, in the format of its address."""

    @wraps(call)
    def view(request: HttpRequest, form: str, **named: str) -> HttpResponse:
        try:
            _check(request)
            return document(form, root, call(request, **named))
        except Refused as refused:
            return _errors(form, refused)

    return csrf_exempt(view)


def _check(request: HttpRequest) -> None:
    if not allow(f"open311:{request.META.get('REMOTE_ADDR')}", STAFF_RATE):
        raise Refused("too_many", _("请求太频繁，请一分钟后再试"))
    said = [request.path, *_values(request.GET), *_values(request.POST)]
    if any("\0" in text for text in said):
        raise Refused("invalid", _("含有不能保存的字符"))
    given = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id")
    root = atlas().root
    if given and (root is None or given != root.code):
        raise Refused("not_found", _("没有这个 jurisdiction_id：%(id)s") % {"id": given})


def _values(said: QueryDict) -> list[str]:
    return [text for name, values in said.lists() for text in (name, *values)]


def _errors(form: str, refused: Refused) -> HttpResponse:
    status = STATUS.get(refused.code, 400)
    told = [f"{FIELDS.get(name, name)}: {words}" for name, words in refused.fields.items()] or [
        refused.message
    ]
    rows = [{"code": status, "description": words} for words in told]
    return document(form, "errors", rows, status)


def _discovery(request: HttpRequest) -> dict[str, Any]:
    """Where the service is. The change set is another one whenever services or places changed."""
    here = settings.ZHUCHAO_URL or request.build_absolute_uri("/").rstrip("/")
    changeset = str(stamp())
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{here}{request.path.rsplit('/', 1)[0]}",
        "changeset": changeset,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return {
        "changeset": changeset,
        "contact": _("与本平台的管理单位联系"),
        "key_service": _("接口密钥由本平台的系统管理员发放"),
        "endpoints": [endpoint],
    }


def _services(request: HttpRequest) -> list[dict[str, Any]]:
    return [one.row() for one in services()]


def _definition(request: HttpRequest, code: str) -> dict[str, Any]:
    return definition(service(code))


def _requests(request: HttpRequest) -> list[dict[str, Any]]:
    return _post(request) if request.method == "POST" else service_requests(asked(request.GET))


def _request(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    rows = service_requests(Asked(receipts=(tidy_receipt(number),)))
    if not rows:
        raise Refused("not_found", _("没有这个 service_request_id：%(id)s") % {"id": number})
    return rows


def _token(request: HttpRequest, token: str) -> list[dict[str, Any]]:
    """Numbers are given at once, so the token of a request is its number."""
    found = _request(request, token)[0]["service_request_id"]
    return [{"service_request_id": found, "token": token}]


def _updates(request: HttpRequest) -> list[dict[str, Any]]:
    receipts = [tidy_receipt(r) for r in listed(request.GET, "service_request_id")]
    return updates(*period(request.GET), receipts)


def _post(request: HttpRequest) -> list[dict[str, Any]]:
    raised = raise_matter(_poster(request), draft(request.POST))
    return [
        {
            "service_request_id": raised.matter.receipt,
            "service_notice": _notice(request, raised.matter.receipt),
            "account_id": None,
        }
    ]


def _poster(request: HttpRequest) -> Scope:
    """Who posts: the holder of the key he gives; without one anybody, if the setting allows it."""
    secret = request.POST.get("api_key", "")
    scope = scope_of_key(secret) if secret else PUBLIC
    if scope is None or (scope is PUBLIC and settings.ZHUCHAO_OPEN311_KEY):
        raise Refused("forbidden", _("缺少 api_key，或者它无效"))
    if scope is PUBLIC and not allow(
        f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC
    ):
        raise Refused("too_many", _("提交得太频繁了，请一分钟后再试"))
    demand_verb(scope, "matter.raise")
    return scope


def _notice(request: HttpRequest, receipt: str) -> str:
    told = _("查询码 %(code)s，凭受理编号和它查进度。") % {"code": query_code(receipt)}
    left_out = request.POST.get("media_url") or request.FILES
    return told + (_("没有取用 media_url 的照片。") if left_out else "")


discovery = _call("discovery", _discovery)
service_list = _call("services", _services)
service_definition = _call("service_definition", _definition)
request_list = _call("service_requests", _requests)
one_request = _call("service_requests", _request)
request_of_token = _call("service_requests", _token)
request_updates = _call("service_request_updates", _updates)
