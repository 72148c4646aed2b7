"""Follow a matter somebody else reported, and agree or stop agreeing to be known."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhuchao.access.identities import give_consent, sealed
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.actions.intake import SHARE, SHARE_WORDING
from zhuchao.matters.changing import changing, subject
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.receipts import new_receipt


def follow(scope: Scope, matter: Matter, contact: Mapping[str, str]) -> Participant:
    """Follow an open matter instead of reporting it again; the follower gets his own receipt.

    No version is bumped: following changes nothing that others decide on.
    """
    if matter.closed_at:
        raise Refused("conflict", _("那一件已经办结，请另行报告"))
    with writing(scope.who) as log:
        identity = sealed(contact) if any(v.strip() for v in contact.values()) else None
        if identity:
            identity.save()
        row = Participant.objects.create(
            matter=matter,
            role="follower",
            identity=identity,
            receipt=new_receipt(),
            since=now(),
        )
        log.add(Fact("matter.followed", subject(matter), matter.division_path))
    return row


def set_sharing(scope: Scope, matter_id: int, *, share: bool) -> Matter:
    """The asker agrees, or agrees no more, that the handling offices see who he is."""
    with changing(scope, matter_id) as change:
        change.demand("asker")
        rows = Participant.objects.filter(matter=change.matter, role="asker")
        row = rows.select_related("identity").first()
        if row is None or row.identity is None:
            raise Refused("invalid", _("提交时没有留下联系方式"))
        row.share = share
        row.save(update_fields=["share"])
        if share:
            give_consent(row.identity, SHARE, SHARE_WORDING)
        else:
            row.identity.consents.filter(purpose=SHARE, withdrawn_at=None).update(
                withdrawn_at=now()
            )
        change.tell("matter.sharing", facets={"share": int(share)})
    return change.matter
