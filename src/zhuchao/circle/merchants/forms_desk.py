"""The filters of the desk's list of merchants and of the records behind its numbers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import ChoiceField, Choices, said
from zhuchao.circle.merchants.kinds import WAYS
from zhuchao.circle.merchants.listing import ListFilters, usual
from zhuchao.marks.forms import ListForm
from zhuchao.places.choices import divisions

LONGEST = 366
EARLIEST = date(2000, 1, 1)
LATEST = date(2199, 12, 31)


def _date(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class MerchantFilterForm(ListForm):
    """What the list is narrowed to; the four weeks before today when no day is said."""

    first = _date(_("从哪天"))
    last = _date(_("到哪天"))
    division = ChoiceField(label=_("区划"), required=False)
    plate = ChoiceField(label=_("暖新商户牌"), required=False)

    def found(self) -> dict[str, Choices]:
        """Choices."""
        every = gettext("全部")
        return {
            "division": [("", every), *divisions()],
            "plate": [("", every), ("yes", gettext("挂着牌")), ("no", gettext("没有牌"))],
        }

    def clean(self) -> dict[str, Any]:
        """A period that goes forward and is no longer than a year."""
        given = super().clean() or self.cleaned_data
        first, last = usual()
        first, last = given.get("first") or first, given.get("last") or last
        if not given.get("first") and first > last:
            first = last
        if not EARLIEST <= first <= last <= LATEST or (last - first).days >= LONGEST:
            self.add_error("last", gettext("结束日期不能早于开始日期，最长一年"))
        return given | {"first": first, "last": last}

    def filters(self) -> ListFilters:
        """The valid form as the query takes it."""
        names = ("first", "last", "division", "plate", "words")
        return ListFilters(**{name: self.cleaned_data[name] for name in names})


class RecordsForm(MerchantFilterForm):
    """The records of one shop, or of all that fit, counted in one way or in any."""

    shop = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    way = ChoiceField(label=_("怎么记的"), required=False)

    def found(self) -> dict[str, Choices]:
        """Choices."""
        every = gettext("全部")
        ways: Choices = [("scan", gettext("扫码")), *said(WAYS)]
        return super().found() | {"way": [("", every), *ways]}
