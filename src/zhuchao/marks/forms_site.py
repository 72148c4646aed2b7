"""The forms of one site: its row, a pause, its end, its host; each bound to the version seen."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import (
    BlamingForm,
    ChoiceField,
    NumberField,
    choose,
    date_field,
    said,
)
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.forms import kinds, offices
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.datum import from_gcj02
from zhuchao.places.models import UNKNOWN_HOURS, Division, Site
from zhuchao.places.site_kinds import DATUMS, EQUIPMENT, LEVELS, STATUSES
from zhuchao.places.site_rows import GCJ02, MOST_SEATS
from zhuchao.rules.hours_data import as_text, from_text
from zhuchao.rules.hours_reading import HoursError, read_hours
from zhuchao.rules.hours_text import written

BIGGEST = 2**31 - 1
EXAMPLES = (
    "周一至周五 8:00-20:00；周末 9:00-17:00；节假日休息。"
    "24小时、不详、22:00-次日6:00、除夕至初三休息、暂停开放至2026-12-31 也可以写。"
)
"""In the words that are read, whatever the language of the page."""


class VersionForm(BlamingForm):
    """A form bound to the version of what was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST)


class SiteForm(VersionForm):
    """The row of a site as staff write it."""

    name = forms.CharField(label=_("名称"), max_length=80)
    kind = ChoiceField(label=_("类别"))
    level = ChoiceField(
        label=_("级别"), required=False, help_text=_("服务站、党群服务中心和化解超市分三级。")
    )
    status = ChoiceField(label=_("状态"), help_text=_("拟建和在建的不计入站点数。"))
    opened_on = date_field(
        _("开放日期"), required=False, help_text=_("不写就从登记这天起算；还没开放的不要写。")
    )
    division = ChoiceField(label=_("所在社区"))
    address = forms.CharField(label=_("地址"), required=False, max_length=120)
    lon = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-90, max_value=90)
    datum = ChoiceField(
        label=_("坐标从哪里来"), help_text=_("从手机地图上抄来的选 GCJ-02，会换算成 CGCS2000。")
    )
    hours = forms.CharField(
        label=_("开放时间"),
        required=False,
        max_length=400,
    )
    equipment = forms.MultipleChoiceField(
        label=_("设施"), required=False, widget=forms.CheckboxSelectMultiple
    )
    capacity = forms.IntegerField(
        label=_("座位"), required=False, min_value=1, max_value=MOST_SEATS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].help_text = format_html(
            '{} <span lang="zh-Hans">{}</span>',
            gettext("没写到的日子算不详，不算休息。照这样写："),
            EXAMPLES,
        )
        choose(
            self,
            {
                "kind": kinds(gettext("请选择")),
                "level": said(LEVELS, gettext("不分级")),
                "status": said(STATUSES),
                "division": [("", gettext("请选择")), *divisions()],
                "datum": [*DATUMS, (GCJ02, "GCJ-02")],
                "equipment": said(EQUIPMENT),
            },
        )

    def clean_hours(self) -> str:
        """The hours in canonical form; what is not written is unknown."""
        words = self.cleaned_data["hours"]
        if not words.strip():
            return UNKNOWN_HOURS
        try:
            return as_text(read_hours(words))
        except HoursError as error:
            parts = {"part": error.part, "why": gettext(error.why)}
            raise forms.ValidationError(gettext("读到“%(part)s”：%(why)s") % parts) from error

    def clean(self) -> dict[str, Any]:
        """Coordinates of the maps sold in China are turned into true ones."""
        given = super().clean() or self.cleaned_data
        lon, lat = given.get("lon"), given.get("lat")
        if given.get("datum") == GCJ02:
            given["datum"] = DATUMS[0][0]
            if lon is not None and lat is not None:
                given["lon"], given["lat"] = (round(n, 6) for n in from_gcj02(lon, lat))
        return given

    def changes(self) -> dict[str, Any]:
        """The valid form as `change_site` takes it."""
        given = dict(self.cleaned_data)
        del given["version"]
        given["division"] = Division.objects.get(pk=atlas().by_code[given["division"]].id)
        return given

    def site(self) -> Site:
        """The valid form as an unsaved row."""
        return Site(**self.changes())


def written_site(site: Site) -> dict[str, Any]:
    """The row of a site as the form begins with it."""
    fields = ("version", "name", "kind", "level", "status", "opened_on", "address", "lon", "lat")
    found = {name: getattr(site, name) for name in fields}
    return found | {
        "division": site.division.code,
        "datum": site.datum,
        "hours": written(from_text(site.hours)),
        "equipment": site.equipment,
        "capacity": site.capacity,
    }


class PauseForm(VersionForm):
    """Close until a day."""

    until = date_field(_("暂停到哪一天（含当天）"))


class RetireForm(VersionForm):
    """Close for good."""

    on = date_field(_("从哪一天起撤销"), initial=lambda: local_day(now()))
    reason = forms.CharField(label=_("原因"), max_length=200)


class HostForm(BlamingForm):
    """Who runs the site."""

    organisation = NumberField(label=_("承办单位"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"organisation": offices(gettext("请选择"))})
