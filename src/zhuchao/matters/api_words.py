"""The small types of the JSON API: bounded texts, numbers and moments that can be stored."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field
from pydantic_core import PydanticCustomError

from zhuchao.matters.drafts import MAX_ADDRESS, MAX_TEXT, MAX_TITLE
from zhuchao.rules.flows import FLOWS

Moment = TypeVar("Moment", date, datetime)
YEARS = range(1970, 2200)
"""Outside of them a change of time zone may leave the calendar."""


def _storable(text: str) -> str:
    """No NUL, which PostgreSQL refuses, and no half of a surrogate pair, which no UTF-8 holds."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise PydanticCustomError("unstorable", "contains what cannot be stored")
    return text


def _in_years(moment: Moment) -> Moment:
    if moment.year not in YEARS:
        raise PydanticCustomError("year", "is out of range")
    return moment


Text = Annotated[str, AfterValidator(_storable)]
Code = Annotated[Text, Field(max_length=40)]
Title = Annotated[Text, Field(max_length=MAX_TITLE)]
Words = Annotated[Text, Field(max_length=MAX_TEXT)]
Address = Annotated[Text, Field(max_length=MAX_ADDRESS)]
Short = Annotated[Text, Field(max_length=60)]
Number = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""An id: what JSON numbers hold exactly everywhere."""
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
When = Annotated[AwareDatetime, AfterValidator(_in_years)]
Day = Annotated[date, AfterValidator(_in_years)]
Kind = Annotated[Code, Field(json_schema_extra={"enum": sorted(FLOWS)})]
Urgency = Literal["", "emergency", "timely", "general", "difficult"]
Receipt = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,24}$", examples=["261122-K7M3QP"])]
Slug = Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")]


class In(Schema):
    """What comes in: a field nobody knows is an error, not lost."""

    model_config = ConfigDict(extra="forbid")


class Out(Schema):
    """What goes out."""
