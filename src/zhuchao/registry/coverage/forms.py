"""The forms of coverage: which units on which day, and posting an instructor."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, choose, date_field
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.registry.coverage.actions import MOST_MONTHS
from zhuchao.registry.coverage.policy import areas
from zhuchao.registry.coverage.queries import Filters
from zhuchao.registry.trades import TRADES
from zhuchao.rules.dated import add_months

EARLIEST = date(1950, 1, 1)


class CoverageForm(forms.Form):
    """Area, sector and trade of the units; the day, and the day it is compared with."""

    division = ChoiceField(label=_("区划"), required=False)
    sector = ChoiceField(label=_("领域"), required=False)
    trade = ChoiceField(label=_("行业"), required=False)
    day = date_field(_("哪一天"), required=False)
    before = date_field(_("与哪天比"), required=False)
    known = date_field(_("按哪天的了解"), required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        every = gettext("全部")
        sectors = [("economic", gettext("非公有制企业")), ("social", gettext("社会组织"))]
        trades = [(code, gettext(label)) for code, label in TRADES]
        choose(
            self,
            {
                "division": [("", every), *divisions()],
                "sector": [("", every), *sectors],
                "trade": [("", every), *trades],
            },
        )

    def clean_day(self) -> date:
        """The day, today where none is given; none before the register began, none to come."""
        return self._within(self.cleaned_data["day"] or local_day(now()))

    def clean_before(self) -> date | None:
        """The day of comparison; the same day a year ago where none is given."""
        given: date | None = self.cleaned_data["before"]
        return self._within(given) if given else None

    def clean_known(self) -> date | None:
        """The day whose knowledge counts; what is believed now where none is given."""
        given: date | None = self.cleaned_data["known"]
        return self._within(given) if given else None

    def _within(self, day: date) -> date:
        if not EARLIEST <= day <= local_day(now()):
            raise forms.ValidationError(_("应在 1950 年以后、今天以前"))
        return day

    def compared(self) -> date:
        """The day of comparison."""
        given: date | None = self.cleaned_data["before"]
        return given or add_months(self.cleaned_data["day"], -12)

    def moment(self) -> datetime | None:
        """The end of the day whose knowledge counts; None for what is believed now."""
        given: date | None = self.cleaned_data["known"]
        return datetime.combine(given + timedelta(days=1), time(), zone()) if given else None

    def filters(self) -> Filters:
        """The valid form; without an area, the widest one the scope sees."""
        area = atlas().by_code.get(self.cleaned_data["division"])
        path = area.path if area else min(areas(self.scope), key=len, default="/")
        return Filters(
            path="" if path == "/" else path,
            sector=self.cleaned_data["sector"],
            trade=self.cleaned_data["trade"],
        )


class InstructorForm(BlamingForm):
    """Who goes to a unit, and for how long."""

    person = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    months = forms.IntegerField(
        label=_("任期（月）"), min_value=1, max_value=MOST_MONTHS, initial=12
    )
