"""Make out a paper: the identity is opened for it, and the opening and the paper are journaled."""

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhuchao.access.identities import open_identity
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.changing import subject
from zhuchao.matters.kinds.petition.asides import opinions
from zhuchao.matters.kinds.petition.file import file_of
from zhuchao.matters.kinds.petition.filling import Filling
from zhuchao.matters.kinds.petition.windows import window
from zhuchao.matters.queries import Detail
from zhuchao.matters.statements import open_statement

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def print_paper(scope: Scope, receipt: str, slug: str, purpose: str) -> tuple[str, bytes]:
    """A paper of a petition as (file name, .docx), for a stated purpose.

    Raises Refused: "not_found" for a paper that is not there yet or not for this scope to make,
    "invalid" without a purpose.
    """
    opened = file_of(scope, receipt)
    paper = next((p for p in opened.papers if p.slug == slug), None)
    if paper is None:
        raise Refused("not_found", _("还不能出这份文书，或者您无权出"))
    if len(purpose.strip()) < 2:
        raise Refused("invalid", _("请写明打印用途"), "purpose")
    found = opened.found
    with writing(scope.who) as log:
        who = _identity(scope, found, purpose)
        words = open_statement(scope, found.matter.pk, purpose) if paper.original else ""
        facets = {"paper": slug}
        log.add(
            Fact("petition.paper", subject(found.matter), found.matter.division_path, facets=facets)
        )
    with override("zh-hans"):
        filling = Filling(
            found=found,
            who=who,
            original=words,
            opinions=tuple(opinions(found.matter)),
            visits=tuple(opened.visits),
            right=window(found.matter),
        )
        made = paper.made(filling).docx()
    return get_valid_filename(f"{paper.label}-{receipt}.docx"), made


def _identity(scope: Scope, found: Detail, purpose: str) -> dict[str, str]:
    """Who the petitioner is; nobody, where he left nothing or it was erased."""
    rows = (p for p in found.participants if p.role == "asker" and p.identity)
    asker = next(rows, None)
    if asker is None or asker.identity is None or asker.identity.erased_at:
        return {}
    matter = found.matter
    return open_identity(
        scope, asker.identity, subject=subject(matter), path=matter.division_path, purpose=purpose
    )
