"""What the desk's page of one site shows, in words, and what may be done there now."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.labels import verb_label
from zhuchao.journal.models import Entry
from zhuchao.marks.models import MANNERS, Assessment, Mark
from zhuchao.marks.queries import SiteDetail
from zhuchao.marks.site_words import Fact, Now, facts_of, kind_of, now_of
from zhuchao.marks.standards import fitting, labels, standard_version
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Site
from zhuchao.places.site_kinds import FACTS
from zhuchao.places.site_queries import Clock
from zhuchao.registry.models import Tie
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.standard import Standard


@dataclass(frozen=True)
class Plate:
    """A plate in words."""

    mark: Mark
    label: str
    grade: str
    state: str
    tone: str
    valid: bool


@dataclass(frozen=True)
class Check:
    """A check in words; `award` is where its plate is hung, if it may be now."""

    row: Assessment
    label: str
    manner: str
    grade: str
    to: str
    award: str


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    what: str
    when: datetime
    who: str
    said: str


@dataclass(frozen=True)
class SitePageOf:
    """The whole page."""

    site: Site
    role: str
    kind: str
    place: str
    now: Now
    facts: list[Fact]
    paused: date | None
    plates: list[Plate]
    checks: list[Check]
    checkable: list[tuple[Standard, bool]]
    """The standards one may check it by, and whether on the spot."""
    hosts: list[Tie]
    lines: list[Line]

    @property
    def staff(self) -> bool:
        """Whether the reader answers for the site."""
        return self.role == "staff"

    @property
    def may_confirm(self) -> bool:
        """Whether the reader confirms more than a passer-by does."""
        return self.role in ("staff", "keeper") and self.site.status == "open"


def page_of(scope: Scope, found: SiteDetail) -> SitePageOf:
    """The page of a site that was read for this scope; no further statement."""
    site, staff = found.site, found.role == "staff"
    may_check = site.status == "open" and found.role in ("staff", "keeper")
    return SitePageOf(
        site=site,
        role=found.role,
        kind=kind_of(site),
        place=atlas().full_name(site.division.path),
        now=now_of(site, Clock(), ahead=True),
        facts=facts_of(site),
        paused=_paused(site),
        plates=[plate(mark) for mark in found.marks],
        checks=[_check(row, found, may_award=staff) for row in found.assessments],
        checkable=[(one, staff) for one in fitting(site.kind)] if may_check else [],
        hosts=found.hosts,
        lines=[_line(entry, found.names) for entry in found.entries],
    )


def _paused(site: Site) -> date | None:
    """The last closed day of a pause that is not over."""
    until = from_text(site.hours).closed_until
    return until if until and until >= local_day(now()) else None


def plate(mark: Mark) -> Plate:
    """A plate in words."""
    today = local_day(now())
    valid = mark.state == "valid" and mark.valid_until >= today
    state, tone = _("有效"), "good"
    if mark.state == "withdrawn":
        state, tone = _("已摘牌"), "bad"
    elif not valid:
        state, tone = _("已过期"), "waiting"
    return Plate(
        mark,
        labels().get(mark.standard, mark.standard),
        grade_label(mark.standard, mark.standard_version, mark.grade),
        state,
        tone,
        valid,
    )


def grade_label(key: str, version: str, grade: str) -> str:
    """What a grade is called by the version it was given under."""
    for one in standard_version(key, version).grades:
        if one.name == grade:
            return one.label
    return _("未达标")


def _check(row: Assessment, found: SiteDetail, *, may_award: bool) -> Check:
    same = [a for a in found.assessments if (a.standard, a.manner) == (row.standard, "onsite")]
    newest = bool(same) and same[0].pk == row.pk
    used = any(mark.assessment_id == row.pk for mark in found.marks)
    awards = may_award and newest and row.grade and not used and found.site.status == "open"
    return Check(
        row,
        labels().get(row.standard, row.standard),
        _(dict(MANNERS)[row.manner]),
        grade_label(row.standard, row.standard_version, row.grade),
        reverse("marks:assessment", args=[row.pk]),
        reverse("marks:award", args=[row.pk]) if awards else "",
    )


def _line(entry: Entry, names: dict[str, str]) -> Line:
    fact = dict(FACTS).get(str(entry.facets.get("fact", "")))
    what = verb_label(entry) + (f"：{_(fact)}" if fact else "")
    standard = labels().get(str(entry.facets.get("standard", "")))
    return Line(
        what + (f"：{standard}" if standard else ""),
        entry.recorded_at,
        who_label(entry.who, names),
        entry.words,
    )


def who_label(who: str, names: dict[str, str]) -> str:
    """Who acted, as colleagues may read it."""
    if who == "public":
        return _("路过的人")
    if who.startswith("system:"):
        return _("系统")
    return names.get(who, _("已离任"))
