"""The sealed original of a matter of a sealed kind: written once, opened for a purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sealing import seal, unseal
from zhuchao.journal.clock import now
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.answers import Answers
from zhuchao.matters.asking import empty, plain, wanted
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.models import Matter, Record, Statement
from zhuchao.matters.policy import roles_on, visible_with_roles
from zhuchao.rules.flow import Step
from zhuchao.rules.flows import flow


def seal_statement(matter: Matter, text: str) -> None:
    """Seal the original words of a new matter, in the action that raises it."""
    blob, key_id = seal({"text": text.strip()})
    Statement.objects.create(matter=matter, sealed=blob, key_id=key_id)


def seal_words(change: Change, step: Step, answers: Answers) -> None:
    """Keep the words of a step that are to be sealed, in the action that takes it."""
    given = answers.more
    asks = [a for a in step.asks if a.kept and wanted(a, given) and not empty(given.get(a.name))]
    words = {ask.name: str(plain(given[ask.name])).strip() for ask in asks}
    if words:
        blob, key_id = seal(words)
        Record.objects.create(
            matter=change.matter, step=step.name, made_at=now(), sealed=blob, key_id=key_id
        )


def may_read(matter: Matter, roles: frozenset[str]) -> bool:
    """Whether the original of a matter may be opened by somebody who plays these roles on it."""
    way = flow(matter.kind)
    reading = roles & {*way.reads, "system"}
    return way.secrecy == "sealed" and way.informed(reading, matter.state)


def open_statement(scope: Scope, matter_id: int, purpose: str) -> str:
    """The original words, for a stated purpose; the opening and its reason go into the journal.

    Raises Refused: "not_found" when the matter is not visible, "forbidden" without a reading
    role, "invalid" without a purpose.
    """
    matter = _seen(scope, matter_id)
    _reveal(scope, matter, "statement.opened", purpose)
    row = Statement.objects.get(matter=matter)
    return unseal(row.sealed, row.key_id).get("text", "")


@dataclass(frozen=True)
class Kept:
    """What was written with a step, opened: by the names of its asks."""

    step: str
    made_at: datetime
    words: Mapping[str, str]


def open_records(scope: Scope, matter_id: int, purpose: str) -> list[Kept]:
    """The sealed words of every step, oldest first; refuses and journals like the original."""
    matter = _seen(scope, matter_id)
    _reveal(scope, matter, "record.opened", purpose)
    return kept_words(matter)


def kept_words(matter: Matter) -> list[Kept]:
    """The sealed words of every step, oldest first, for a caller that checked and journaled."""
    rows = Record.objects.filter(matter=matter).order_by("pk")
    return [Kept(r.step, r.made_at, unseal(r.sealed, r.key_id)) for r in rows]


def _seen(scope: Scope, matter_id: int) -> Matter:
    matter = visible_with_roles(scope).filter(pk=matter_id).first()
    if matter is None:
        raise Refused("not_found", _("没有这件事，或者您无权查看"))
    return matter


def _reveal(scope: Scope, matter: Matter, verb: str, purpose: str) -> None:
    demand(may_read(matter, roles_on(matter)), _("只有受理和承办的人能看原文"))
    if len(purpose.strip()) < 2:
        raise Refused("invalid", _("请写明查看原文的用途"), "purpose")
    with writing(scope.who) as log:
        log.add(Fact(verb, subject(matter), matter.division_path, remark=purpose.strip()))
