"""What is wrong with a petition as it is taken down, and from when its first clock counts."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhuchao.journal.clock import local_day, noon, now
from zhuchao.matters.kinds.petition.intake import COUNTER_ONLY
from zhuchao.matters.kinds.petition.limits import most_deputies, rules_at
from zhuchao.places.atlas import atlas

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft

Fault = tuple[str, str]


def check(draft: "Draft") -> Iterator[Fault]:
    """What is wrong beside what is wrong with any draft, as (field, message)."""
    said = draft.payload
    if draft.channel != "proxy":
        online = said.get("way", "online") == "online"
        if not online or any(said.get(name) for name in COUNTER_ONLY):
            yield "way", _("来信、来电、来访由工作人员登记，网上只收网上信访")
        yield from _named(draft)
    elif said.get("way") == "visit":
        yield from _deputies(draft)
    if said.get("accused") and said.get("organ") == said["accused"]:
        yield "organ", _("检举控告不能由被检举的单位办理，请由信访部门登记")


def _named(draft: "Draft") -> Iterator[Fault]:
    """Who petitions says who he is and where he lives (第十九条); who accuses need not."""
    if draft.payload.get("purpose") == "accusation":
        return
    if not draft.contact.get("name", "").strip():
        yield "name", _("信访事项应当写明姓名（名称）；检举控告可以不写")
    if not draft.contact.get("address", "").strip():
        yield "home", _("信访事项应当写明住址，用来送达书面告知；检举控告可以不写")


def _deputies(draft: "Draft") -> Iterator[Fault]:
    came, speak = draft.payload.get("headcount"), draft.payload.get("deputies") or 1
    if not isinstance(came, int) or not isinstance(speak, int):
        return
    most = most_deputies(rules_at(atlas().whole, local_day(now())), came)
    if speak > most:
        yield "deputies", _("%(n)s 人来访，代表不得超过 %(most)s 人") % {"n": came, "most": most}


def since(draft: "Draft") -> datetime | None:
    """The day the office received it, where that was not today."""
    day = draft.payload.get("received_on")
    if isinstance(day, date) and day < local_day(now()):
        return noon(day)
    return None


def urgency(draft: "Draft") -> str:
    """What may shake the public wakes people at any hour (第二十五条)."""
    return "emergency" if draft.payload.get("grave") else ""
