"""Reports that a phone kept and sends when it can: answered as data, the same key only once."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.limits import allow
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.journal.clock import now
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.models import Matter
from zhuchao.matters.public_forms import IntakeForm
from zhuchao.matters.public_tracking import receipt_address
from zhuchao.matters.public_views import FORMS


@never_cache
@require_GET
def ready(request: HttpRequest) -> JsonResponse:
    """That the network reaches this far, with a CSRF token and the time: {token, now}.

    A page out of a phone's memory has a token of another day, and a phone's clock may be wrong.
    """
    return JsonResponse({"token": get_token(request), "now": now().isoformat()})


@never_cache
@require_POST
def send(request: HttpRequest, kind: str) -> JsonResponse:
    """Take one kept report: {receipt, code, slip, track}; 201, or 200 when it was here before.

    Its key is asked before its words are: what was accepted while the answer got lost stays
    accepted, even where the same words would be refused today (a time too long ago).
    Raises Refused("invalid") naming the fields at fault.
    """
    if not allow(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("提交得太频繁了，请一分钟后再试"))
    form = FORMS[kind](request.POST)
    form.is_valid()
    key = form.cleaned_data.get("intake_key")
    first = Matter.objects.filter(intake_key=key, kind=kind).first() if key else None
    raised = Raised(first, created=False) if first else _raised(form)
    return JsonResponse(_answer(raised), status=201 if raised.created else 200)


def _raised(form: IntakeForm) -> Raised:
    if form.errors:
        wrong = {name: str(errors[0]) for name, errors in form.errors.items()}
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    if form.cleaned_data["intake_key"] is None:
        raise Refused("invalid", _("缺少提交编号"), "intake_key")
    return raise_matter(PUBLIC, form.draft(form.cleaned_data["photos"]))


def _answer(raised: Raised) -> dict[str, Any]:
    receipt, code = raised.matter.receipt, raised.query_code
    track = f"{reverse('track', args=[receipt])}?{urlencode({'code': code})}"
    return {"receipt": receipt, "code": code, "slip": receipt_address(receipt), "track": track}
