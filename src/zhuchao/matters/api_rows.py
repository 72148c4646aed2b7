"""How what the queries found becomes what the JSON API gives out; none of it asks the database."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.journal.models import Entry
from zhuchao.matters.api_out import (
    AskerOut,
    AskOut,
    DeadlineOut,
    DetailOut,
    EntryOut,
    FileOut,
    HappeningOut,
    HoldingOut,
    LimitOut,
    MatterOut,
    NamedOut,
    OfficeOut,
    RateOut,
    RequestOut,
    StepOut,
    TrackOut,
)
from zhuchao.matters.asking import choices_of
from zhuchao.matters.models import Matter
from zhuchao.matters.public_story import Story
from zhuchao.matters.queries import Detail
from zhuchao.matters.rates import Rate
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import Step
from zhuchao.rules.flows import flow


def matter_fields(matter: Matter) -> dict[str, Any]:
    """A matter as `MatterOut` has it; asks the database nothing."""
    area = atlas().by_path.get(matter.division_path)
    state = flow(matter.kind).state(matter.state)
    copied = {name: getattr(matter, name) for name in _COPIED}
    return copied | {
        "state_label": _(state.label),
        "category": category_out(matter.kind, matter.category),
        "division": division_name(area),
        "holder": office_out(matter.holder_id),
    }


_COPIED = (
    "receipt",
    "kind",
    "state",
    "version",
    "title",
    "category_source",
    "urgency",
    "address",
    "lon",
    "lat",
    "raised_at",
    "due_at",
    "closed_at",
    "channel",
    "external_system",
    "external_no",
    "external_due",
)
SHOWN = (*_COPIED, "category", "division_path", "holder")
"""The fields of a matter that `MatterOut` is made of."""


def matter_out(matter: Matter) -> MatterOut:
    """A matter as a list shows it."""
    return MatterOut(**matter_fields(matter))


def detail_out(found: Detail) -> DetailOut:
    """A matter in full; masked names only where the scope may see who asked."""
    matter = found.matter
    return DetailOut(
        **matter_fields(matter),
        text=matter.text,
        answer=matter.answer,
        payload=matter.payload,
        roles=sorted(found.roles),
        steps=[step_out(s) for s in found.steps],
        may_request=[r.name for r in found.requests_open],
        holdings=[
            HoldingOut(
                office=office_out(h.organisation_id),
                role=h.role,
                hop=h.hop,
                state=h.state,
                since=h.since,
                ended_at=h.ended_at,
            )
            for h in found.holdings
        ],
        deadlines=[DeadlineOut.from_orm(d) for d in found.deadlines],
        requests=[RequestOut.from_orm(r) for r in found.requests],
        files=[FileOut(url=reverse("file", args=[f.pk]), purpose=f.purpose) for f in found.files],
        askers=askers_out(found) if found.sees_identity else [],
        entries=[entry_out(e) for e in found.entries],
    )


def askers_out(found: Detail) -> list[AskerOut]:
    """Those who asked or follow and left something of themselves, masked."""
    return [
        AskerOut(role=p.role, name=p.identity.name_mask, phone=p.identity.phone_mask)
        for p in found.participants
        if p.identity
    ]


def entry_out(entry: Entry) -> EntryOut:
    """A line of the history."""
    return EntryOut(
        verb=entry.verb,
        when=entry.occurred_at,
        office=office_out(entry.organisation),
        facets=entry.facets,
        said=entry.words,
    )


def step_out(step: Step) -> StepOut:
    """A step with its words."""
    asks = [
        AskOut(
            name=ask.name,
            label=_(ask.label),
            kind=ask.kind,
            required=ask.required and ask.when is None,
            choices=[code for code, _label in choices_of(ask)],
        )
        for ask in step.asks
    ]
    return StepOut(name=step.name, label=_(step.label), needs=list(step.needs), asks=asks)


def office_out(number: int | None) -> OfficeOut | None:
    """An office by its id."""
    office = desk().offices.get(number or 0)
    if office is None:
        return None
    return OfficeOut(
        id=office.id,
        code=office.code,
        name=office.name,
        kind=office.kind,
        division_path=office.path,
        phone=office.phone,
    )


def category_out(kind: str, code: str) -> NamedOut | None:
    """A category by its code."""
    label = desk().label(kind, code) if code else None
    return NamedOut(code=label.code, name=label.name) if label else None


def division_name(area: Area | None) -> NamedOut | None:
    """A division with the name of where it lies."""
    return NamedOut(code=area.code, name=atlas().full_name(area.path)) if area else None


def track_out(found: Detail, told: Story, receipt: str) -> TrackOut:
    """What the bearer of a receipt is told."""
    return TrackOut(
        receipt=receipt,
        kind=found.matter.kind,
        state=told.state.name,
        state_label=told.state_label,
        version=found.matter.version,
        office=told.office,
        answer=told.answer,
        happenings=[HappeningOut.from_orm(h) for h in told.happenings],
        limits=[LimitOut.from_orm(one) for one in told.limits],
        ahead=list(told.ahead),
        steps=[step_out(s) for s in found.steps],
        photos=[*told.sent, *told.shown],
    )


def rate_out(rate: Rate) -> RateOut:
    """A rate as numbers."""
    value = None if rate.value is None else float(rate.value)
    return RateOut(name=rate.name, hits=len(rate.hits), base=len(rate.base), value=value)
