"""What several parts of a reunion ask: is this a party organisation, is he six months away."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.matters.models import Matter, Reunion
from zhuchao.places.queries import rule_set_version
from zhuchao.registry.kinds import PARTY_KINDS
from zhuchao.registry.routing import Office, desk
from zhuchao.rules.dated import add_months

FOUND = (
    ("self", gettext_noop("本人来找")),
    ("visit", gettext_noop("走访摸排找到")),
    ("home", gettext_noop("原支部来函来电")),
)
"""How a member and an organisation came upon each other."""


def is_party(office: Office) -> bool:
    """Whether an organisation is one of the party's."""
    return office.kind in PARTY_KINDS


def party_office(number: object, field: str, *kinds: str) -> Office:
    """The party organisation of that id, of one of `kinds` if any. Raises Refused at `field`."""
    office = desk().offices.get(number if isinstance(number, int) else 0)
    if office is None or not is_party(office):
        raise Refused("invalid", _("这不是党组织，请另选"), field)
    if kinds and office.kind not in kinds:
        raise Refused("invalid", _("这不是流动党员党支部，请另选"), field)
    return office


def row_of(matter: Matter) -> Reunion:
    """The row beside a reunion, read once for each matter in hand."""
    return matter.reunion


def months_away(matter: Matter) -> int:
    """How many months away make a floating member, in the rules it began under (P21)."""
    return rule_set_version("reunion", matter.rules_version).thresholds["months_away"].amount


def full_on(matter: Matter) -> date | None:
    """The day on which he has been away long enough; None while nobody said since when."""
    left = row_of(matter).left_on
    return add_months(left, months_away(matter)) if left else None
