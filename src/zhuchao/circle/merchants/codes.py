"""The codes at a counter: the printed one, the one that changes, and what a telephone is today."""

import base64
import hmac
from datetime import date, datetime

import segno
from django.conf import settings
from django.http import HttpRequest

from zhuchao.journal.keys import keyed_hash
from zhuchao.places.models import Site
from zhuchao.rules.visiting import slot_of, taken_slots

LENGTH = 10


def token(site: Site, slot: int) -> str:
    """The rotating code of a site in a slot: nobody makes one without the key file."""
    digest = bytes.fromhex(keyed_hash("visit code", f"{site.code}:{slot}"))
    return base64.b32encode(digest).decode()[:LENGTH].lower()


def current_token(site: Site, moment: datetime) -> str:
    """The code to show at a moment."""
    return token(site, slot_of(moment))


def taken(site: Site, shown: str, moment: datetime) -> bool:
    """Whether a scanned code is this site's, and not too old."""
    given = shown.lower().encode()
    known = [token(site, slot).encode() for slot in taken_slots(moment)]
    return any(hmac.compare_digest(one, given) for one in known)


def device_of(cookie: str, day: date) -> str:
    """What a telephone is called on one day; on the next it is somebody else."""
    return keyed_hash(f"visitor:{day.isoformat()}", cookie)


def outside(request: HttpRequest, path: str) -> str:
    """An address as it stands in a QR code: of the public site where that is known."""
    if settings.ZHUCHAO_URL:
        return f"{settings.ZHUCHAO_URL}{path}"
    return request.build_absolute_uri(path)


def picture(text: str) -> str:
    """A QR code as the source of an image."""
    made = segno.make(text, error="m", micro=False)
    return str(made.svg_data_uri(border=2, dark="#28231d", light="#ffffff"))
