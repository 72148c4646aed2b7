"""The forms of dual check-in: who reports, an item, who takes it, a session, a household."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import (
    BlamingForm,
    ChoiceField,
    Choices,
    NumberField,
    choose,
    date_field,
    said,
)
from zhuchao.access.policy import over
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.models import Division
from zhuchao.registry.checkins.codes import ITEM_KINDS
from zhuchao.registry.checkins.sessions import MOST, Done
from zhuchao.registry.checkins.words import who_of
from zhuchao.registry.models import Tie


def today() -> date:
    """What a day is filled in with."""
    return local_day(now())


def _communities(paths: Iterable[str]) -> Choices:
    """The communities at or below these paths; a desk of one has no choice to make."""
    found, own = atlas(), tuple(paths)
    rows: Choices = [
        (code, name)
        for code, name in divisions()
        if found.by_code[code].kind == "community" and over(found.by_code[code].path, own)
    ]
    return rows if len(rows) == 1 else [("", gettext("请选择")), *rows]


class PlacedForm(BlamingForm):
    """A form of one community among those the desk keeps."""

    division = ChoiceField(label=_("社区（村）"))

    def __init__(self, paths: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"division": _communities(paths)})

    def place(self) -> Division:
        """The community that was chosen."""
        return Division.objects.get(pk=atlas().by_code[self.cleaned_data["division"]].id)


class OrganisationForm(PlacedForm):
    """An organisation that reports."""

    who = forms.CharField(
        label=_("单位"), max_length=80, help_text=_("单位的全称、代码或统一社会信用代码")
    )
    since = date_field(_("从哪天起"), initial=today)


class MemberForm(PlacedForm):
    """A member who reports."""

    name = forms.CharField(
        label=_("姓名"), max_length=60, widget=forms.TextInput({"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
        help_text=_("和党员名册里的姓名、电话都对上才能登记；每次查找都会留下记录。"),
    )
    since = date_field(_("从哪天起"), initial=today)
    field_order = ("division", "name", "phone", "since")


class ItemForm(PlacedForm):
    """Something a community asks for."""

    kind = ChoiceField(label=_("类别"))
    words = forms.CharField(
        label=_("做什么"), max_length=120, help_text=_("写事情、时间和地点；不写个人身份信息。")
    )
    wanted = forms.IntegerField(label=_("要几个认领"), min_value=1, max_value=999, initial=1)
    until = date_field(_("认领截止"))

    def __init__(self, paths: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(paths, *args, **kwargs)
        choose(self, {"kind": said(ITEM_KINDS, gettext("请选择"))})


class TakeForm(BlamingForm):
    """Who takes an item up, and on which day."""

    tie = NumberField(label=_("谁认领"))
    on = date_field(_("哪一天"), initial=today)

    def __init__(self, ties: list[Tie], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Choices = [(tie.pk, who_of(tie)) for tie in ties]
        blank: Choices = [] if len(rows) == 1 else [("", gettext("请选择"))]
        choose(self, {"tie": [*blank, *rows]})


class SessionForm(BlamingForm):
    """One session of service."""

    on = date_field(_("哪一天"), initial=today)
    headcount = forms.IntegerField(label=_("参加人数"), min_value=1, max_value=MOST, initial=1)
    remark = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        help_text=_("不写个人身份信息；困难问题请另行登记，才会有人办。"),
    )

    def done(self) -> Done:
        """The valid form."""
        return Done(**self.cleaned_data)


class ReasonForm(BlamingForm):
    """Why something is given back or taken off."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class DayForm(forms.Form):
    """The day the figures are counted to."""

    day = date_field(_("数到哪一天"), required=False)

    def asked(self) -> date:
        """The day asked for; today when none is, or one to come. Raises Refused for no day."""
        if not self.is_valid():
            raise Refused("invalid", gettext("日期要写成 2026-01-31 这样"), "day")
        return min(self.cleaned_data["day"] or today(), today())
