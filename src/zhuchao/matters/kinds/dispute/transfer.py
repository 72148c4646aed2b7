"""Turn an appeal or a petition into a dispute: who asked agrees, and each keeps its number."""

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.changing import changing
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.dispute.onward import MAY, SOURCES
from zhuchao.matters.models import Matter


def to_mediation(scope: Scope, source: Matter, draft: Draft, *, version: int) -> Raised:
    """Raise the dispute and note on the matter it came from that it went there.

    That matter keeps its own state and clocks: a mediation that fails leaves it where it was.
    Raises Refused without the accepting or leading role there, and as `raise_matter` does.
    """
    with changing(scope, source.pk, version) as change:
        change.demand(*MAY)
        if change.matter.kind not in SOURCES or change.matter.closed_at:
            raise Refused("invalid", _("这一件不能转人民调解"))
        raised = raise_matter(scope, draft)
        change.tell("matter.to_mediation", facets={"dispute": raised.matter.pk})
    return raised
