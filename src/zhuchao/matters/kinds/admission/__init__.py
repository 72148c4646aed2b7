"""发展党员 admission: whom it is for, and what the desk sees of it (M05)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over
from zhuchao.matters.holdings import begin_with
from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.admission import effects
from zhuchao.matters.kinds.admission.aside import beside
from zhuchao.matters.models import Admission, Matter
from zhuchao.registry.kinds import PARTY_KINDS, UNIT_SECTORS
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import Ask

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.drafts import Draft, Placed


@dataclass(frozen=True)
class Intake:
    """The group he is counted in, his branch, and the unit whose place he takes."""

    version: int = 1
    group: str = "other"
    branch: int = 0
    unit: int = 0
    adult: bool = False


def _faults(draft: "Draft") -> Iterator[tuple[str, str]]:
    """A branch of the party, and a name: it is sealed, and shown by its first sign alone."""
    branch = desk().offices.get(draft.payload.get("branch") or 0)
    if draft.payload.get("branch") and (branch is None or branch.kind not in PARTY_KINDS):
        yield "branch", _("这不是党组织，请另选")
    unit = desk().offices.get(draft.payload.get("unit") or 0)
    if unit and unit.kind not in UNIT_SECTORS:
        yield "unit", _("名额只能用企业和社会组织的，请另选")
    if not draft.contact.get("name", "").strip():
        yield "name", _("请填写姓名")


def _begun(scope: "Scope", one: "Placed", matter: Matter) -> None:
    """Only his branch's secretary, or the desk over its place, begins it; the branch has it."""
    said, office = one.draft.payload, desk().offices[one.draft.payload["branch"]]
    own = office.id in scope.organisations("secretary")
    demand(
        scope.system or own or over(office.path, scope.paths("party_desk")),
        _("只有这个支部的书记或党建岗可以登记"),
    )
    Admission.objects.create(
        matter=matter,
        branch_id=office.id,
        unit_id=said.get("unit") or None,
        group=str(said["group"]),
    )
    begin_with(matter, office.id)


KIND = Kind(
    Intake,
    asks=(
        Ask("group", "按哪个群体统计", "choice", listed=("admission", "groups")),
        Ask("branch", "哪个党支部", "office"),
        Ask("unit", "使用哪个单位的名额", "office", required=False),
        Ask("adult", "已核对年满十八周岁", "yes"),
    ),
    check=_faults,
    begun=_begun,
    effects=effects.EFFECTS,
    moves=effects.MOVES,
    idle=effects.IDLE,
    desk_aside=("matters/admission/desk_aside.html", beside),
    entered_at="desk:admission_new",
)
