"""The verb that writes the card of an estate; each time is a version of a span in the journal."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.estates.kinds import SITE_PREFIX
from zhuchao.circle.estates.plan import Plan, stored_line
from zhuchao.circle.estates.policy import demand_writer
from zhuchao.circle.estates.sound import faults
from zhuchao.circle.models import Estate
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.models import Site
from zhuchao.registry.site_policy import visible_sites
from zhuchao.rules.hours_data import as_data, from_text

STALE = gettext_noop("这张指路图刚被他人修改过，请看过最新情况再决定")


def write_estate(scope: Scope, site_id: int, plan: Plan, *, version: int) -> Estate:
    """Write the plan of a site anew, as the version seen (0: there is none yet).

    What is written counts as checked today, by staff or by the host. Raises Refused for
    strangers, for a site that is no friendly scene, naming each field at fault
    (`sound.faults`), and "stale" when somebody was first.
    """
    with writing(scope.who) as log:
        Site.objects.filter(pk=site_id).update(version=F("version"))
        site = visible_sites(scope).select_related("division").filter(pk=site_id).first()
        if site is None:
            raise Refused("not_found", _("没有这个场所"))
        role = demand_writer(scope, site)
        _demand_scene(site)
        if wrong := dict(faults(plan)):
            raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
        estate = _kept(site, plan, role, version)
        log.add(_told(estate, plan, str(site.division.path)))
    return estate


def _demand_scene(site: Site) -> None:
    if not site.kind.startswith(SITE_PREFIX) or site.status == "closed":
        raise Refused("conflict", _("只有在册的友好场景可以有指路图"))


def _kept(site: Site, plan: Plan, role: str, version: int) -> Estate:
    """The row as it is from now on; the site is held, so two first versions cannot meet."""
    said = {**plan.columns(), "checked_at": now(), "checked_by": role}
    found = Estate.objects.filter(site=site)
    if version == 0 and not found.exists():
        return Estate.objects.create(site=site, made_on=local_day(now()), **said)
    if not found.filter(version=version).update(version=F("version") + 1, **said):
        raise Refused("stale", _(STALE))
    return found.get()


def _told(estate: Estate, plan: Plan, path: str) -> Fact:
    """What is believed of an estate from now on, in codes and numbers; names stay in the row."""
    return Fact(
        "estate.written",
        ("estate", estate.pk),
        path,
        facets={"site": estate.site_id, **_counted(plan), **_drawn(estate, plan)},
        span=f"estate:{estate.pk}",
        valid_from=estate.made_on,
    )


def _counted(plan: Plan) -> dict[str, Any]:
    lifts = [building.lift for building in plan.buildings]
    return {
        "gates": len(plan.gates),
        "ebike_gates": sum("ebike" in gate.kinds for gate in plan.gates),
        "buildings": len(lifts),
        "lifts": lifts.count("yes"),
        "lifts_unknown": lifts.count("unknown"),
        **{kind: sum(s.kind == kind for s in plan.spots) for kind in ("bay", "locker", "shelf")},
    }


def _drawn(estate: Estate, plan: Plan) -> dict[str, Any]:
    gates = [
        [*row[1:4], as_data(from_text(gate.hours)), gate.note]
        for row, gate in zip(estate.gates, plan.gates, strict=True)
    ]
    return {
        "gate_rows": gates,
        "building_rows": [row[1:] for row in estate.buildings],
        "spot_rows": [[row[0], *row[2:]] for row in estate.spots],
        "route": stored_line(plan.route),
        "outline": stored_line(plan.outline),
        "registration": estate.registration,
    }
