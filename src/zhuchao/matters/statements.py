"""The sealed original of a matter of a sealed kind: written once, opened for a purpose."""

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sealing import seal, unseal
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.changing import subject
from zhuchao.matters.models import Matter, Statement
from zhuchao.matters.policy import roles_on, visible_to, with_roles
from zhuchao.rules.flows import flow


def seal_statement(matter: Matter, text: str) -> None:
    """Seal the original words of a new matter, in the action that raises it."""
    blob, key_id = seal({"text": text.strip()})
    Statement.objects.create(matter=matter, sealed=blob, key_id=key_id)


def may_read(matter: Matter, roles: frozenset[str]) -> bool:
    """Whether the original of a matter may be opened by somebody who plays these roles on it."""
    way = flow(matter.kind)
    return way.secrecy == "sealed" and bool(roles & {*way.reads, "system"})


def open_statement(scope: Scope, matter_id: int, purpose: str) -> str:
    """The original words, for a stated purpose; the opening and its reason go into the journal.

    Raises Refused: "not_found" when the matter is not visible, "forbidden" without a reading
    role, "invalid" without a purpose.
    """
    matter = with_roles(visible_to(scope), scope).filter(pk=matter_id).first()
    if matter is None:
        raise Refused("not_found", _("没有这件事，或者您无权查看"))
    demand(may_read(matter, roles_on(matter)), _("只有受理和承办的人能看原文"))
    if len(purpose.strip()) < 2:
        raise Refused("invalid", _("请写明查看原文的用途"), "purpose")
    with writing(scope.who) as log:
        path = matter.division_path
        log.add(Fact("statement.opened", subject(matter), path, remark=purpose.strip()))
    row = Statement.objects.get(matter=matter)
    return unseal(row.sealed, row.key_id).get("text", "")
