"""The verbs by which a merchant joins: apply, nominate, accept, refuse, take up the account."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.files import attach
from zhuchao.access.identities import erase_identity, open_identity, sealed
from zhuchao.access.limits import allow
from zhuchao.access.models import Account
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, Scope, system
from zhuchao.circle.merchants.kinds import SITE_KIND
from zhuchao.circle.merchants.policy import seen_application
from zhuchao.circle.models import Application
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.matters.receipts import code_fits, new_receipt
from zhuchao.places.models import Division, Site
from zhuchao.registry.actions import employ, host
from zhuchao.registry.codes import drawn_code
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisation_actions import found_organisation
from zhuchao.registry.site_actions import found_site
from zhuchao.registry.site_policy import hosts, manages, territory

INVITED = timedelta(days=14)
"""How long a keeper may take up the account he was invited to."""
KEPT = timedelta(days=90)
"""How long name and phone of a refused applicant are kept, should he ask why."""
TRIES = 10
"""Query codes tried on one receipt in a minute."""
STALE = gettext_noop("这份申请刚被他人处理过，请刷新后再看")
KEEPER = system("merchants")
"""Founds the merchant's organisation and its keeper's account once an office has accepted it."""


@dataclass(frozen=True)
class Asked:
    """What is written of a merchant that wants to join; `contact` holds name and phone."""

    name: str
    division: Division
    address: str
    offer: str
    contact: dict[str, str]
    lon: float | None = None
    lat: float | None = None
    photos: tuple[UUID, ...] = ()


def apply(asked: Asked) -> Application:
    """Ask to join, by anybody; the office of the place decides."""
    return _file(PUBLIC, asked, "applied")


def nominate(scope: Scope, asked: Asked) -> Application:
    """Propose a merchant at its door. Raises Refused for who works in no office or committee."""
    demand(bool(territory(scope)), _("只有街道、社区和督办的工作人员可以推荐商户"))
    return _file(scope, asked, "nominated")


def _file(scope: Scope, asked: Asked, via: str) -> Application:
    row = Application(
        receipt=new_receipt(),
        via=via,
        name=asked.name,
        division=asked.division,
        address=asked.address,
        lon=asked.lon,
        lat=asked.lat,
        offer=asked.offer,
        raised_at=now(),
    )
    with writing(scope.who) as log:
        if any(asked.contact.values()):
            row.contact = sealed(asked.contact)
            row.contact.save()
        row.save()
        attach(asked.photos, _about(row), "report")
        _tell(log, "merchant.applied", row)
    return row


def accept(scope: Scope, receipt: str, *, opened: bool, version: int) -> Application:
    """Take a merchant in: its site, its organisation and the tie between them, all or nothing.

    `opened`: it serves from today; else it is under preparation and counted nowhere. The keeper
    is invited to an account by the page of the receipt. Raises Refused outside of the scope's
    territory, "stale" when somebody was first, and as `found_site`.
    """
    with transaction.atomic(), _deciding(scope, receipt, version) as (row, log):
        row.state, row.site = "accepted", _found(scope, row, opened=opened)
        _tell(log, "merchant.accepted", row)
    return row


def _found(scope: Scope, row: Application, *, opened: bool) -> Site:
    code = f"sh-{drawn_code(6)}"
    place = Site(
        code=code,
        name=row.name,
        kind=SITE_KIND,
        division=row.division,
        address=row.address,
        lon=row.lon,
        lat=row.lat,
        status="open" if opened else "building",
        opened_on=local_day(now()) if opened else None,
    )
    site = found_site(scope, place)
    office = Organisation(code=code, name=row.name, kind="shop", division=row.division)
    host(scope, "host", found_organisation(KEEPER, office, since=local_day(now())), site)
    return site


def refuse(scope: Scope, receipt: str, *, reason: str, version: int) -> Application:
    """Do not take a merchant in; he reads why. Raises Refused as `accept`, or without a reason."""
    if not reason.strip():
        raise Refused("invalid", _("请写明原因，申请人会看到"), "reason")
    with _deciding(scope, receipt, version) as (row, log):
        row.state, row.reason = "refused", reason.strip()
        _tell(log, "merchant.refused", row)
    return row


@contextmanager
def _deciding(scope: Scope, receipt: str, version: int) -> Iterator[tuple[Application, Log]]:
    """One application that waits, in one transaction: its version first."""
    with writing(scope.who) as log:
        rows = Application.objects.filter(receipt=receipt, version=version, state="waiting")
        same = rows.update(version=F("version") + 1)
        row = seen_application(scope, receipt)
        demand(manages(scope, str(row.division.path)), _("只能审核自己辖区的申请"))
        if not same:
            raise Refused("stale", _(STALE))
        row.decided_at = now()
        yield row, log
        row.save(update_fields=["state", "reason", "site", "decided_at"])


def open_contact(scope: Scope, receipt: str, purpose: str) -> dict[str, str]:
    """Name and phone of who applied, for a stated purpose that is journaled. Refuses as usual."""
    row = seen_application(scope, receipt)
    if row.contact is None:
        raise Refused("not_found", _("没有留联系人"))
    path = str(row.division.path)
    return open_identity(scope, row.contact, subject=_about(row), path=path, purpose=purpose)


def opened_application(receipt: str, code: str, address: str) -> Application:
    """The application a query code opens. A wrong code and an unknown receipt are refused alike."""
    within = allow(f"code:{address}", settings.ZHUCHAO_RATE_PUBLIC)
    if not within or not allow(f"code:{receipt}", TRIES):
        raise Refused("too_many", _("试得太频繁了，请一分钟后再试"))
    rows = Application.objects.filter(receipt=receipt).select_related("division", "site__division")
    row = rows.first() if code_fits(receipt, code) else None
    if row is None:
        raise Refused("not_found", _("回执号或者查询码不对，请照回执再输一次"), "code")
    return row


def invited(row: Application) -> bool:
    """Whether its keeper may take up an account now."""
    fresh = row.decided_at is not None and row.decided_at + INVITED > now()
    return row.state == "accepted" and row.joined_at is None and fresh


def take_up(row: Application, *, username: str, name: str, password: str) -> Account:
    """Make the keeper's account; who calls has shown the code of the receipt.

    An invitation is used once. Raises Refused for one that is over, and as `create_account`.
    """
    over = Refused("conflict", _("邀请已经用过或者过期，请联系属地街道"))
    if row.site is None or not invited(row):
        raise over
    with writing(KEEPER.who) as log:
        free = Application.objects.filter(pk=row.pk, joined_at=None)
        if not free.update(joined_at=now(), version=F("version") + 1):
            raise over
        office = hosts(row.site)[0].who_organisation
        if office is None:
            raise over
        account = employ(
            KEEPER,
            "staff",
            office,
            username=username,
            name=name,
            password=password,
            own_password=True,
        )
        _tell(log, "merchant.joined", row)
    return account


def invite_again(scope: Scope, receipt: str) -> Application:
    """Let an invitation that ran out begin anew. Raises Refused for one that was used."""
    row = seen_application(scope, receipt)
    with writing(scope.who) as log:
        rows = Application.objects.filter(pk=row.pk, state="accepted", joined_at=None)
        if not rows.update(decided_at=now(), version=F("version") + 1):
            raise Refused("conflict", _("这家店已经有账号了，或者还没有通过"))
        _tell(log, "merchant.invited", row)
    return row


def forget_refused() -> int:
    """Erase who it was that applied and was refused long ago; how many. Called by the worker."""
    rows = Application.objects.filter(
        state="refused", decided_at__lt=now() - KEPT, contact__erased_at=None
    ).exclude(contact=None)
    found = list(rows.select_related("contact")[:500])
    for row in found:
        if row.contact is not None:
            erase_identity(KEEPER, row.contact, reason="申请未通过，保存期满")
    return len(found)


def _about(row: Application) -> tuple[str, int]:
    return "merchant_application", row.pk


def _tell(log: Log, verb: str, row: Application) -> None:
    facets = {"via": row.via, "offer": row.offer, "site": row.site_id}
    log.add(Fact(verb, _about(row), str(row.division.path), facets=facets))
