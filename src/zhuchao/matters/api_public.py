"""What anybody may do through the JSON API: raise, have guessed, look up, answer."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.params import Header
from ninja.responses import Status

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.api_access import acting
from zhuchao.matters.api_in import AskerStepIn, DraftIn, GuessIn
from zhuchao.matters.api_out import GuessOut, NearOut, ProposalOut, RaisedOut, TrackOut
from zhuchao.matters.api_rows import category_out, division_name, track_out
from zhuchao.matters.api_words import Code, Receipt, Slug
from zhuchao.matters.guessing import Guess, guess
from zhuchao.matters.policy import OPEN_WORDS
from zhuchao.matters.public_story import story
from zhuchao.matters.public_tracking import opened, receipt_address
from zhuchao.matters.queries import known_step
from zhuchao.matters.receipts import tidy_receipt
from zhuchao.text.proposal import Proposal


def raise_one(
    request: HttpRequest,
    said: DraftIn,
    idempotency_key: Header[UUID | None] = None,
) -> Status[RaisedOut]:
    """Raise a matter. The same Idempotency-Key with the same content returns the first answer."""
    scope = acting(request, "matter.raise")
    if said.external and scope is PUBLIC:
        raise Refused("forbidden", _("只有持接口密钥的系统可以带外部编号"), "external")
    raised = raise_matter(scope, said.draft(idempotency_key))
    return Status(201 if raised.created else 200, _raised_out(raised))


def _raised_out(raised: Raised) -> RaisedOut:
    receipt = raised.matter.receipt
    return RaisedOut(
        receipt=receipt,
        query_code=raised.query_code,
        created=raised.created,
        track=receipt_address(receipt),
    )


def guess_one(request: HttpRequest, said: GuessIn) -> GuessOut:
    """Propose category, division and urgency for what is being written."""
    acting(request, "matter.guess")
    if (said.lon is None) != (said.lat is None):
        raise Refused("invalid", _("经度和纬度要一起给出"), "lon")
    found = guess(said.kind, said.text, address=said.address, lon=said.lon, lat=said.lat)
    return GuessOut(
        categories=[_proposal_out(said.kind, p) for p in found.categories],
        division=division_name(found.area),
        urgency=found.urgency,
        near=_near_out(found) if said.kind in OPEN_WORDS else [],
    )


def _proposal_out(kind: str, proposal: Proposal) -> ProposalOut:
    named = category_out(kind, proposal.label)
    return ProposalOut(
        code=proposal.label,
        name=named.name if named else proposal.label,
        confidence=proposal.confidence,
        words=list(proposal.words),
        source=proposal.source,
    )


def _near_out(found: Guess) -> list[NearOut]:
    return [
        NearOut(
            title=n.matter.title,
            metres=n.metres if n.metres >= 0 else None,
            raised_at=n.matter.raised_at,
        )
        for n in found.near
    ]


def track(request: HttpRequest, receipt: Receipt, code: Code = "") -> TrackOut:
    """Where a matter stands, for whoever has its receipt and query code."""
    acting(request, "matter.track")
    number = tidy_receipt(receipt)
    _scope, found = opened(request, number, code)
    return track_out(found, story(found, number), number)


def asker_step(
    request: HttpRequest, receipt: Receipt, step: Slug, said: AskerStepIn, code: Code = ""
) -> TrackOut:
    """The asker confirms and rates, reopens, skips a station or withdraws."""
    acting(request, "matter.track")
    number = tidy_receipt(receipt)
    scope, found = opened(request, number, code)
    answers = said.answers_to(known_step(found.flow, step))
    take_step(scope, found.matter.pk, step, answers, version=said.version)
    return track(request, receipt, code)
