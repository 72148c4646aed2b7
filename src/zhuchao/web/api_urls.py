"""The JSON API: the routers of the rooms under one document, and a page that lists them."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from zhuchao import __version__
from zhuchao.circle.merchants.api import router as merchants_router
from zhuchao.matters.api import router
from zhuchao.web.problem import MEDIA_TYPE, SCHEMA, answer_in_problems, problem

ERROR = {
    "description": "Refused: the problem says why, and which fields are at fault",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Api(NinjaAPI):
    """The framework's API, whose document says that every operation may end in a problem."""

    _document: OpenAPISchema | None = None

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """The OpenAPI document, made once: it costs more than any call it describes."""
        if self._document is None:
            document = super().get_openapi_schema(**where)
            document["components"]["schemas"]["Problem"] = SCHEMA
            for _where, _method, operation in operations(document):
                operation["responses"]["4XX"] = ERROR
            self._document = document
        return self._document

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name of the function: unique here, and short enough to call a client's by it."""
        return str(operation.view_func.__name__)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation of everything an OpenAPI document offers."""
    for where, methods in document["paths"].items():
        for method, operation in methods.items():
            yield where, method.upper(), operation


View = Callable[..., HttpResponseBase]


def _problem_when_not_allowed(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        told = problem(405, "not_allowed")
        told.headers["Allow"] = response.headers["Allow"]
        return told

    return answer


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the API offers, for people; programs read openapi.json."""
    rows = [
        (method, where, _(operation["summary"]))
        for where, method, operation in operations(api.get_openapi_schema())
    ]
    return render(request, "api.html", {"rows": rows})


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address the API has not."""
    return problem(404, "not_found")


api = Api(
    title="筑巢 Zhuchao",
    version=__version__,
    description="Raise, follow and handle matters: what the pages do, for programs.",
    docs_url=None,
    urls_namespace="api",
)
face = settings.ZHUCHAO_FACE
api.add_router("", router(public_face=face != "desk", desk_face=face != "public"))
if face != "desk":
    api.add_router("", merchants_router())
answer_in_problems(api)

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = _problem_when_not_allowed(_pattern.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview, name="api"),
    path("", include((_patterns, _app), namespace=_namespace)),
    re_path("", nothing_here),
]
