"""The pages of anybody: home, report a hazard, raise an appeal, follow one already reported."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.files import store_photo
from zhuchao.access.form_parts import BAD_PHONE, PHONE
from zhuchao.access.limits import allow
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.matters.actions.following import follow
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.guessing import Guess, Near, guess
from zhuchao.matters.kinds.dispute.forms import DisputeForm
from zhuchao.matters.kinds.petition.public_form import PetitionForm
from zhuchao.matters.models import Matter
from zhuchao.matters.policy import OPEN_WORDS
from zhuchao.matters.public_forms import AppealForm, HazardForm, IntakeForm, TipForm
from zhuchao.matters.public_tracking import receipt_address
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Site

FORMS: Mapping[str, type[IntakeForm]] = {
    "hazard": HazardForm,
    "appeal": AppealForm,
    "dispute": DisputeForm,
    "petition": PetitionForm,
    "tip": TipForm,
}
NEAR = "zhuchao.near"
NEAR_SECONDS = 3600


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What one can do here."""
    return render(request, "matters/public/home.html")


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and what happens with what one writes."""
    return render(request, "matters/public/about.html")


@never_cache
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a demand; what was not guessed in the page itself is shown once more to be checked."""
    if request.method == "GET":
        return _ask(request, FORMS[kind].blank(request.GET))
    _limit(request)
    form = FORMS[kind](request.POST, request.FILES)
    try:
        return _take(request, form) if form.is_valid() else _ask(request, form, status=422)
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _ask(request, form, status=422)


def _ask(
    request: HttpRequest, form: IntakeForm, found: Guess | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "place": _place(found),
        "near": _shown(form.kind, found),
    }
    return render(request, form.template, context, status=status)


def _take(request: HttpRequest, form: IntakeForm) -> HttpResponse:
    said = form.cleaned_data
    photos: tuple[UUID, ...] = said["photos"]
    if said["photo"]:
        photos = (*photos, store_photo(said["photo"]).pk)
    if not said["checked"]:
        return _check(request, form, photos)
    raised = raise_matter(PUBLIC, form.draft(photos))
    return redirect(receipt_address(raised.matter.receipt))


def _check(request: HttpRequest, form: IntakeForm, photos: tuple[UUID, ...]) -> HttpResponse:
    """The form again, filled with what was guessed, for the asker to correct."""
    said = form.cleaned_data
    found = _guess(form.kind, said)
    data = request.POST.copy()
    data["photos"] = ",".join(map(str, photos))
    data["checked"] = "yes"
    data["category"] = said["category"] or _category(found)
    return _ask(request, type(form)(data), found)


def _guess(kind: str, said: Mapping[str, Any]) -> Guess:
    return guess(
        kind, said["text"], address=said["address"], lon=said.get("lon"), lat=said.get("lat")
    )


def _category(found: Guess) -> str:
    return found.categories[0].label if found.categories else ""


def _place(found: Guess | None) -> str:
    """The guessed division's name, where it says more than "somewhere in the district"."""
    area = found.area if found else None
    return atlas().full_name(area.path) if area and area != atlas().root else ""


def _shown(kind: str, found: Guess | None) -> list[tuple[Near, str]]:
    """Open matters nearby that may be shown, each with a token to follow it."""
    if found is None or kind not in OPEN_WORDS:
        return []
    return [(near, signing.dumps(near.matter.pk, salt=NEAR)) for near in found.near]


@require_POST
def guessed(request: HttpRequest, kind: str) -> HttpResponse:
    """The guesses for what is being written, as JSON; `near` is a piece of the page."""
    _limit(request)
    form = FORMS[kind](request.POST)
    form.is_valid()
    said = {"text": "", "address": "", **form.cleaned_data}
    found = _guess(kind, said)
    near = render_to_string("matters/public/near.html", {"near": _shown(kind, found)}, request)
    return JsonResponse(
        {
            "category": _category(found),
            "words": list(found.categories[0].words) if found.categories else [],
            "place": _place(found),
            "near": near.strip(),
        }
    )


@require_POST
def follow_near(request: HttpRequest) -> HttpResponse:
    """Follow what somebody reported already; the follower gets a receipt of his own."""
    _limit(request)
    phone = request.POST.get("phone", "").strip()
    if phone and not PHONE.fullmatch(phone):
        raise Refused("invalid", str(BAD_PHONE), "phone")
    try:
        number = signing.loads(request.POST.get("near", ""), salt=NEAR, max_age=NEAR_SECONDS)
    except signing.BadSignature as error:
        raise Refused("invalid", _("页面打开太久，请刷新后再跟进"), "near") from error
    matter = Matter.objects.filter(pk=number, kind__in=OPEN_WORDS).first()
    if matter is None:
        raise Refused("not_found", _("那一件已经不在了，请另行报告"))
    return redirect(receipt_address(follow(PUBLIC, matter, {"phone": phone}).receipt))


def _tiles() -> str:
    """The base map, unless it is shifted: a point picked on that would be wrong by its shift."""
    return settings.ZHUCHAO_TILES if settings.ZHUCHAO_TILES_DATUM == "WGS84" else ""


@cache_control(max_age=600, public=True)
@require_GET
def map_data(request: HttpRequest) -> JsonResponse:
    """What the map picker draws: tiles if there are any, else divisions and sites."""
    areas = atlas().areas
    middle = next(((a.lon, a.lat) for a in areas if a.lon is not None), (None, None))
    sites = Site.objects.filter(status="open", lon__isnull=False)
    return JsonResponse(
        {
            "tiles": _tiles(),
            "middle": middle,
            "areas": [{"name": a.name, "ring": a.boundary} for a in areas if a.boundary],
            "places": [
                {"name": a.name, "lon": a.lon, "lat": a.lat, "far": a.kind != "community"}
                for a in areas
                if a.lon is not None and a.kind in ("street", "zone", "community")
            ],
            "sites": list(sites.values("name", "lon", "lat")[:500]),
        }
    )


def _limit(request: HttpRequest) -> None:
    if not allow(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("提交得太频繁了，请一分钟后再试"))
