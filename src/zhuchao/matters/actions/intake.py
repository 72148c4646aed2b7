"""Raise matters: one or many, with receipt, holder, clock and journal entry in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from zhuchao.access.files import attach
from zhuchao.access.identities import give_consent, sealed
from zhuchao.access.models import Identity, Notice
from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.inserting import insert_rows
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.matters.asking import codes_of, words_of
from zhuchao.matters.changing import subject
from zhuchao.matters.clocks import deadline, started_by
from zhuchao.matters.drafts import Draft, Placed, check
from zhuchao.matters.kinds import KINDS, payload
from zhuchao.matters.models import Deadline, Holding, Matter, Participant
from zhuchao.matters.receipts import new_receipt, query_code
from zhuchao.matters.statements import seal_statement
from zhuchao.matters.telling import to_asker
from zhuchao.places.queries import rule_set
from zhuchao.registry.routing import desk

SHARE = "share_with_handlers"
SHARE_WORDING = "2026-11"


TRIES = 5
"""Draws of receipts before giving up."""


@dataclass(frozen=True)
class Raised:
    """A matter that was raised, or the first answer to the same intake key."""

    matter: Matter
    created: bool

    @property
    def query_code(self) -> str:
        """What opens the receipt, to be handed to the asker once."""
        return query_code(self.matter.receipt)


def raise_matter(scope: Scope, draft: Draft) -> Raised:
    """Raise one matter; the same intake key again returns the first answer.

    Raises Refused: "invalid" naming the fields at fault; "conflict" when the key was used with
    another content.
    """
    ready = check(draft)
    try:
        return raise_placed(scope, [ready])[0]
    except IntegrityError:
        return _first_answer(draft)


def _first_answer(draft: Draft) -> Raised:
    key = draft.intake_key
    first = Matter.objects.filter(intake_key=key).first() if key else None
    if first is None and draft.external_no:
        first = Matter.objects.filter(
            external_system=draft.external_system, external_no=draft.external_no
        ).first()
        if first:
            raise Refused("conflict", _("这个外部编号已经登记过"), "external_no")
    if first is None:
        raise Refused("stale", _("同时登记的人太多，请再试一次"))
    if first.intake_digest != draft.digest:
        raise Refused("conflict", _("同一个提交编号已经用于另一份内容"), "intake_key")
    return Raised(first, created=False)


def raise_placed(scope: Scope, ready: Sequence[Placed]) -> list[Raised]:
    """Raise checked drafts, all or none. Raises IntegrityError for a key that is already used.

    Of 100,000 receipts drawn on one day some are drawn twice: then all are drawn anew.
    """
    for one in ready:
        _demand(scope, one)
    for _try in range(TRIES - 1):
        try:
            return _written(scope, ready)
        except IntegrityError as error:
            if "receipt" not in str(error):
                raise
    return _written(scope, ready)


def _written(scope: Scope, ready: Sequence[Placed]) -> list[Raised]:
    with writing(scope.who) as log:
        identities = _seal(ready)
        drafted = [_matter(p) for p in ready]
        clocks = [_deadline(p, m) for p, m in zip(ready, drafted, strict=True)]
        matters = insert_rows(drafted)
        _take_part(scope, ready, matters, identities)
        insert_rows([_holding(p, m) for p, m in zip(ready, matters, strict=True)])
        for one, matter in zip(ready, matters, strict=True):
            if one.flow.secrecy == "sealed":
                seal_statement(matter, _sealed_words(one))
            begun = KINDS[one.draft.kind].begun
            if begun:
                begun(scope, one, matter)
        for clock, matter in zip(clocks, matters, strict=True):
            clock.matter_id = matter.pk
        insert_rows(clocks)
        for one, matter, clock in zip(ready, matters, clocks, strict=True):
            _tell(log, one, matter, clock)
            if one.draft.photos:
                attach(one.draft.photos, subject(matter), "report")
        _notify(ready, matters, identities)
    return [Raised(m, created=True) for m in matters]


def _demand(scope: Scope, one: Placed) -> None:
    """Whether whoever raises it may: anybody, or an authority of the kind at this place."""
    raisers = one.flow.raisers
    if not raisers or scope.system:
        return
    table = desk().offices
    offices = (table[o].path for o in scope.organisations(*raisers) if o in table)
    demand(
        over(one.area.path, (*scope.paths(*raisers), *offices)),
        _("您没有在这里发起“%(kind)s”的权限") % {"kind": _(one.flow.label)},
    )


def _seal(ready: Sequence[Placed]) -> list[Identity | None]:
    made = [sealed(p.draft.contact) if _has_contact(p.draft) else None for p in ready]
    stored = iter(insert_rows([i for i in made if i]))
    return [next(stored) if i else None for i in made]


def _has_contact(draft: Draft) -> bool:
    return any(v.strip() for v in draft.contact.values())


def _matter(one: Placed) -> Matter:
    draft, moment = one.draft, now()
    raised_at = draft.raised_at or moment
    rules = rule_set(draft.kind, one.area.path, local_day(raised_at))
    return Matter(
        kind=draft.kind,
        receipt=new_receipt(),
        state=_start(one),
        title=draft.title.strip() or _open_words(one)[:40],
        text=_open_words(one),
        category=one.category,
        category_source=one.category_source,
        urgency=one.urgency,
        division_id=one.area.id,
        division_path=one.area.path,
        address=draft.address.strip(),
        lon=draft.lon,
        lat=draft.lat,
        raised_at=raised_at,
        holder_id=_first_holder(one)[0],
        rules_version=rules.version,
        payload=payload(draft.kind, _stored(one)),
        channel=draft.channel,
        origin=draft.origin,
        external_system=draft.external_system,
        external_no=draft.external_no,
        external_due=draft.external_due,
        intake_key=draft.intake_key,
        intake_digest=draft.digest if draft.intake_key else "",
    )


def _start(one: Placed) -> str:
    begins = KINDS[one.draft.kind].start
    return begins(one.draft) if begins else one.flow.start


def _stored(one: Placed) -> dict[str, Any]:
    """The intake answers that may stand in the matter: of a sealed kind no words."""
    asks, sealed_kind = KINDS[one.draft.kind].asks, one.flow.secrecy == "sealed"
    away = {a.name for a in asks if a.kept or (sealed_kind and a.free)}
    return {k: v for k, v in one.draft.payload.items() if k not in away}


def _open_words(one: Placed) -> str:
    """What may stand in the matter itself: all of it, or only the summary of a sealed kind."""
    sealed_kind = one.flow.secrecy == "sealed"
    words = one.draft.summary if sealed_kind else one.draft.text
    # Stored, so in the language of the place, whatever the asker reads.
    return words.strip() or (one.flow.label if sealed_kind else "")


def _sealed_words(one: Placed) -> str:
    said = (one.draft.text.strip(), words_of(KINDS[one.draft.kind].asks, one.draft.payload))
    return "\n".join(w for w in said if w)


def _first_holder(one: Placed) -> tuple[int, str, str]:
    if one.hop:
        return one.route.hops[one.hop.name], "hop", one.hop.name
    return one.route.intake or 0, "intake", ""


def _holding(one: Placed, matter: Matter) -> Holding:
    office, role, hop = _first_holder(one)
    return Holding(matter_id=matter.pk, organisation_id=office, role=role, hop=hop, since=now())


def _deadline(one: Placed, matter: Matter) -> Deadline:
    """The clock a new matter begins with, counted from now: no import is late on arrival."""
    kind = KINDS[one.draft.kind]
    first = f"hop.{one.hop.name}" if one.hop else ""
    clock = first or started_by(one.flow, "raise", matter.payload)[0].name
    since = kind.since(one.draft) if kind.since else None
    row = deadline(matter, clock, since or now())
    matter.due_at = row.due_at
    return row


def _take_part(
    scope: Scope,
    ready: Sequence[Placed],
    matters: Sequence[Matter],
    identities: Sequence[Identity | None],
) -> None:
    rows = []
    for one, matter, identity in zip(ready, matters, identities, strict=True):
        share = one.draft.share and identity is not None
        if identity is not None:
            rows.append(
                Participant(
                    matter_id=matter.pk,
                    role="asker",
                    identity_id=identity.pk,
                    share=share,
                    since=now(),
                )
            )
            if share:
                give_consent(identity, SHARE, SHARE_WORDING)
        if one.draft.channel == "proxy":
            rows.append(
                Participant(
                    matter_id=matter.pk, role="proxy", account=scope.account_id, since=now()
                )
            )
    insert_rows(rows)


def _tell(log: Log, one: Placed, matter: Matter, clock: Deadline) -> None:
    kind = KINDS[one.draft.kind]
    log.add(
        Fact(
            "matter.raised",
            subject(matter),
            matter.division_path,
            organisation=matter.holder_id,
            facets={
                "category": matter.category,
                "channel": matter.channel,
                "clock": clock.clock,
                "due": local_day(clock.due_at).isoformat(),
                "external": int(bool(matter.external_no)),
                "role": _first_holder(one)[1],
                "share": int(one.draft.share),
                "urgency": matter.urgency,
                **codes_of(kind.asks, one.draft.payload),
            },
            headcount=kind.headcount(one.draft) if kind.headcount else None,
            occurred_at=matter.raised_at,
        )
    )


def _notify(
    ready: Sequence[Placed], matters: Sequence[Matter], identities: Sequence[Identity | None]
) -> None:
    """A receipt by message to those who left a phone; imports bring no new word to anybody."""
    rows = [
        to_asker("raised", matter, identity)
        for one, matter, identity in zip(ready, matters, identities, strict=True)
        if identity and identity.phone_hash and one.draft.channel != "import"
    ]
    if rows:
        Notice.objects.bulk_create(rows)
