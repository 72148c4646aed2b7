"""诉求 appeal: what is asked at intake (M02, M40)."""

from dataclasses import dataclass

from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.petition import crosscheck


@dataclass(frozen=True)
class Intake:
    """Trade says whose chain it climbs (诉求直通车); empty: straight to the accepting office."""

    version: int = 1
    trade: str = ""
    skip: tuple[str, ...] = ()
    """Stations the asker does not want to pass; any may be skipped."""


KIND = Kind(
    Intake,
    check=crosscheck.check,
    effects=crosscheck.GUARDED,
    desk_aside=("matters/petition/hotline.html", crosscheck.aside),
)
