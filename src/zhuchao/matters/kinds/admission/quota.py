"""Places for a year by group and organisation: the plan is typed, what was used is counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Span
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.models import Quota
from zhuchao.places.atlas import Area, atlas
from zhuchao.places.queries import rule_set
from zhuchao.registry.routing import desk
from zhuchao.rules.units import Measure

DESK = "party_desk"
MOST_PLACES = 9_999


@dataclass(frozen=True)
class Use:
    """One row of the plan with what was used of it."""

    id: int
    version: int
    group: str
    organisation: str
    places: int
    tilt: int
    used: int
    platform: bool

    @property
    def left(self) -> int:
        """Places not used yet; below zero when more were admitted than planned."""
        return self.places - self.used

    @property
    def per_cent(self) -> int:
        """How much of it is used, at most 100: the length of a bar."""
        return min(100, round(100 * self.used / self.places)) if self.places else 0


@dataclass(frozen=True)
class Year:
    """The plan of a year, its totals, and the share of platform companies."""

    year: int
    rows: list[Use]
    places: int
    tilt: int
    used: int
    unplanned: int
    """Admitted in groups for which nothing was planned."""
    platform_used: int
    """Admitted on places of platform companies."""
    platform_per_cent: int


def groups(day: date) -> dict[str, str]:
    """The groups in the rules of a day: code → label."""
    rules = rule_set("admission", atlas().whole, day)
    return {code: _(label) for code, label in rules.lists["groups"].items()}


def year_of(scope: Scope, year: int) -> Year:
    """The plan of a year over the scope's places, its use counted from the journal.

    A place is used on the day the higher committee approves somebody as a probationary member.
    """
    paths = scope.paths(DESK)
    plan = Quota.objects.filter(under("division__path", paths), year=year)
    plan = plan.select_related("organisation").order_by(
        "group", F("organisation").asc(nulls_first=True)
    )
    rows = Span.objects.filter(
        under("division_path", paths),
        verb="admission.probationary",
        valid_from__gte=date(year, 1, 1),
        valid_from__lte=date(year, 12, 31),
    )
    admitted = list(rows.values_list("facets", flat=True))
    uses = _uses(list(plan), admitted, groups(date(year, 12, 31)))
    planned = {q.group for q in plan}
    whole = _whole(list(plan))
    platform = sum(f["platform"] for f in admitted)
    return Year(
        year=year,
        rows=uses,
        places=sum(q.places for q in whole),
        tilt=sum(q.tilt for q in whole),
        used=len(admitted),
        unplanned=sum(f["group"] not in planned for f in admitted),
        platform_used=platform,
        platform_per_cent=round(100 * platform / len(admitted)) if admitted else 0,
    )


def _whole(plan: list[Quota]) -> list[Quota]:
    """The rows that make up the plan: of a group its own row, else those of its organisations."""
    own = {q.group for q in plan if q.organisation_id is None}
    return [q for q in plan if q.organisation_id is None or q.group not in own]


def _uses(plan: list[Quota], admitted: list[dict[str, object]], known: dict[str, str]) -> list[Use]:
    """A row for a group counts all of it; a row for an organisation those on its places."""
    by_group = Counter(str(f["group"]) for f in admitted)
    by_unit = Counter((str(f["group"]), f["unit"]) for f in admitted)
    return [
        Use(
            id=q.pk,
            version=q.version,
            group=known.get(q.group, q.group),
            organisation=q.organisation.name if q.organisation else "",
            places=q.places,
            tilt=q.tilt,
            used=by_unit[q.group, q.organisation_id] if q.organisation_id else by_group[q.group],
            platform=q.organisation is not None and q.organisation.kind == "platform",
        )
        for q in plan
    ]


def plan(
    scope: Scope,
    *,
    year: int,
    division: str,
    group: str,
    organisation: int | None,
    places: int,
    tilt: int,
) -> Quota:
    """Write a row of the plan. Raises Refused naming the fields; "conflict" for a second one."""
    area = _area(scope, division)
    wrong = _wrong(year, group, organisation, places, tilt)
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    row = Quota(
        year=year,
        division_id=area.id,
        group=group,
        organisation_id=organisation,
        places=places,
        tilt=tilt,
    )
    with writing(scope.who) as log:
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refused(
                "conflict", _("这一年这个群体的名额已经写过，请改那一行"), "group"
            ) from None
        log.add(_told("quota.set", row, area.path))
    return row


def change(scope: Scope, number: int, *, places: int, tilt: int, version: int) -> Quota:
    """Change a row of the plan. Raises Refused("stale") when somebody else was first."""
    row = Quota.objects.select_related("division").filter(pk=number).first()
    if row is None:
        raise Refused("not_found", _("没有这一行名额"))
    demand(scope.system or over(row.division.path, scope.paths(DESK)), _("只有党建岗可以定名额"))
    wrong = _wrong(row.year, row.group, row.organisation_id, places, tilt)
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    with writing(scope.who) as log:
        seen = Quota.objects.filter(pk=number, version=version)
        if not seen.update(places=places, tilt=tilt, version=version + 1):
            raise Refused("stale", _("这一行刚被他人改过，请刷新后再试"))
        row.refresh_from_db()
        log.add(_told("quota.changed", row, row.division.path))
    return row


def _area(scope: Scope, division: str) -> Area:
    area = atlas().by_code.get(division)
    if area is None:
        words = _("没有这个区划代码：%(division)s") % {"division": division}
        raise Refused("invalid", words, "division")
    demand(scope.system or over(area.path, scope.paths(DESK)), _("只有党建岗可以定名额"))
    return area


def _wrong(
    year: int, group: str, organisation: int | None, places: int, tilt: int
) -> dict[str, str]:
    found: dict[str, str] = {}
    if not 2000 <= year <= local_day(now()).year + 5:
        found["year"] = _("年度写得不对")
    elif group not in groups(date(year, 12, 31)):
        found["group"] = _("请从列出的选项里选")
    if organisation is not None and organisation not in desk().offices:
        found["organisation"] = _("没有这个单位")
    if not 0 <= places <= MOST_PLACES:
        found["places"] = _("应在 %(least)s 到 %(most)s 之间") % {"least": 0, "most": MOST_PLACES}
    if not 0 <= tilt <= places:
        found["tilt"] = _("倾斜的名额不能多于总名额")
    return found


def _told(verb: str, row: Quota, path: str) -> Fact:
    """A version of the plan, in force for its year."""
    return Fact(
        verb,
        ("quota", row.pk),
        path,
        organisation=row.organisation_id,
        quantity=Decimal(row.places),
        unit=Measure.PERSON,
        facets={"group": row.group, "tilt": row.tilt, "year": row.year},
        span=f"quota:{row.pk}",
        valid_from=date(row.year, 1, 1),
        valid_to=date(row.year, 12, 31),
    )
