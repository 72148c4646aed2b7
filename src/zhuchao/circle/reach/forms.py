"""What is asked of reach and siting, as it stands in the address, and the form to bring a file."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, Choices, choose
from zhuchao.access.scope import Scope
from zhuchao.circle.reach.demand import HOURS, point_files
from zhuchao.circle.reach.kinds import CANDIDATES, DEMAND, POINT_KINDS, SOURCES, TRIPS
from zhuchao.circle.reach.stations import SHOPS, STATIONS
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.moments import WEEKDAYS
from zhuchao.places.site_queries import having
from zhuchao.rules.travel import shipped_travel

PLANNED = "planned"
NOON, NIGHT = 13, 2
MOST_MINUTES = 60
MOST_BYTES = 8 * 1024 * 1024


def clock(hour: int) -> str:
    """An hour as a clock says it."""
    return f"{hour:02}:00"


class AskForm(forms.Form):
    """What both pages ask. Whatever the address leaves out has the value it begins with."""

    site = ChoiceField(label=_("站点"))
    mode = ChoiceField(label=_("出行方式"))
    minutes = forms.IntegerField(label=_("几分钟内"), min_value=1, max_value=MOST_MINUTES)
    weekday = ChoiceField(label=_("哪一天"))
    demand = forms.MultipleChoiceField(
        label=_("需求来自"), required=False, widget=forms.CheckboxSelectMultiple
    )
    timed = forms.BooleanField(label=_("只算这个小时的需求"), required=False)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    """Tells an untouched address from one in which nothing is ticked."""

    def __init__(self, scope: Scope, given: QueryDict) -> None:
        self.scope = scope
        choices = self.choices()
        data = given.copy()
        for name, value in self.begins(choices).items():
            if name not in data and (name not in TICKED or "asked" not in data):
                data.setlist(name, value)
        self.query = data.urlencode()
        """The whole question as an address, what it begins with included."""
        super().__init__(data, auto_id="ask_%s")
        choose(self, choices)

    def choices(self) -> dict[str, Choices]:
        """The choices of its fields."""
        groups = [(STATIONS, gettext("全部服务站点")), (SHOPS, gettext("服务站点和商户"))]
        single = having().exclude(lon=None).order_by("name").values_list("code", "name")
        modes = shipped_travel().modes.items()
        return {
            "site": [*groups, (gettext("单个站点"), list(single))],
            "mode": [(name, gettext(mode.label)) for name, mode in modes],
            "weekday": [(str(i), gettext(day)) for i, day in enumerate(WEEKDAYS)],
            "demand": [
                *((name, gettext(label)) for name, label in SOURCES),
                *self.brought(DEMAND),
            ],
        }

    def brought(self, kind: str) -> Choices:
        """The files of a kind this scope may use."""
        return [
            (str(pk), name) for pk, name in point_files(self.scope, kind).values_list("pk", "name")
        ]

    def begins(self, choices: dict[str, Choices]) -> dict[str, list[str]]:
        """What each field begins with."""
        return {
            "site": [STATIONS],
            "mode": ["foot"],
            "minutes": ["10"],
            "weekday": [str(local_day(now()).weekday())],
            "demand": [str(value) for value, _label in choices["demand"]],
        }


TICKED = ("demand", "candidates")


class ReachForm(AskForm):
    """An hour, and another one beside it."""

    hour = forms.TypedChoiceField(label=_("几点"), coerce=int)
    compare = forms.TypedChoiceField(label=_("对比"), coerce=int, required=False, empty_value=None)
    trips = ChoiceField(label=_("行程"), required=False)

    def choices(self) -> dict[str, Choices]:
        """With the hours of the day."""
        hours = [(str(hour), clock(hour)) for hour in range(HOURS)]
        none = [("", gettext("不用"))]
        return {
            **super().choices(),
            "hour": hours,
            "compare": [("", gettext("不对比")), *hours],
            "trips": [*none, *self.brought(TRIPS)],
        }

    def begins(self, choices: dict[str, Choices]) -> dict[str, list[str]]:
        """Early afternoon beside the night: where the holes are."""
        trips = [str(value) for value, _label in choices["trips"]]
        return {
            **super().begins(choices),
            "hour": [str(NOON)],
            "compare": [str(NIGHT)],
            "trips": trips[1:2],
        }


class SitingForm(AskForm):
    """Among which candidates, and how many or for how much."""

    hour = forms.TypedChoiceField(label=_("几点"), coerce=int, required=False, empty_value=None)
    candidates = forms.MultipleChoiceField(
        label=_("可选地点"), required=False, widget=forms.CheckboxSelectMultiple
    )
    by = ChoiceField(label=_("限制"))
    amount = forms.FloatField(label=_("数量或金额"), min_value=0.01, max_value=1e12)

    def choices(self) -> dict[str, Choices]:
        """With the places that are planned, and files of candidates."""
        hours = [(str(hour), clock(hour)) for hour in range(HOURS)]
        return {
            **super().choices(),
            "hour": [("", gettext("全天合计")), *hours],
            "candidates": [(PLANNED, gettext("拟建、在建的站点")), *self.brought(CANDIDATES)],
            "by": [("add", gettext("新增几个")), ("budget", gettext("总预算"))],
        }

    def begins(self, choices: dict[str, Choices]) -> dict[str, list[str]]:
        """Two new ones."""
        return {
            **super().begins(choices),
            "candidates": [str(value) for value, _label in choices["candidates"]],
            "by": ["add"],
            "amount": ["2"],
        }

    def clean(self) -> dict[str, Any]:
        """A number of stations is a whole one."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        amount = found.get("amount")
        if amount and found.get("by") == "add" and (amount != int(amount) or amount > 100):
            self.add_error("amount", gettext("新增几个应为 1 到 100 的整数"))
        return found


class PointsForm(BlamingForm):
    """A file of points with its name."""

    kind = ChoiceField(label=_("内容"))
    name = forms.CharField(label=_("名称"), max_length=60)
    file = forms.FileField(label=_("文件（.csv 或 .xlsx）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"kind": [(kind, gettext(label)) for kind, label in POINT_KINDS]})

    def clean_file(self) -> Any:
        """No larger than one can look through."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("文件不能超过 8 MB"))
        return file
