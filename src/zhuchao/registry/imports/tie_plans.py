"""Rows of ties: who, of what kind, whom, from when to when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from zhuchao.access.policy import over
from zhuchao.access.refusal import Refused
from zhuchao.places.atlas import Area
from zhuchao.registry.imports.bonds import NOT_YET
from zhuchao.registry.imports.fields import Understood
from zhuchao.registry.imports.lookup import Places, Register, Unknown, person_of, site_of
from zhuchao.registry.imports.organisation_plans import OUTSIDE
from zhuchao.registry.imports.planned import TWICE, Planned, TieStep
from zhuchao.registry.kinds import BY_NAME, End, TieKind
from zhuchao.registry.models import Tie
from zhuchao.registry.terms import FORMS, REACHED_BY, STAGES, sound_terms

BACKWARDS = gettext_noop("早于开始日期")
ITSELF = gettext_noop("两端是同一个")
NO_FORM = gettext_noop("“%(given)s”不用在这一种关系上")
LACKS = gettext_noop("这一种关系还要写“%(given)s”，请在页面上登记")

COLUMN: dict[str, tuple[str, dict[str, str], str]] = {
    "covers": ("form", dict(FORMS), "own"),
    "member": ("stage", dict(STAGES), "formal"),
    "reaches": ("by", dict(REACHED_BY), "other"),
}
"""Kind → the term its column 方式 is, what it may hold, and what a new tie has without it."""


@dataclass(frozen=True)
class Found:
    """One end of a tie: its id, and the division path it lies in ("" for a person)."""

    id: int
    path: str
    begins: date | None = None


@dataclass
class TiePlanner:
    """Plans rows of ties one by one; remembers what came before in the same file."""

    paths: tuple[str, ...]
    home: Area
    register: Register
    places: Places
    met: dict[tuple[object, ...], int] = field(default_factory=dict)

    def plan(
        self, rows: Sequence[tuple[int, Understood]], choices: Mapping[int, tuple[str, int | None]]
    ) -> list[Planned]:
        """What each row proposes; there are no doubtful ones."""
        plans = []
        for number, row in rows:
            one = Planned(number, row.values, list(row.faults))
            one.choice = choices.get(number, ("", None))[0]
            if not one.faults:
                self._plan(one, BY_NAME[str(one.values["kind"])])
            one.settle()
            plans.append(one)
        return plans

    def _plan(self, one: Planned, kind: TieKind) -> None:
        who, whom = self._end(one, "who", kind.who), self._end(one, "whom", kind.whom)
        if one.values.get("until", "9") < str(one.values["since"]):  # type: ignore[operator]
            one.wrong("until", BACKWARDS)
        terms = _terms(one, kind)
        if who is None or whom is None or one.faults:
            return
        if kind.who == kind.whom and who.id == whom.id:
            one.wrong("whom", ITSELF)
            return
        key = (kind.name, who.id, whom.id)
        first = self.met.setdefault(key, one.number)
        if first != one.number:
            one.wrong("", TWICE, first)
            return
        path = whom.path or who.path
        if path and not over(path, self.paths):
            one.wrong("whom" if whom.path else "who", OUTSIDE, one.values["whom"])
            return
        begins = date.fromisoformat(str(one.values["since"]))
        if young := [e.begins for e in (who, whom) if e.begins and e.begins > begins]:
            one.wrong("since", NOT_YET, young[0])
            return
        one.path = path
        _compare(one, kind, who, whom, terms)

    def _end(self, one: Planned, name: str, end: End) -> Found | None:
        """The organisation, person, division or site that a cell names."""
        readers: dict[End, Callable[[str], Found]] = {
            "organisation": self._organisation,
            "division": self._division,
            "person": lambda words: Found(person_of(words).pk, ""),
            "site": _site,
        }
        try:
            return readers[end](str(one.values[name]))
        except Unknown as unknown:
            one.wrong(name, unknown.words, unknown.given)
            return None

    def _organisation(self, words: str) -> Found:
        known = self.register.one(words)
        return Found(known.id, known.path, known.begins)

    def _division(self, words: str) -> Found:
        area = self.places.one(words, self.home.path)
        return Found(area.id, area.path)


def _site(words: str) -> Found:
    site = site_of(words)
    return Found(site.pk, site.division.path)


def _terms(one: Planned, kind: TieKind) -> dict[str, Any]:
    """The column 方式 as the term of this kind it belongs to."""
    given = one.values.get("form")
    if given is None:
        return {}
    name, known, _default = COLUMN.get(kind.name, ("", {}, ""))
    if given not in known:
        one.wrong("form", NO_FORM, given)
    return {name: given}


def _default(kind: TieKind) -> dict[str, Any]:
    name, _known, default = COLUMN.get(kind.name, ("", {}, ""))
    return {name: default} if name else {}


def _compare(one: Planned, kind: TieKind, who: Found, whom: Found, terms: dict[str, Any]) -> None:
    """With the tie of the same ends that began last, if there is one."""
    ends = {f"who_{kind.who}": who.id, f"whom_{kind.whom}": whom.id}
    one.changes = {"own": who.id}
    begins, ends_on = str(one.values["since"]), str(one.values.get("until", ""))
    tie = Tie.objects.filter(kind=kind.name, **ends).order_by("-valid_from").first()
    if tie and tie.valid_to and tie.valid_to < date.fromisoformat(begins):
        tie = None
    step = TieStep(
        kind.name,
        "who",
        kind.whom,
        whom.id,
        begins,
        ends_on,
        {**(tie.terms if tie else _default(kind)), **terms},
        tie.pk if tie else 0,
        tie.version if tie else 0,
    )
    try:
        sound_terms(kind.name, step.terms)
    except Refused as refused:
        one.wrong("form", LACKS, next(iter(refused.fields), ""))
        return
    if tie is None:
        one.ties.append(step)
        return
    one.target = tie.pk
    last = tie.valid_to.isoformat() if tie.valid_to else ""
    before = (tie.valid_from.isoformat(), last, tie.terms)
    if before != (begins, ends_on, step.terms):
        one.ties.append(step)
        for name, old, new in (("since", before[0], begins), ("until", last, ends_on)):
            if old != new:
                one.diff[name] = (old, new)
