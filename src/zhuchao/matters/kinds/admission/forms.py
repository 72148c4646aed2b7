"""The forms of admissions: begin one, narrow the board, plan places."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, NumberField, choose
from zhuchao.access.policy import over
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, noon, now
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.admission.quota import DESK, groups
from zhuchao.places.atlas import atlas
from zhuchao.registry.kinds import PARTY_KINDS, UNIT_SECTORS
from zhuchao.registry.routing import Office, desk


def _date(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def branches(scope: Scope) -> list[tuple[int, str]]:
    """The party organisations whose admissions somebody may keep."""
    own, paths = scope.organisations("secretary"), scope.paths(DESK)

    def mine(office: Office) -> bool:
        return office.id in own or over(office.path, paths)

    return [(o.id, o.name) for o in desk().offices.values() if o.kind in PARTY_KINDS and mine(o)]


def units() -> list[tuple[int | str, str]]:
    """The units whose places somebody may take."""
    found = [(o.id, o.name) for o in desk().offices.values() if o.kind in UNIT_SECTORS]
    return [("", gettext("不占单位名额")), *found]


class BeginForm(BlamingForm):
    """An application came in: who, where, in which group, and the day on it."""

    name = forms.CharField(
        label=_("姓名"), max_length=40, help_text=_("加密保存，列表里只显示姓。")
    )
    phone = forms.CharField(label=_("手机号"), required=False, max_length=24)
    branch = NumberField(label=_("哪个党支部"))
    group = ChoiceField(label=_("按哪个群体统计"))
    unit = NumberField(label=_("使用哪个单位的名额"), required=False)
    done_on = _date(_("入党申请书的日期"))
    adult = forms.BooleanField(label=_("已核对年满十八周岁"))
    intake_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"intake_key": uuid4()})
        super().__init__(*args, **kwargs)
        choose(
            self,
            {
                "branch": branches(scope),
                "group": list(groups(local_day(now())).items()),
                "unit": units(),
            },
        )

    def draft(self) -> Draft:
        """The valid answers as a draft; it lies where the branch does.

        It goes by the rules that were in force when he applied.
        """
        said = self.cleaned_data
        office = desk().offices[said["branch"]]
        payload = {name: said[name] for name in ("group", "branch", "adult")}
        return Draft(
            kind="admission",
            text=gettext("递交入党申请书"),
            division=atlas().by_path[office.path].code,
            contact={"name": said["name"], "phone": said["phone"]},
            intake_key=said["intake_key"],
            raised_at=min(now(), noon(said["done_on"])),
            payload={**payload, "unit": said["unit"]} if said["unit"] else payload,
        )


class BoardForm(forms.Form):
    """What the board is narrowed to; read from the address."""

    group = ChoiceField(label=_("群体"), required=False)
    branch = NumberField(label=_("党支部"), required=False)
    late = forms.BooleanField(label=_("只看超期"), required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("全部"))
        choose(
            self,
            {
                "group": [every, *groups(local_day(now())).items()],
                "branch": [every, *branches(scope)],
            },
        )


class PlanForm(BlamingForm):
    """A row of the plan."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)
    division = ChoiceField(label=_("哪一级"))
    group = ChoiceField(label=_("群体"))
    organisation = NumberField(label=_("单位（不选就是整个群体）"), required=False)
    places = forms.IntegerField(label=_("名额"), min_value=0, max_value=9999)
    tilt = forms.IntegerField(label=_("其中倾斜"), min_value=0, max_value=9999, initial=0)

    def __init__(self, scope: Scope, year: int, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"year": year, "tilt": 0})
        super().__init__(*args, **kwargs)
        own = [a for a in atlas().areas if over(a.path, scope.paths(DESK))]
        choose(
            self,
            {
                "division": [
                    (a.code, a.name) for a in own if a.kind in ("district", "street", "zone")
                ],
                "group": list(groups(local_day(now())).items()),
                "organisation": [("", gettext("整个群体")), *units()[1:]],
            },
        )


class ChangeForm(BlamingForm):
    """The numbers of a row that stands."""

    places = forms.IntegerField(label=_("名额"), min_value=0, max_value=9999)
    tilt = forms.IntegerField(label=_("其中倾斜"), min_value=0, max_value=9999)
    version = forms.IntegerField(widget=forms.HiddenInput)
