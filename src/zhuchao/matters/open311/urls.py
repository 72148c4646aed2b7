"""Addresses of GeoReport v2; the ending of each chooses JSON or XML."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_http_methods, require_safe

from zhuchao.matters.open311 import views


class Format(StringConverter):
    """The two formats of the standard."""

    regex = "json|xml"


register_converter(Format, "open311")

posted = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("discovery.<open311:form>", require_safe(views.discovery)),
    path("services.<open311:form>", require_safe(views.service_list)),
    path("services/<str:code>.<open311:form>", require_safe(views.service_definition)),
    path("requests.<open311:form>", posted(views.request_list)),
    path("requests/<str:number>.<open311:form>", require_safe(views.one_request)),
    path("tokens/<str:token>.<open311:form>", require_safe(views.request_of_token)),
    path("servicerequestupdates.<open311:form>", require_safe(views.request_updates)),
]
