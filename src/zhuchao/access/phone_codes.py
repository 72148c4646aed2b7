"""Proof that a phone is at hand: six digits by text message, short-lived, few tries, used once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from zhuchao.access.identities import matching_hash, sealed
from zhuchao.access.models import Identity, PhoneCode
from zhuchao.access.notices import notice
from zhuchao.access.one_time import fits
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.writing import Fact, writing

VALID = timedelta(minutes=10)
TRIES = 5
LIMITS = ((timedelta(minutes=10), 3), (timedelta(days=1), 8))
"""How many codes one phone may be sent within each time, whoever asks for them."""
KEPT = timedelta(days=1)
"""A number that was typed and led to nothing is forgotten after this."""
WHO = "public"


def phones_can_be_checked() -> bool:
    """Whether text messages are set up here; without them people prove themselves at the desk."""
    return bool(settings.ZHUCHAO_SMS)


def send_code(phone: str, purpose: str) -> UUID:
    """Send a code to a phone; the number of the check, which goes back with the code.

    Raises Refused: "conflict" where no text messages are set up, "too_many" when this phone was
    sent several already.
    """
    if not phones_can_be_checked():
        raise Refused("conflict", _("本地还没有开通短信，请到社区服务岗办理"), "phone")
    hashed, moment = matching_hash("phone", phone), now()
    for span, most in LIMITS:
        sent = PhoneCode.objects.filter(phone_hash=hashed, asked_at__gt=moment - span).count()
        if sent >= most:
            raise Refused("too_many", _("这个号码收到的验证码太多了，请过一会儿再试"), "phone")
    identity = sealed({"phone": phone})
    with writing(WHO) as log:
        identity.save()
        row = PhoneCode.objects.create(
            identity=identity,
            phone_hash=hashed,
            purpose=purpose,
            asked_at=moment,
            expires_at=moment + VALID,
        )
        told = {"check": str(row.pk), "urgency": "urgent"}
        about = ("identity", identity.pk)
        notice("code", about, told, identity=identity, channel="sms").save()
        log.add(Fact("phone.code_sent", about))
    return row.pk


@contextmanager
def proved(number: UUID | None, phone: str, purpose: str, typed: str) -> Iterator[None]:
    """Act in the body as who proved this phone; the code is spent with the act, or not at all.

    Every try counts, right or wrong. Raises Refused("invalid", field "code") for a wrong code, one
    of another phone or purpose, and one that is too old, tried too often or used.
    """
    row = _tried(number, purpose)
    if row is None:
        raise Refused("invalid", _("验证码已失效，请重新获取"), "code")
    if row.phone_hash != matching_hash("phone", phone) or not fits(row.pk, typed):
        raise Refused("invalid", _("验证码不对，请再看一遍短信"), "code")
    with writing(WHO) as log:
        spent = PhoneCode.objects.filter(pk=row.pk, used_at=None).update(used_at=now())
        if not spent:
            raise Refused("invalid", _("验证码已失效，请重新获取"), "code")
        log.add(Fact("phone.checked", ("identity", row.identity_id)))
        yield


def _tried(number: UUID | None, purpose: str) -> PhoneCode | None:
    """The check, with one more try noted; None when it cannot be tried any more."""
    if number is None:
        return None
    open_ones = PhoneCode.objects.filter(
        pk=number, purpose=purpose, used_at=None, expires_at__gt=now(), tries__lt=TRIES
    )
    tried = open_ones.update(tries=F("tries") + 1)
    return PhoneCode.objects.get(pk=number) if tried else None


def sweep_codes() -> int:
    """Forget the checks of more than a day ago, with the numbers they were for; how many."""
    old = PhoneCode.objects.filter(asked_at__lt=now() - KEPT).values_list("identity", flat=True)
    ids = list(old[:1000])
    Identity.objects.filter(pk__in=ids).delete()
    return len(ids)
