"""What the limits of structure advise for the organisations of an area; people decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.asof import Held, organisations_on, ties_on
from zhuchao.registry.kinds import PARTY_KINDS, UNIT_SECTORS
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisations.policy import areas
from zhuchao.rules.structure import Advice, Body, Limits, advice
from zhuchao.rules.structure_file import shipped_limits

COMMITTEE = 3
"""So many Party posts make a branch committee (P17: three to five)."""
FOUNDING = ("needs_branch",)
REORGANISED = ("structure_mismatch", "needs_general_branch", "needs_party_committee")


@dataclass(frozen=True)
class Advised:
    """One piece of advice: for which organisation, by what numbers."""

    organisation: Organisation
    what: Advice
    members: int
    units: int
    elected_on: date | None
    start: str
    """What the page that proposes the matter begins with; "" where none is needed."""


def advised(scope: Scope, day: date) -> list[Advised]:
    """Advice for every organisation of the scope's area on a day, by kind of advice."""
    limits = shipped_limits()
    area = Q(under("division__path", areas(scope)))
    rows = Organisation.objects.filter(area, Q(valid_to=None) | Q(valid_to__gte=day))
    known = rows.select_related("division").in_bulk()
    found = [*_for_units(limits, known, day), *_for_bodies(limits, known, day)]
    order = {name: number for number, name in enumerate(_ORDER)}
    return sorted(found, key=lambda a: (order[a.what], -a.members, a.organisation.pk))


_ORDER: tuple[Advice, ...] = (
    "needs_branch", "election_overdue", "needs_committee", "needs_general_branch",
    "needs_party_committee", "structure_mismatch", "too_many_units",
)  # fmt: skip


def _for_units(limits: Limits, known: Mapping[int, Organisation], day: date) -> Iterable[Advised]:
    """Units with enough formal members and no branch of their own."""
    covers = ties_on(day, kinds=("covers",))
    own = {t.organisation for t in covers if t.facets["form"] == "own"}
    for unit in organisations_on(day, kinds=tuple(UNIT_SECTORS)):
        number, members = unit.subject[1], unit.facets["members_known"] or 0
        enough = members >= limits.branch_members and unit.facets["operating"] != "no"
        if enough and number not in own and number in known:
            yield _advised(known[number], "needs_branch", Body("", members))


def _for_bodies(limits: Limits, known: Mapping[int, Organisation], day: date) -> Iterable[Advised]:
    bodies = party_bodies(day)
    for number, body in bodies.items():
        if number in known:
            for what in advice(limits, body, day):
                yield _advised(known[number], what, body)


def _advised(organisation: Organisation, what: Advice, body: Body) -> Advised:
    start = ""
    if what in FOUNDING:
        start = urlencode({"kind": "founding", "form": "own", "unit": organisation.pk})
    elif what in REORGANISED:
        start = urlencode({"kind": "reorganisation", "organisation": organisation.pk})
    return Advised(organisation, what, body.members, body.units, body.elected_on, start)


def party_bodies(day: date) -> dict[int, Body]:
    """Every Party organisation of a day as the advice looks at it, in two statements."""
    ties: dict[int, list[Held]] = defaultdict(list)
    lines: dict[int, list[Held]] = defaultdict(list)
    kinds = ("member", "post", "covers", "industry_line")
    for tie in ties_on(day, kinds=kinds):
        if tie.kind in ("covers", "industry_line"):
            lines[tie.subject[1]].append(tie)
        else:
            ties[tie.organisation or 0].append(tie)
    places = atlas().by_path
    return {
        one.subject[1]: _body(
            one, places.get(one.path), ties[one.subject[1]], lines[one.subject[1]]
        )
        for one in organisations_on(day, kinds=PARTY_KINDS)
    }


def _body(one: Held, area: Area | None, ties: Iterable[Held], lines: Iterable[Held]) -> Body:
    held = list(ties)
    members = {t.subject for t in held if t.kind == "member" and t.facets["stage"] == "formal"}
    posts = [t for t in held if t.kind == "post" and t.facets["line"] == "party"]
    elected = [t.valid_from for t in posts if t.facets.get("elected") and t.valid_from]
    above = [t for t in lines if t.kind == "industry_line"]
    units = {t.organisation for t in lines if t.kind == "covers"}
    return Body(
        kind=one.kind,
        members=len(members),
        units=len(units),
        has_committee=len({t.subject for t in posts}) >= COMMITTEE,
        elected_on=max(elected, default=None),
        in_community=bool(area and area.kind == "community" and not above and not units),
    )
