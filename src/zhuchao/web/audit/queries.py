"""Journal entries through a scope: an auditor reads those of the divisions he audits."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhuchao.access.policy import NOTHING, under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry

PAGE = 50
ROLE = "auditor"

TABS: dict[str, Q] = {
    "": Q(),
    "openings": Q(verb__in=("identity.opened", "identity.exported")),
    "refusals": Q(verb="account.refused"),
    "corrections": Q(voids__isnull=False),
}


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; what is empty does not narrow."""

    tab: str = ""
    verb: str = ""
    subject_kind: str = ""
    subject_id: int | None = None
    who: str = ""
    first: date | None = None
    last: date | None = None
    path: str = ""


def readable(scope: Scope) -> Q:
    """The rule of the verb "journal.read"."""
    if scope.api_verbs is not None and "journal.read" not in scope.api_verbs:
        return NOTHING
    return under("division_path", scope.paths(ROLE))


def entries(scope: Scope, wanted: Wanted, before: int | None = None) -> tuple[list[Entry], bool]:
    """A page of entries, newest first, with ids below `before`; and whether more follow.

    One statement, remarks included, no count.
    """
    exact = {
        "verb": wanted.verb,
        "subject_kind": wanted.subject_kind,
        "subject_id": wanted.subject_id,
        "who": wanted.who,
        "day__gte": wanted.first,
        "day__lte": wanted.last,
        "id__lt": before,
    }
    given = {name: value for name, value in exact.items() if value not in (None, "")}
    place = under("division_path", [wanted.path]) if wanted.path else Q()
    found = Entry.objects.filter(readable(scope), TABS[wanted.tab], place, **given)
    page = list(found.select_related("remark").order_by("-id")[: PAGE + 1])
    return page[:PAGE], len(page) > PAGE
