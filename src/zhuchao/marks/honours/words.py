"""Honours in the words of the screen."""

from typing import Any

from django.utils.translation import gettext as _

from zhuchao.marks.models import HONOUR_LEVELS, Honour
from zhuchao.places.atlas import atlas


def recipient(honour: Honour) -> str:
    """The name of whom it is for."""
    if honour.person:
        return honour.person.label
    return honour.organisation.name if honour.organisation else honour.division.name


def state(honour: Honour) -> tuple[str, str]:
    """Tone and words of what became of it."""
    if honour.withdrawn_at:
        return "quiet", _("登记已撤回")
    return ("quiet", _("已终止")) if honour.until else ("good", _("有效"))


def row(honour: Honour) -> dict[str, Any]:
    """An honour as a line of the list and the head of its page."""
    tone, label = state(honour)
    return {
        "honour": honour,
        "recipient": recipient(honour),
        "place": atlas().full_name(honour.division_path),
        "level": _(dict(HONOUR_LEVELS)[honour.level]),
        "tone": tone,
        "state": label,
    }
