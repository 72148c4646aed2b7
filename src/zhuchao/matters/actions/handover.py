"""Hand over all that one person holds, when he leaves."""

from django.db.models import F
from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.policy import over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.models import Holding, Matter
from zhuchao.registry.people import members
from zhuchao.registry.routing import desk


def hand_over(scope: Scope, leaving: Account, taking: Account, *, reason: str) -> int:
    """Move every open holding of `leaving` to `taking`, a colleague in the same organisations.

    Allowed to himself, to heads and leaders of those organisations and to administrators.
    Returns how many were moved; raises Refused when one of them lies where `taking` does not
    work, and then none is moved.
    """
    held = list(
        Holding.objects.filter(account=leaving.pk, ended_at__isnull=True).select_related("matter")
    )
    offices = {h.organisation_id for h in held}
    heads = set(scope.organisations("section_head", "leader"))
    own = scope.account_id == leaving.pk
    if not (own or offices <= heads or _administers(scope, offices)):
        raise Refused("forbidden", _("只有本人、本单位负责人或系统管理员可以移交"))
    if not held:
        raise Refused("invalid", _("%(name)s 手里没有在办的事") % {"name": leaving})
    for office in offices:
        if taking not in members([office], "staff", "section_head", "leader"):
            raise Refused(
                "invalid", _("%(name)s 不在办件所在的单位，不能接手") % {"name": taking}, "taking"
            )
    with writing(scope.who) as log:
        touched = Matter.objects.filter(pk__in={h.matter_id for h in held})
        touched.update(version=F("version") + 1)
        Holding.objects.filter(pk__in=[h.pk for h in held]).update(account=taking.pk)
        for holding in held:
            matter = holding.matter
            log.add(
                Fact(
                    "matter.handed_over",
                    (matter.kind, matter.pk),
                    matter.division_path,
                    organisation=holding.organisation_id,
                    facets={"role": holding.role},
                    remark=reason,
                )
            )
    return len(held)


def _administers(scope: Scope, offices: set[int]) -> bool:
    """Whether all these organisations lie in the divisions that the scope administers."""
    paths = scope.paths("administrator")
    return all(over(desk().offices[office].path, paths) for office in offices)
