"""A site of the map in the words of the screens, the same in the list and in the data."""

from django.utils.translation import gettext as _

from zhuchao.circle.friendly.ground import Hours
from zhuchao.journal.clock import now, zone
from zhuchao.journal.moments import moment
from zhuchao.marks.site_words import NOW
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.hours_text import written


def state_label(hours: Hours) -> str:
    """Open, closed or unknown."""
    return _(NOW[hours.state][0])


def state_tone(hours: Hours) -> str:
    """The tone of the badge."""
    return NOW[hours.state][1]


def hours_words(hours: Hours) -> str:
    """The opening hours as people write them."""
    return written(from_text(hours.text), _)


def change_words(hours: Hours) -> str:
    """Until when it is open, or from when; "" where nothing changes or nobody knows into what."""
    if hours.then is None or hours.becomes not in ("open", "closed"):
        return ""
    then = hours.then.astimezone(zone())
    today = then.date() == now().astimezone(zone()).date()
    when = f"{then:%H:%M}".removeprefix("0") if today else moment(then)
    words = _("开到 %(when)s") if hours.becomes == "closed" else _("%(when)s 开门")
    return words % {"when": when}
