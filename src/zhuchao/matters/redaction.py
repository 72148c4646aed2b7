"""What may not stand in public words about a sealed matter; of the doubtful a person decides.

The sealed name and home are compared in memory only; no message or journal ever holds them.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.access.sealing import unseal
from zhuchao.matters.models import Matter, Participant
from zhuchao.places.atlas import atlas
from zhuchao.text.leaks import Leak, leaks

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft

WHAT = {
    "name": gettext_noop("姓名或称呼"),
    "phone": gettext_noop("电话"),
    "number": gettext_noop("证件号或账号"),
    "address": gettext_noop("住址"),
    "illness": gettext_noop("病情"),
    "hardship": gettext_noop("家庭困难"),
    "school": gettext_noop("学校"),
    "cash": gettext_noop("钱款"),
}


def found_in(matter: Matter, text: str) -> list[Leak]:
    """What in a text on this matter may give the one who wishes away."""
    asker = Participant.objects.filter(matter=matter, role="asker", identity__erased_at=None)
    row = asker.select_related("identity").first()
    identity = row.identity if row else None
    own = unseal(identity.sealed, identity.key_id) if identity else {}
    known = atlas().full_name(matter.division_path)
    return leaks(text, name=own.get("name", ""), address=own.get("address", ""), known=known)


def draft_fault(draft: "Draft") -> str:
    """What is surely wrong with the summary of a draft; "" for nothing."""
    area = atlas().by_code.get(draft.division)
    known = atlas().full_name(area.path) if area else ""
    said = draft.contact
    own = {"name": said.get("name", ""), "address": said.get("address", "")}
    return _told([leak for leak in leaks(draft.summary, **own, known=known) if leak.certain])


def summary_fault(matter: Matter, text: str, *, public: bool = False) -> str:
    """What is wrong with a summary that staff put over the original; "" for nothing.

    Of one that is public at once nobody could look at the doubtful first: it is refused too.
    """
    return _told([leak for leak in found_in(matter, text) if public or leak.certain])


def demand_redacted(matter: Matter, text: str, *, sure: bool, field: str = "") -> None:
    """Raise Refused where a text may not be public, naming the places.

    What is certain is refused at `field`, what is doubtful at "sure" until somebody ticked that.
    """
    found = found_in(matter, text)
    certain = [leak for leak in found if leak.certain]
    if certain:
        raise Refused("invalid", _told(certain), field)
    if found and not sure:
        words = _("%(places)s。不会让人认出是谁，就勾选后再提交；否则先更正")
        raise Refused("invalid", words % {"places": _places(found)}, "sure")


def _told(found: list[Leak]) -> str:
    return _("%(places)s，公开的文字里要去掉") % {"places": _places(found)} if found else ""


def _places(found: list[Leak]) -> str:
    return "；".join(
        _("“%(words)s”像是%(what)s") % {"words": leak.words, "what": _(WHAT[leak.what])}
        for leak in found
    )
