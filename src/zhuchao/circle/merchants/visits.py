"""The verbs that count visits: a telephone's, the owner's, taking the last one back.

Nobody's name is asked. The journal gets one entry with headcount 1; what keeps a telephone from
counting twice is a daily hash that is forgotten when the day ends (`models.visits`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.codes import device_of, taken
from zhuchao.circle.merchants.kinds import SITE_KIND
from zhuchao.circle.merchants.policy import demand_counter
from zhuchao.circle.merchants.queries import (
    facts_today,
    full,
    last_tally,
    offers_of,
    recent_tallies,
    running,
)
from zhuchao.circle.models import DeviceVisit, Offer
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.writing import Fact, erase_remarks, writing
from zhuchao.places.models import Site
from zhuchao.places.site_queries import Clock
from zhuchao.rules.visiting import meal_period
from zhuchao.text.leaks import leaks

SCANS_A_DAY = 8
"""Visits one telephone counts on a day, all shops together."""
TALLIES_A_MINUTE = 12
MOST_THANKS = 80


@dataclass(frozen=True)
class Scan:
    """What a telephone sends: which code it saw, what it is today, and what was chosen."""

    token: str
    device: str
    """The random cookie of today; it is hashed and goes no further."""
    offer: int | None = None
    thanks: str = ""


def count_scan(scope: Scope, code: str, scan: Scan) -> Site:
    """Count a visit that a telephone told of, once in a meal period and site.

    Raises Refused: "stale" for a rotating code that is over, "conflict" when this telephone was
    counted already, the printed code is scanned while it is closed, or the offer is not on or used
    up today; "too_many" beyond SCANS_A_DAY; "invalid" for thanks that hold a number or a name.
    """
    thanks = _sound_thanks(scan.thanks)
    with writing(scope.who) as log:
        site, moment = _held(code), now()
        _demand_code(site, scan.token, moment)
        offer = _chosen(site, scan.offer, moment)
        _note_device(site, scan.device, moment)
        log.add(counted(site, offer, "rotating" if scan.token else "printed", moment))
        if thanks:
            log.add(_thanked(site, offer, thanks))
    return site


def count_tally(scope: Scope, code: str, offer_id: int | None = None) -> Site:
    """Count a visit by hand, by whoever works at the counter.

    Raises Refused for strangers, "too_many" beyond TALLIES_A_MINUTE, and as `count_scan` of offers.
    """
    with writing(scope.who) as log:
        site, moment = _held(code), now()
        demand_counter(scope, site)
        if recent_tallies(site, moment - timedelta(minutes=1)) >= TALLIES_A_MINUTE:
            words = _("点得太快了：一分钟最多 %(n)s 位")
            raise Refused("too_many", words % {"n": TALLIES_A_MINUTE})
        offer = _chosen(site, offer_id, moment)
        log.add(counted(site, offer, "tally", moment))
    return site


def undo_tally(scope: Scope, code: str, entry_id: int) -> Site:
    """Take back the last visit that was counted by hand today; the journal keeps both.

    Raises Refused("stale") when that one is no longer the last.
    """
    with writing(scope.who) as log:
        site = _held(code)
        demand_counter(scope, site)
        last = last_tally(site)
        if last is None or last.pk != entry_id:
            raise Refused("stale", _("最后一位已经变了，请看过再撤"))
        log.add(
            Fact(
                "visit.voided",
                ("shop", site.pk),
                str(site.division.path),
                facets=last.facets,
                voids=last.pk,
            )
        )
    return site


def remove_thanks(scope: Scope, code: str, entry_id: int) -> None:
    """Erase the words of one thanks that do not belong there; that somebody thanked stays."""
    with writing(scope.who) as log:
        site = _held(code)
        demand_counter(scope, site)
        if not erase_remarks(log, ("shop", site.pk), entry=entry_id):
            raise Refused("conflict", _("这句话已经删了"))


def forget_devices() -> int:
    """Forget the telephones of days that are over; how many rows. Called by the worker."""
    return DeviceVisit.objects.filter(day__lt=local_day(now())).delete()[0]


def _held(code: str) -> Site:
    """An open merchant, held until the end of the transaction so that its counts stand still."""
    rows = Site.objects.filter(code=code, kind=SITE_KIND, status="open")
    if not rows.update(version=F("version")):
        raise Refused("not_found", _("没有这家店，或者它没有在营业"))
    return rows.select_related("division").get()


def _demand_code(site: Site, token: str, moment: datetime) -> None:
    if token and not taken(site, token, moment):
        raise Refused("stale", _("这个码已经换了，请扫柜台上现在的码"))
    # The owner shows the changing code only while somebody is there to be served.
    if not token and Clock(moment).state(site.hours) == "closed":
        raise Refused("conflict", _("现在不在营业时间，这次没有记；开门时再扫一次就好"))


def _chosen(site: Site, number: int | None, moment: datetime) -> Offer | None:
    if number is None:
        return None
    offer = next((one for one in offers_of(site, local_day(moment)) if one.pk == number), None)
    if offer is None or not running(offer, site, moment):
        raise Refused("conflict", _("这项优惠现在不在时段里，请换一项或者不选"), "offer")
    if full(offer, facts_today(site)):
        raise Refused("conflict", _("这项优惠今天已经用完，请换一项或者不选"), "offer")
    return offer


def _note_device(site: Site, cookie: str, moment: datetime) -> None:
    """Remember until tonight that this telephone was counted here in this meal period."""
    day, hour = local_day(moment), moment.astimezone(zone()).hour
    device = device_of(cookie, day)
    if DeviceVisit.objects.filter(device=device, day=day).count() >= SCANS_A_DAY:
        raise Refused("too_many", _("这部手机今天记得够多了，明天再来"))
    period = meal_period(hour)
    try:
        with transaction.atomic():
            DeviceVisit.objects.create(day=day, device=device, site=site, period=period)
    except IntegrityError as error:
        raise Refused("conflict", _("这一顿已经记过了，不用再点")) from error


def counted(site: Site, offer: Offer | None, way: str, moment: datetime, *, who: str = "") -> Fact:
    """The fact of a visit: one person at one moment, this way; nothing else is known of him.

    `who` counted it, where that is not who acts now.
    """
    hour = moment.astimezone(zone()).hour
    facets = {"site": site.pk, "offer": offer.pk if offer else None, "way": way, "hour": hour}
    return Fact(
        "visit.counted",
        ("shop", site.pk),
        str(site.division.path),
        headcount=1,
        facets=facets,
        occurred_at=moment,
        who=who,
    )


def _thanked(site: Site, offer: Offer | None, words: str) -> Fact:
    facets = {"site": site.pk, "offer": offer.pk if offer else None}
    path, about = str(site.division.path), ("shop", site.pk)
    return Fact("visit.thanked", about, path, headcount=1, facets=facets, remark=words)


def _sound_thanks(text: str) -> str:
    words = text.strip()
    if len(words) > MOST_THANKS:
        raise Refused("invalid", _("最多 %(n)s 个字") % {"n": MOST_THANKS}, "thanks")
    if any(leak.certain for leak in leaks(words)):
        raise Refused("invalid", _("请不要写电话、证件号这类能认出人的内容"), "thanks")
    return words
