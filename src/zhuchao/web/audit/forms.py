"""The filters of the audit page."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.journal.labels import SUBJECTS, VERBS
from zhuchao.places.atlas import atlas
from zhuchao.web.audit.queries import TABS, Wanted

LARGEST = 2**63 - 1


class Day(forms.DateInput):
    """A day as browsers offer it."""

    input_type = "date"


class Filters(forms.Form):
    """All may be left empty. `before` is the key of the page."""

    tab = forms.ChoiceField(
        choices=[(name, name) for name in TABS], required=False, widget=forms.HiddenInput
    )
    before = forms.IntegerField(
        min_value=-LARGEST, max_value=LARGEST, required=False, widget=forms.HiddenInput
    )
    verb = forms.ChoiceField(
        label=_("事项"), choices=[("", _("全部")), *VERBS.items()], required=False
    )
    subject_kind = forms.ChoiceField(
        label=_("对象"), choices=[("", _("全部")), *SUBJECTS.items()], required=False
    )
    subject_id = forms.IntegerField(
        label=_("对象编号"), min_value=0, max_value=LARGEST, required=False
    )
    who = forms.CharField(label=_("经办代号"), max_length=48, required=False)
    first = forms.DateField(label=_("自"), required=False, widget=Day)
    last = forms.DateField(label=_("至"), required=False, widget=Day)
    division = forms.CharField(label=_("区划代码"), max_length=20, required=False)

    def clean_division(self) -> str:
        """The path of the division with this code."""
        code = self.cleaned_data["division"]
        if not code:
            return ""
        area = atlas().by_code.get(code)
        if area is None:
            raise forms.ValidationError(gettext("没有代码为“%(code)s”的区划") % {"code": code})
        return area.path

    def clean(self) -> dict[str, Any]:
        """The days must be in order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", gettext("截止日早于起始日"))
        return data

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        data = {**self.cleaned_data, "path": self.cleaned_data["division"]}
        return Wanted(**{name: data[name] for name in Wanted.__dataclass_fields__})
