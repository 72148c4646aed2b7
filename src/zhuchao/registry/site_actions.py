"""The verbs that write sites: found, change, confirm, contradict, close for a time, retire."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.models import Site, SiteFact
from zhuchao.places.site_journal import subject, told
from zhuchao.places.site_kinds import COUNTED, FACTS
from zhuchao.registry.codes import drawn_code
from zhuchao.registry.site_policy import manages, role_on, visible_sites
from zhuchao.registry.site_rules import CHANGEABLE, facts_of, opens, sound_site
from zhuchao.rules.hours_data import as_text, from_text

STALE = gettext_noop("这个场所刚被他人修改过，请看过最新情况再决定")
NOT_YOURS = gettext_noop("只有属地街道、社区的工作人员和管理员可以修改这个场所")


def found_site(scope: Scope, site: Site) -> Site:
    """Write down a new site (an unsaved row); without a code it is given one.

    What is written of it counts as confirmed by staff today. Raises Refused outside of the
    scope's territory, and with the field at fault.
    """
    demand(manages(scope, str(site.division.path)), _(NOT_YOURS))
    site.code = site.code or drawn_code(6)
    if Site.objects.filter(code=site.code).exists():
        raise Refused("conflict", _("这个代码已经用过了"), "code")
    sound_site(site)
    opens(site, "planned")
    with writing(scope.who) as log:
        site.save()
        _confirm(site, "staff", facts_of(site))
        log.add(told("site.founded", site, str(site.division.path)))
    return site


def change_site(scope: Scope, site_id: int, changes: Mapping[str, Any], *, version: int) -> Site:
    """Change what is given of CHANGEABLE, as the version seen; the facts touched are confirmed.

    Raises Refused as `found_site`, "stale" when somebody was first, and KeyError for a field that
    cannot be changed.
    """
    with _changing(scope, site_id, version) as (site, log):
        before = {name: getattr(site, name) for name in CHANGEABLE}
        if unknown := set(changes) - set(CHANGEABLE):
            raise KeyError(unknown)
        for name, value in changes.items():
            setattr(site, name, value)
        demand(manages(scope, str(site.division.path)), _(NOT_YOURS))
        _demand_status(site, before["status"])
        sound_site(site)
        opens(site, before["status"])
        touched = [n for n in CHANGEABLE if before[n] != getattr(site, n)]
        _confirm(site, "staff", facts_of(site, touched))
        SiteFact.objects.filter(site=site).exclude(name__in=facts_of(site)).delete()
        log.add(told("site.changed", site, str(site.division.path)))
    return site


def _demand_status(site: Site, before: str) -> None:
    """A site is retired by `retire_site` alone; one that was retired by mistake opens again."""
    if site.status == "closed" and before != "closed":
        raise Refused("invalid", _("撤销场所要写明原因，请用“撤销”"), "status")
    if site.status != "closed":
        site.closed_on = None


def close_until(scope: Scope, site_id: int, until: date | None, *, version: int) -> Site:
    """Close a site up to and including a day, or open it again (None), by its office or its host.

    Raises Refused for a day that is over, for strangers, and when somebody was first.
    """
    if until and until < local_day(now()):
        raise Refused("invalid", _("这一天已经过去"), "until")
    with _changing(scope, site_id, version, keepers=True) as (site, log):
        site.hours = as_text(replace(from_text(site.hours), closed_until=until))
        _confirm(site, role_on(scope, site), ["hours"])
        log.add(told("site.paused", site, str(site.division.path)))
    return site


def change_hours(scope: Scope, site_id: int, hours: str, *, version: int) -> Site:
    """Write opening hours (canonical JSON) anew, by the site's office or its host.

    Raises Refused for what cannot be read, for strangers, and when somebody was first.
    """
    with _changing(scope, site_id, version, keepers=True) as (site, log):
        site.hours = hours
        sound_site(site)
        _confirm(site, role_on(scope, site), facts_of(site, ["hours"]))
        SiteFact.objects.filter(site=site).exclude(name__in=facts_of(site)).delete()
        log.add(told("site.changed", site, str(site.division.path)))
    return site


def retire_site(scope: Scope, site_id: int, *, on: date, reason: str, version: int) -> Site:
    """Close a site for good: from `on`, today or before, it is counted no more.

    Raises Refused without a reason, for a site that is retired, and as `change_site`.
    """
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    if on > local_day(now()):
        raise Refused("invalid", _("撤销日期不能在今天以后"), "on")
    with _changing(scope, site_id, version) as (site, log):
        if site.status == "closed":
            raise Refused("conflict", _("这个场所已经撤销"))
        if site.opened_on and on < site.opened_on:
            raise Refused("invalid", _("撤销日期早于开放日期"), "on")
        if site.status != "open":
            # It never opened: a span without a single day.
            site.opened_on = on
        site.status, site.closed_on = "closed", on
        log.add(told("site.retired", site, str(site.division.path), remark=reason.strip()))
    return site


@contextmanager
def _changing(
    scope: Scope, site_id: int, version: int, *, keepers: bool = False
) -> Iterator[tuple[Site, Log]]:
    """One site in one transaction: its version first, so that nobody is between."""
    with writing(scope.who) as log:
        same = Site.objects.filter(pk=site_id, version=version).update(version=F("version") + 1)
        site = _seen(scope, site_id)
        role = role_on(scope, site)
        demand(role == "staff" or (keepers and role == "keeper"), _(NOT_YOURS))
        if not same:
            raise Refused("stale", _(STALE))
        yield site, log
        site.save(update_fields=CHANGEABLE)


def _seen(scope: Scope, site_id: int) -> Site:
    site = visible_sites(scope).select_related("division").filter(pk=site_id).first()
    if site is None:
        raise Refused("not_found", _("没有这个场所"))
    return site


def confirm_facts(scope: Scope, site_id: int, names: Sequence[str], *, version: int) -> Site:
    """Say that facts are as written, by anybody: staff settle them, others are counted.

    Of several, those nobody has written yet are left out: the unknown cannot be confirmed. What
    staff confirm is fresh and its contradictions are settled. A host or a passer-by makes it
    fresh too, but a contradiction stays until staff looked. The version is that of the site seen.
    """
    with writing(scope.who) as log:
        site = _unchanged(scope, site_id, version)
        role = role_on(scope, site)
        said = [name for name in _known(names) if name in facts_of(site)]
        if not said:
            raise Refused("conflict", _("这一项还没有登记，没有什么可以确认"), "fact")
        _confirm(site, role, said)
        for name in said:
            log.add(_said("site.confirmed", site, name, role))
    return site


def contradict_fact(scope: Scope, site_id: int, name: str, *, version: int) -> Site:
    """Say that a fact is not as written, by anybody: counted, and put before the staff."""
    with writing(scope.who) as log:
        site = _unchanged(scope, site_id, version)
        (name,) = _known([name])
        SiteFact.objects.get_or_create(site=site, name=name)
        SiteFact.objects.filter(site=site, name=name).update(no=F("no") + 1)
        log.add(_said("site.contradicted", site, name, role_on(scope, site)))
    return site


def _unchanged(scope: Scope, site_id: int, version: int) -> Site:
    """The site as it was seen; held, so that it is not changed while its facts are confirmed."""
    same = Site.objects.filter(pk=site_id, version=version).update(version=version)
    site = _seen(scope, site_id)
    if not same:
        raise Refused("stale", _(STALE))
    if site.status != COUNTED:
        raise Refused("conflict", _("这个场所没有在开放"))
    return site


def _known(names: Sequence[str]) -> Sequence[str]:
    if not names or not set(names) <= set(dict(FACTS)):
        raise Refused("invalid", _("没有这一项"), "fact")
    return names


def _said(verb: str, site: Site, name: str, role: str) -> Fact:
    """No identity, no device, no place: which fact of which site, by which role, one person."""
    facets = {"code": site.code, "fact": name, "role": role}
    return Fact(verb, subject(site), str(site.division.path), headcount=1, facets=facets)


def _confirm(site: Site, role: str, names: Sequence[str]) -> None:
    for name in names:
        SiteFact.objects.get_or_create(site=site, name=name)
    found = SiteFact.objects.filter(site=site, name__in=names)
    fresh = {"confirmed_at": now(), "confirmed_by": role}
    if role == "staff":
        found.update(**fresh, yes=0, no=0)
    elif role == "keeper":
        found.update(**fresh)
    else:
        found.update(**fresh, yes=F("yes") + 1)
