"""The forms of the duty table, the handover and the rates."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, Choices, NumberField, choose
from zhuchao.access.models import Account
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.desk_duties import DutyFilter
from zhuchao.matters.forms import divisions
from zhuchao.matters.forms_matter import offices
from zhuchao.places.atlas import atlas
from zhuchao.registry.kinds import POSITIONS
from zhuchao.registry.models import Duty
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import FLOWS


def kinds() -> Choices:
    """Every kind of matter."""
    return [(f.kind, gettext(f.label)) for f in FLOWS.values()]


def all_categories() -> Choices:
    """The categories of every kind, in groups."""
    labels = desk().labels
    return [
        (label, [(lab.code, lab.name) for lab in labels if lab.kind == kind])
        for kind, label in kinds()
    ]


class DutyFilterForm(forms.Form):
    """What the duty table is narrowed to, as it stands in the address."""

    kind = ChoiceField(label=_("种类"), required=False)
    category = ChoiceField(label=_("类别"), required=False)
    division = ChoiceField(label=_("区划"), required=False)
    office = NumberField(label=_("单位"), required=False)
    words = forms.CharField(
        label=_("事项、依据或单位"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "filter_%s"
        super().__init__(*args, **kwargs)
        every = ("", gettext("全部"))
        found: dict[str, Choices] = {
            "kind": [every, *kinds()],
            "category": [every, *all_categories()],
            "division": [every, *divisions()],
            "office": offices(blank=gettext("全部")),
        }
        choose(self, found)

    def wanted(self) -> DutyFilter:
        """The valid form as the query takes it."""
        return DutyFilter(**self.cleaned_data)


class DutyForm(BlamingForm):
    """One row: what × where → who. It takes the place of the older one."""

    item = forms.CharField(label=_("事项"), max_length=80)
    kind = ChoiceField(label=_("种类"), required=False)
    category = ChoiceField(label=_("类别"), required=False)
    division = ChoiceField(label=_("在哪里"))
    position = ChoiceField(label=_("分工"))
    organisation = NumberField(label=_("由谁"))
    basis = forms.CharField(
        label=_("依据"), max_length=120, help_text=_("文件名、文号或条款，派单有争议时看它。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: dict[str, Choices] = {
            "kind": [("", gettext("各种")), *kinds()],
            "category": [("", gettext("全部类别")), *all_categories()],
            "division": divisions(),
            "position": [(code, gettext(label)) for code, label in POSITIONS],
            "organisation": offices(blank=gettext("请选择")),
        }
        choose(self, found)

    def clean(self) -> dict[str, Any]:
        """A category belongs to its kind."""
        said = super().clean() or self.cleaned_data
        kind, category = said.get("kind", ""), said.get("category", "")
        if category and kind and desk().label(kind, category) is None:
            self.add_error("category", gettext("这个类别不属于所选的种类"))
        return said

    def duty(self) -> Duty:
        """The valid form as an unsaved row, in force from today."""
        said = self.cleaned_data
        return Duty(
            item=said["item"],
            kind=said["kind"],
            category=said["category"],
            division_id=atlas().by_code[said["division"]].id,
            position=said["position"],
            organisation_id=said["organisation"],
            basis=said["basis"],
            valid_from=local_day(now()),
        )


class HandoverForm(BlamingForm):
    """Who takes over, and why."""

    leaving = forms.IntegerField(widget=forms.HiddenInput)
    taking = NumberField(label=_("由谁接手"))
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("例如：调离岗位、休产假、轮岗。")
    )

    def __init__(self, colleagues: list[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(a.pk), str(a)) for a in colleagues]
        choose(self, {"taking": [("", gettext("请选择")), *people]})


class RatesForm(forms.Form):
    """Kind, period and division of the three rates, as they stand in the address."""

    kind = ChoiceField(label=_("种类"), required=False)
    first = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    division = ChoiceField(label=_("区划"), required=False)

    def __init__(self, given: Any) -> None:
        super().__init__({**_this_month(), **{k: v for k, v in given.items() if v}})
        choose(self, {"kind": kinds(), "division": [("", gettext("全部")), *divisions()]})

    def clean(self) -> dict[str, Any]:
        """A period has its ends in order and is at most two years long."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("结束日期早于开始日期"))
        elif first and last and last - first > timedelta(days=732):
            self.add_error("last", gettext("一次最多看两年"))
        return said


def _this_month() -> dict[str, Any]:
    today: date = local_day(now())
    return {
        "kind": next(iter(FLOWS)),
        "first": today.replace(day=1).isoformat(),
        "last": today.isoformat(),
    }
