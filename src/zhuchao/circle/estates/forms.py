"""The form of an estate's card: rows for gates and spots, a line for each building and corner."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import ChoiceField, choose, said
from zhuchao.access.refusal import Refused
from zhuchao.circle.estates.forms_rows import GateRows, SpotRows
from zhuchao.circle.estates.kinds import REGISTRATION
from zhuchao.circle.estates.lines import EXAMPLE, as_lines, as_point, read_lines, read_points
from zhuchao.circle.estates.plan import Building, Gate, Plan, Point
from zhuchao.circle.estates.sound import MOST_LIFT_WORDS, MOST_RULES
from zhuchao.marks.forms_site import VersionForm
from zhuchao.places.datum import from_gcj02
from zhuchao.places.models import UNKNOWN_HOURS
from zhuchao.places.site_kinds import DATUMS
from zhuchao.places.site_rows import GCJ02
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.hours_text import written

MOST_TEXT = 20_000


def _lines(label: Any, help_text: Any, rows: int) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "spellcheck": "false"})
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=MOST_TEXT, widget=widget
    )


class EstateForm(VersionForm):
    """What is not a row."""

    datum = ChoiceField(
        label=_("新写的坐标从哪里来"),
        help_text=_("从手机地图上抄来的选 GCJ-02，会换算成 CGCS2000；已经写好的不变。"),
    )
    buildings = _lines(_("楼栋"), _("一行一栋，不知道的不写。照这样写："), 10)
    route = _lines(_("电动车路线"), _("从门口开始，一行一个拐点：经度,纬度。"), 5)
    outline = _lines(_("小区边界"), _("一行一个角：经度,纬度。没有就不画。"), 5)
    registration = ChoiceField(label=_("骑手登记"))
    rules = forms.CharField(
        label=_("骑手须知"),
        required=False,
        max_length=MOST_RULES,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("车停哪里、哪里要推行；一行一条。"),
    )
    lift_words = forms.CharField(label=_("电梯说明"), required=False, max_length=MOST_LIFT_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buildings = self.fields["buildings"]
        buildings.help_text = format_html(
            '{} <span lang="zh-Hans">{}</span>',
            gettext("一行一栋，不知道的不写。照这样写："),
            EXAMPLE,
        )
        datums = [*DATUMS, (GCJ02, "GCJ-02")]
        choose(self, {"datum": datums, "registration": said(REGISTRATION)})

    def clean_buildings(self) -> list[Building]:
        """A line for each."""
        found = read_lines(self.cleaned_data["buildings"])
        self._fault(found.faults)
        return found.buildings

    def clean_route(self) -> list[Point]:
        """A corner on each line."""
        return self._points("route")

    def clean_outline(self) -> list[Point]:
        """A corner on each line."""
        return self._points("outline")

    def _points(self, name: str) -> list[Point]:
        points, faults = read_points(self.cleaned_data[name])
        self._fault(faults)
        return points

    def _fault(self, faults: Iterable[tuple[str, str]]) -> None:
        found = [forms.ValidationError(f"{where}：{why}") for where, why in faults]
        if found:
            raise forms.ValidationError(found)


class PlanForms:
    """The whole form, begun with a plan; what its position is not, is new."""

    def __init__(self, plan: Plan, version: int, given: Any = None) -> None:
        self.known = {as_point(at) for at in plan.points}
        first = {"version": version, "datum": DATUMS[0][0], **_written(plan)}
        self.form = EstateForm(given, initial=first)
        gates = [_written_gate(gate) for gate in plan.gates]
        spots = [{"kind": s.kind, "name": s.name, **_written_at(s.at)} for s in plan.spots]
        self.gates = GateRows(given, initial=gates, prefix="gates")
        self.spots = SpotRows(given, initial=spots, prefix="spots")

    def is_valid(self) -> bool:
        """Whether every part can be read."""
        return all([self.form.is_valid(), self.gates.is_valid(), self.spots.is_valid()])

    @property
    def version(self) -> int:
        """The version that was seen."""
        return int(self.form.cleaned_data["version"])

    def plan(self) -> Plan:
        """The valid form as a plan."""
        given = self.form.cleaned_data
        return Plan(
            tuple(replace(one.gate(), at=self._true(one.at)) for one in _rows(self.gates)),
            tuple(replace(one, at=self._true(one.at)) for one in given["buildings"]),
            tuple(replace(one.spot(), at=self._true(one.at)) for one in _rows(self.spots)),
            tuple(self._true_points(given["route"])),
            tuple(self._true_points(given["outline"])),
            {name: given[name] for name in ("registration", "rules", "lift_words")},
        )

    def _true_points(self, points: Iterable[Point]) -> Iterator[Point]:
        return (self._true(at) or at for at in points)

    def _true(self, at: Point | None) -> Point | None:
        """A new position of a map sold in China turned into a true one."""
        shifted = self.form.cleaned_data["datum"] == GCJ02
        if at is None or not shifted or as_point(at) in self.known:
            return at
        lon, lat = from_gcj02(*at)
        return round(lon, 6), round(lat, 6)

    def blame(self, refused: Refused) -> None:
        """Show a refusal at the rows it names."""
        rows = {"gates": _rows(self.gates), "spots": _rows(self.spots)}
        names = [one.name for one in self.form.cleaned_data["buildings"]]
        for key, message in (refused.fields or {"": refused.message}).items():
            part, _dash, rest = key.partition("-")
            number, _dash, name = rest.partition("-")
            if number and part in rows:
                row = rows[part][int(number)]
                row.add_error(name if name in row.fields else None, message)
            else:
                words = f"{names[int(number)]}：{message}" if number else message
                self.form.add_error(part if part in self.form.fields else None, words)


def _rows(rows: Any) -> list[Any]:
    return [one for one in rows.forms if not one.blank]


def _written(plan: Plan) -> dict[str, Any]:
    lines = {name: "\n".join(map(as_point, getattr(plan, name))) for name in ("route", "outline")}
    return {**plan.words, **lines, "buildings": as_lines(plan.buildings)}


def _written_at(at: Point | None) -> dict[str, float | None]:
    lon, lat = at or (None, None)
    return {"lon": lon, "lat": lat}


def _written_gate(gate: Gate) -> dict[str, Any]:
    hours = "" if gate.hours == UNKNOWN_HOURS else written(from_text(gate.hours))
    place = _written_at(gate.at)
    return {**place, "name": gate.name, "kinds": gate.kinds, "hours": hours, "note": gate.note}


class TableForm(VersionForm):
    """A table of buildings."""

    file = forms.FileField(
        label=_("Excel 或 CSV 文件"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = format_html(
            '<span lang="zh-Hans">{}</span> {}',
            "名称、经度、纬度、单元、层数、电梯",
            gettext("是列名。同名的更新，没有的加上，坐标按 CGCS2000。"),
        )
