"""The period that is counted, as it stands in the address."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.journal.clock import local_day, now

LONGEST = timedelta(days=732)


class PeriodForm(forms.Form):
    """From and to, both included; without any, this year."""

    first = forms.DateField(label=_("从"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("到"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, given: Any) -> None:
        today = local_day(now())
        year = {"first": today.replace(month=1, day=1).isoformat(), "last": today.isoformat()}
        known = {name: given.get(name) for name in year if given.get(name)}
        super().__init__({**year, **known})

    def clean(self) -> dict[str, Any]:
        """The ends in order, at most two years apart."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("结束日期早于开始日期"))
        elif first and last and last - first > LONGEST:
            self.add_error("last", gettext("一次最多看两年"))
        return said

    def period(self) -> tuple[date, date]:
        """Both ends of a valid form."""
        return self.cleaned_data["first"], self.cleaned_data["last"]
