"""What the JSON API gives out: matters and their parts in codes, never who asked but masked."""

from datetime import date, datetime
from typing import Any

from zhuchao.matters.api_words import Out


class NamedOut(Out):
    """A code and what it is called."""

    code: str
    name: str


class OfficeOut(NamedOut):
    """An organisation that can hold matters."""

    id: int
    kind: str
    division_path: str
    phone: str


class DivisionOut(NamedOut):
    """A division; `parent` is a code."""

    kind: str
    path: str
    parent: str
    lon: float | None
    lat: float | None


class CategoryOut(NamedOut):
    """A category of a kind; `parent` is a code."""

    kind: str
    parent: str
    urgency: str


class AskOut(Out):
    """What a step wants to know beside its needs; answer by name in `more`."""

    name: str
    label: str
    kind: str
    required: bool
    choices: list[str]


class StepOut(Out):
    """A step that may be taken now, and what it needs."""

    name: str
    label: str
    needs: list[str]
    asks: list[AskOut]


class RaisedOut(Out):
    """The receipt, and the code that opens it: keep both."""

    receipt: str
    query_code: str
    created: bool
    track: str


class MatterOut(Out):
    """A matter as a list shows it."""

    receipt: str
    kind: str
    state: str
    state_label: str
    version: int
    title: str
    category: NamedOut | None
    category_source: str
    urgency: str
    division: NamedOut | None
    address: str
    lon: float | None
    lat: float | None
    raised_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    holder: OfficeOut | None
    channel: str
    external_system: str
    external_no: str
    external_due: datetime | None


class PageOut(Out):
    """A page of a list; `next` is the address of the one after it."""

    items: list[MatterOut]
    next: str | None


class HoldingOut(Out):
    """Who has it in hand."""

    office: OfficeOut | None
    role: str
    hop: str
    state: str
    since: datetime
    ended_at: datetime | None


class DeadlineOut(Out):
    """A clock of the matter."""

    clock: str
    started_at: datetime
    due_at: datetime
    shifted_at: datetime
    provisional: bool
    stopped_at: datetime | None


class RequestOut(Out):
    """A return, an extension or an exclusion."""

    id: int
    kind: str
    reason_code: str
    days: int | None
    asked_at: datetime
    decided_at: datetime | None
    outcome: str


class FileOut(Out):
    """A photo and where to fetch it."""

    url: str
    purpose: str


class EntryOut(Out):
    """One line of the history, in codes; `said` are the words that went with it."""

    verb: str
    when: datetime
    office: OfficeOut | None
    facets: dict[str, Any]
    said: str


class AskerOut(Out):
    """Who asked, masked."""

    role: str
    name: str
    phone: str


class DetailOut(MatterOut):
    """A matter in full."""

    text: str
    answer: str
    payload: dict[str, Any]
    roles: list[str]
    steps: list[StepOut]
    may_request: list[str]
    holdings: list[HoldingOut]
    deadlines: list[DeadlineOut]
    requests: list[RequestOut]
    files: list[FileOut]
    askers: list[AskerOut]
    entries: list[EntryOut]


class ProposalOut(NamedOut):
    """A proposed category, how sure, and the words that spoke for it."""

    confidence: float
    words: list[str]
    source: str


class NearOut(Out):
    """An open hazard close by, or of the same named place, that may be the same."""

    title: str
    metres: int | None
    raised_at: datetime


class GuessOut(Out):
    """What is proposed; a person decides."""

    categories: list[ProposalOut]
    division: NamedOut | None
    urgency: str
    near: list[NearOut]


class HappeningOut(Out):
    """One line of the progress."""

    what: str
    when: datetime
    office: str
    said: str


class LimitOut(Out):
    """A deadline that runs now."""

    label: str
    due: datetime
    provisional: bool


class TrackOut(Out):
    """What the asker is told, and the steps he may take."""

    receipt: str
    kind: str
    state: str
    state_label: str
    version: int
    office: str
    answer: str
    happenings: list[HappeningOut]
    limits: list[LimitOut]
    ahead: list[str]
    steps: list[StepOut]
    photos: list[str]


class RateOut(Out):
    """A rate that keeps its parts; `value` is null while there is nothing to count."""

    name: str
    hits: int
    base: int
    value: float | None


class RatesOut(Out):
    """The three rates of a kind in a period."""

    kind: str
    first: date
    last: date
    rates: list[RateOut]
    excluded: int
