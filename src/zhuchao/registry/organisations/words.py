"""Organisations and ties in the words of the screen."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.journal.models import Entry
from zhuchao.registry.kinds import BY_NAME, OPERATING, ORGANISATION_KINDS
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisations.policy import PARTY_POST
from zhuchao.registry.personnel.words import post_of
from zhuchao.registry.terms import (
    FORMS,
    POST_LEVELS,
    POST_LINES,
    REACHED_BY,
    STAGES,
    SUCCESSIONS,
)
from zhuchao.registry.trades import LABELS

KIND_LABELS = dict(ORGANISATION_KINDS)
_TERMS = {
    "form": dict(FORMS),
    "by": dict(REACHED_BY),
    "stage": dict(STAGES),
    "level": dict(POST_LEVELS),
    "line": dict(POST_LINES),
    "how": dict(SUCCESSIONS),
}
TOLD = {
    "founded": gettext_noop("成立"),
    "changed": gettext_noop("变更登记"),
    "loaded": gettext_noop("列入名册"),
    "closed": gettext_noop("撤销"),
}


ENDED = ("affiliate", "cover", "engage", "ally", "share")
"""Verbs whose ties are ended on these pages; authority is ended by the administrator."""


def kind_of(organisation: Organisation) -> str:
    """Its kind."""
    return _(KIND_LABELS[organisation.kind])


def trade_of(code: str) -> str:
    """A trade; "" for none."""
    return _(LABELS[code]) if code in LABELS else code


def operating_of(code: str) -> str:
    """Whether it works."""
    return _(dict(OPERATING)[code])


def term_of(name: str, code: str) -> str:
    """The words of a code among the terms of a tie; "" for none."""
    label = _TERMS[name].get(code, "")
    return _(label) if label else ""


@dataclass(frozen=True)
class Line:
    """One line of a timeline. `number`: the tie that may be ended there; 0 for none."""

    on: date | None
    until: date | None
    what: str
    said: str
    link: str = ""
    """Code of the organisation it speaks of."""
    number: int = 0
    matter: int = 0
    """Id of the matter that wrote it; 0 for none."""


def tie_line(tie: Tie, seen_from: Organisation | None = None) -> Line:
    """A tie as a line: its kind, its terms, and what stands at the other end."""
    far = tie.whom_organisation or tie.whom_division or tie.whom_site or tie.whom_person
    if seen_from is not None and tie.whom_organisation_id == seen_from.pk:
        far = tie.who_organisation or tie.who_person
    said = [str(far)] if far else []
    said += [term_of(n, str(tie.terms[n])) for n in _TERMS if n in tie.terms]
    if tie.kind == "social_worker":
        said.append(post_of(tie))
    link = far.code if isinstance(far, Organisation) else ""
    what = _(BY_NAME[tie.kind].label)
    number = tie.pk if tie.kind == "instructor" or BY_NAME[tie.kind].verb in ENDED else 0
    matter = tie.terms.get("matter") or 0
    return Line(tie.valid_from, tie.valid_to, what, " · ".join(said), link, number, matter)


SHOWN = (
    "industry_line", "territory_line", "covers", "reaches", "instructor", "secretary", "contact",
    "ally", "leads", "succeeded_by", "post", "host", "shares_room", "organisation_check_in",
)  # fmt: skip


def timeline(organisation: Organisation, *, posts: bool) -> list[Line]:
    """What became of an organisation, newest first: its own changes, and its ties but members.

    `posts` says whether Party posts are among them.
    """
    told = Entry.objects.filter(subject_kind="organisation", subject_id=organisation.pk)
    told = told.filter(verb__in=[f"organisation.{name}" for name in TOLD])
    lines = [_own(entry) for entry in told.select_related("remark").order_by("id")]
    ends = ("who_organisation", "whom_organisation", "whom_division", "whom_site", "who_person")
    own = Q(who_organisation=organisation) | Q(whom_organisation=organisation)
    ties = Tie.objects.filter(own, kind__in=SHOWN)
    if not posts:
        ties = ties.exclude(PARTY_POST)
    lines += [tie_line(tie, organisation) for tie in ties.select_related(*ends).order_by("pk")]
    return sorted(lines, key=lambda one: (one.on or date.min, one.number), reverse=True)


def _own(entry: Entry) -> Line:
    name = entry.verb.partition(".")[2]
    days = {"founded": entry.valid_from, "closed": entry.valid_to}
    return Line(days.get(name) or entry.day, None, _(TOLD[name]), entry.words)


def change_days(lines: list[Line]) -> list[date]:
    """The days on which something began or ended, oldest first."""
    found = {day for one in lines for day in (one.on, one.until) if day}
    return sorted(found)
