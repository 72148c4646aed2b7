"""What is asked of a day somebody writes down."""

from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import today


def not_to_come(on: date, field: str = "on") -> None:
    """Raise Refused at a field for a day after today: only what happened is written down."""
    if on > today():
        raise Refused("invalid", _("日期不能在今天以后"), field)
