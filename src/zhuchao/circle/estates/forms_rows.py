"""The rows of the form of a card: gates and spots, each with a name and a position."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, choose, said
from zhuchao.circle.estates.kinds import GATE_KINDS, NOTES, SPOT_KINDS
from zhuchao.circle.estates.plan import Gate, Point, Spot
from zhuchao.circle.estates.sound import MOST_NAME
from zhuchao.places.models import UNKNOWN_HOURS
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import HoursError, read_hours


class PlacedForm(BlamingForm):
    """A row with a name and a position; a row of which nothing is written is none."""

    name = forms.CharField(label=_("名称"), required=False, max_length=MOST_NAME)
    lon = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-85, max_value=85)

    def clean(self) -> dict[str, Any]:
        """A longitude needs a latitude."""
        given = super().clean() or self.cleaned_data
        lone = [name for name in ("lon", "lat") if given.get(name) is None]
        if len(lone) == 1 and lone[0] not in self.errors:
            self.add_error(lone[0], gettext("经度和纬度要一起写"))
        return given

    @property
    def at(self) -> Point | None:
        """The position of a valid row."""
        lon, lat = self.cleaned_data.get("lon"), self.cleaned_data.get("lat")
        return None if lon is None or lat is None else (lon, lat)

    @property
    def blank(self) -> bool:
        """Whether a valid row says nothing."""
        return not self.cleaned_data.get("name") and self.at is None


class GateForm(PlacedForm):
    """A gate."""

    kinds = forms.MultipleChoiceField(
        label=_("谁能进"), required=False, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.CharField(label=_("开放时间"), required=False, max_length=200)
    note = ChoiceField(label=_("进门"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"kinds": said(GATE_KINDS), "note": said(NOTES)})

    def clean_hours(self) -> str:
        """In canonical form; what is not written is unknown."""
        words = self.cleaned_data["hours"]
        if not words.strip():
            return UNKNOWN_HOURS
        try:
            return as_text(read_hours(words))
        except HoursError as error:
            parts = {"part": error.part, "why": gettext(error.why)}
            raise forms.ValidationError(gettext("读到“%(part)s”：%(why)s") % parts) from error

    def gate(self) -> Gate:
        """The valid row."""
        given = self.cleaned_data
        return Gate(given["name"], self.at, tuple(given["kinds"]), given["hours"], given["note"])


class SpotForm(PlacedForm):
    """A bay, locker or shelf."""

    kind = ChoiceField(label=_("是什么"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("叫什么")
        choose(self, {"kind": said(SPOT_KINDS)})

    def spot(self) -> Spot:
        """The valid row."""
        return Spot(self.cleaned_data["kind"], self.cleaned_data["name"], self.at)


GateRows = formset_factory(GateForm, extra=2, max_num=14, absolute_max=20)
SpotRows = formset_factory(SpotForm, extra=2, max_num=42, absolute_max=48)
