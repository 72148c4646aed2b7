"""What the JSON API takes: the bodies and filters of its endpoints."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from zhuchao.access.refusal import Refused
from zhuchao.matters.answers import Answers
from zhuchao.matters.api_words import (
    Address,
    Code,
    Day,
    In,
    Kind,
    Latitude,
    Longitude,
    Number,
    Short,
    Slug,
    Title,
    Urgency,
    Version,
    When,
    Words,
)
from zhuchao.matters.asking import parsed
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds import KINDS
from zhuchao.rules.flow import Step

Photos = Annotated[list[UUID], Field(max_length=6, default_factory=list)]
Offices = Annotated[list[Number], Field(max_length=20, default_factory=list)]
Stations = Annotated[list[Code], Field(max_length=10, default_factory=list)]
Phone = Annotated[str, Field(pattern=r"^([+]?[0-9 -]{7,20})?$", examples=["13812341234"])]


Given = Annotated[dict[Slug, bool | int | Words], Field(max_length=40, default_factory=dict)]
"""What a kind or a step asks beside the rest: its `asks` name them; a date in ISO 8601."""


def _parsed(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    return parsed(KINDS[kind].asks, given) if kind in KINDS else given


class ContactIn(In):
    """How to reach the asker; sealed at once, never given out by the API."""

    name: Short = ""
    phone: Phone = ""
    email: Short = ""
    plate: Short = ""


class ExternalIn(In):
    """An order of another system, such as the city's hotline: it keeps its number and deadline."""

    system: Annotated[Code, Field(min_length=1, max_length=24)]
    no: Annotated[Short, Field(min_length=1)]
    due: When | None = None
    raised_at: When | None = None


class DraftIn(In):
    """A demand. Give words or photos, and a point, an address or a division."""

    kind: Kind
    text: Words = ""
    title: Title = ""
    category: Code = ""
    division: Code = ""
    address: Address = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    contact: ContactIn = ContactIn()
    share: bool = False
    photos: Photos
    intake_key: UUID | None = None
    danger: bool = False
    trade: Literal["", "driver"] = ""
    skip: Stations
    external: ExternalIn | None = None
    summary: Title = ""
    """For a sealed kind: what others may read of it."""
    answers: Given

    def draft(self, intake_key: UUID | None) -> Draft:
        """The draft that `raise_matter` takes; `intake_key` is the one of the header, if any."""
        if intake_key and self.intake_key and intake_key != self.intake_key:
            raise Refused("invalid", _("Idempotency-Key 与 intake_key 不一致"), "intake_key")
        order = self.external
        return Draft(
            kind=self.kind,
            text=self.text,
            title=self.title,
            category=self.category,
            division=self.division,
            address=self.address,
            lon=self.lon,
            lat=self.lat,
            contact=self.contact.model_dump(),
            share=self.share,
            photos=tuple(self.photos),
            channel="api",
            intake_key=intake_key or self.intake_key,
            summary=self.summary,
            payload={
                "danger": self.danger,
                "trade": self.trade,
                "skip": tuple(self.skip),
                **_parsed(self.kind, self.answers),
            },
            external_system=order.system if order else "",
            external_no=order.no if order else "",
            external_due=order.due if order else None,
            raised_at=order.raised_at if order else None,
        )


class GuessIn(In):
    """What is being written."""

    kind: Kind
    text: Words = ""
    address: Address = ""
    lon: Longitude | None = None
    lat: Latitude | None = None


class AskerStepIn(In):
    """What the asker, or who takes part, gives with a step; `version` is the one he saw."""

    version: Version
    reason: Words = ""
    note: Words = ""
    resolved: bool | None = None
    satisfied: Annotated[int, Field(ge=1, le=5)] | None = None
    more: Given

    def answers_to(self, step: Step) -> Answers:
        """As the action takes them for this step."""
        said = self.model_dump(exclude={"version"})
        for name in ("photos", "assists"):
            if name in said:
                said[name] = tuple(said[name])
        return Answers(**said | {"more": parsed(step.asks, self.more)})


class StepIn(AskerStepIn):
    """What staff give with a step; which of it is needed stands in the matter's `steps`."""

    evidence: Literal["photo", "note", "word"] = "note"
    photos: Photos
    lead: Number | None = None
    assists: Offices
    category: Code = ""
    urgency: Urgency = ""
    target: Code = ""
    participant: Number | None = None


class RequestIn(In):
    """A return, an extension or an exclusion, and why."""

    version: Version
    kind: Slug
    reason: Words = ""
    reason_code: Code = ""
    duty: Number | None = None
    proposed: Number | None = None
    days: Annotated[int, Field(ge=1, le=365)] | None = None


class RulingIn(In):
    """How a request is decided."""

    version: Version
    granted: bool
    note: Words = ""
    lead: Number | None = None
    correct: bool = True


class SortingIn(In):
    """A correction; what is left out stays."""

    version: Version
    category: Code | None = None
    division: Code | None = None
    urgency: Urgency | None = None


class ExternalOrderIn(In):
    """The number and deadline a matter has in another system; that deadline is kept."""

    version: Version
    system: Annotated[Code, Field(min_length=1, max_length=24)]
    no: Annotated[Short, Field(min_length=1)]
    due: When | None = None


class FilterIn(In):
    """What a list is narrowed to: the same filters as the list of the desk."""

    kind: Code = ""
    state: Code = ""
    tone: Code = ""
    due: Code = ""
    category: Code = ""
    urgency: Code = ""
    division: Code = ""
    office: Number | None = None
    mine: bool = False
    unsigned: bool = False
    open: bool = False
    words: Short = ""
    since: Day | None = None
    until: Day | None = None
    size: Annotated[int, Field(ge=1, le=100)] = 20
    after: Annotated[str, Field(pattern=r"^(20[0-9]{2}-[0-9T:.+-]{15,36}_[0-9]{1,18})?$")] = ""


class PeriodIn(In):
    """The days of a count, both included."""

    kind: Kind = "appeal"
    first: Day
    last: Day
