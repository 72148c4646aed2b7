"""The period of the Party figures, as it stands in the address."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.journal.clock import local_day, now

MOST = timedelta(days=732)


class PeriodForm(forms.Form):
    """From one day to another, both included; this year so far where none is given."""

    first = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, given: Any) -> None:
        today = local_day(now())
        year = {"first": today.replace(month=1, day=1).isoformat(), "last": today.isoformat()}
        super().__init__({**year, **{k: v for k, v in given.items() if v}})

    def clean(self) -> dict[str, Any]:
        """A period has its ends in order and is at most two years long."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("结束日期早于开始日期"))
        elif first and last and last - first > MOST:
            self.add_error("last", gettext("一次最多看两年"))
        return said
