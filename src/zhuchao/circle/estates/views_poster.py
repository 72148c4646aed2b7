"""The poster for the gate as a PDF, and a picture of it; anybody may print it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.limits import allow
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.circle.estates.poster import Form, poster
from zhuchao.circle.estates.queries import seen_estate
from zhuchao.circle.merchants.codes import outside


@require_GET
def poster_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The A3 sheet to print."""
    return _answer(request, code, "pdf", "application/pdf")


@require_GET
def poster_png(request: HttpRequest, code: str) -> HttpResponse:
    """What it looks like."""
    return _answer(request, code, "png", "image/png")


def _answer(request: HttpRequest, code: str, form: Form, kind: str) -> HttpResponse:
    if not allow(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("点得太频繁了，请一分钟后再试"))
    estate = seen_estate(PUBLIC, code)
    link = outside(request, reverse("estate", args=[code]))
    made = HttpResponse(poster(estate, link, form), content_type=kind)
    made["Content-Disposition"] = f'inline; filename="{code}-{estate.version}.{form}"'
    return made
