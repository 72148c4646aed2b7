"""The frame of every change to a matter: version first, then the body, then the journal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.models import Notice
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.matters.models import Holding, Matter, Participant
from zhuchao.matters.policy import roles_on, visible_with_roles
from zhuchao.rules.flow import Flow
from zhuchao.rules.flows import flow

STALE = gettext_noop("这件事刚被他人处理过，请刷新后再看")


@dataclass
class Change:
    """One matter being changed: fresh from the database, with who acts and what is told."""

    scope: Scope
    matter: Matter
    flow: Flow
    roles: frozenset[str]
    log: Log
    notices: list[Notice] = field(default_factory=list)
    participant: Participant | None = None
    """Whose part a step is about, where several people take part."""
    _holdings: list[Holding] | None = None

    @property
    def subject(self) -> tuple[str, int]:
        """What journal entries of this matter are about."""
        return subject(self.matter)

    def holdings(self) -> list[Holding]:
        """The holdings that have not ended, read once."""
        if self._holdings is None:
            rows = Holding.objects.filter(matter=self.matter, ended_at__isnull=True)
            self._holdings = list(rows.select_related("organisation").order_by("pk"))
        return self._holdings

    def own_holdings(self) -> list[Holding]:
        """Those of them that lie with an organisation the acting person works in."""
        mine = self.scope.organisations()
        return [h for h in self.holdings() if h.organisation_id in mine]

    def forget_holdings(self) -> None:
        """Read them anew next time, after they were changed."""
        self._holdings = None

    def tell(
        self,
        verb: str,
        *,
        facets: Mapping[str, Any] | None = None,
        remark: str = "",
        organisation: int | None = None,
        quantity: Decimal | None = None,
        unit: str = "",
        headcount: int | None = None,
        occurred_at: datetime | None = None,
    ) -> None:
        """Add a journal fact about this matter."""
        self.log.add(
            Fact(
                verb,
                self.subject,
                self.matter.division_path,
                organisation=organisation or self.matter.holder_id,
                facets={"category": self.matter.category, **(facets or {})},
                remark=remark,
                quantity=quantity,
                unit=unit,
                headcount=headcount,
                occurred_at=occurred_at,
            )
        )

    def become(self, participant: Participant) -> None:
        """From here on who acts is a participant: what follows is checked as his."""
        shown = participant.receipt or self.scope.capability
        self.scope = replace(self.scope, system=False, capability=shown)
        self.roles, self.participant = frozenset({participant.role}), participant

    def demand(self, *roles: str) -> None:
        """Raise Refused("forbidden") unless the scope plays one of these roles here."""
        if not self.roles & set(roles):
            raise Refused("forbidden", _("您在这件事上没有这项操作的权限"))


def subject(matter: Matter) -> tuple[str, int]:
    """What journal entries, files and notices of a matter are about: ("appeal", 17)."""
    return matter.kind, matter.pk


@contextmanager
def changing(scope: Scope, matter_id: int, version: int | None = None) -> Iterator[Change]:
    """Change one matter in one transaction.

    `version` is the one the person saw; None only for jobs, which read what they find. Raises
    Refused("stale") when somebody else was first and Refused("not_found") when it is not visible.
    """
    with writing(scope.who) as log:
        row = Matter.objects.filter(pk=matter_id)
        seen = row if version is None else row.filter(version=version)
        bumped = seen.update(version=F("version") + 1)
        matter = visible_with_roles(scope).filter(pk=matter_id).first()
        if matter is None:
            raise Refused("not_found", _("没有这件事，或者您无权查看"))
        if not bumped:
            raise Refused("stale", _(STALE))
        change = Change(scope, matter, flow(matter.kind), roles_on(matter), log)
        yield change
        matter.save(update_fields=CHANGEABLE)
        if change.notices:
            Notice.objects.bulk_create(change.notices)


CHANGEABLE = [
    "state",
    "title",
    "text",
    "category",
    "category_source",
    "urgency",
    "division",
    "division_path",
    "due_at",
    "holder",
    "merged_into",
    "answer",
    "closed_at",
    "external_system",
    "external_no",
    "external_due",
    "pushed_at",
    "payload",
]
