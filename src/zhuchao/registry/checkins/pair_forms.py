"""The forms of pairs: who is paired with which household, and what one is opened for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import (
    BlamingForm,
    ChoiceField,
    NumberField,
    choose,
    date_field,
    said,
)
from zhuchao.registry.checkins.forms import PlacedForm, today
from zhuchao.registry.checkins.words import household_name
from zhuchao.registry.models import Household

WHO = (("organisation", gettext_noop("单位")), ("person", gettext_noop("个人")))


class PurposeForm(BlamingForm):
    """What a household's identity is opened for."""

    purpose = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("每次查看都会连同用途留下记录。")
    )


class PairForm(PlacedForm):
    """Who is paired with which household: one that is known, or a new one that gets sealed."""

    kind = ChoiceField(label=_("谁来结对"))
    who = forms.CharField(
        label=_("单位或个人"),
        max_length=80,
        help_text=_("单位写全称或代码；个人写平台里的工作称呼或账号。"),
    )
    household = NumberField(label=_("已登记的结对户"), required=False)
    name = forms.CharField(label=_("新结对户的姓名"), max_length=60, required=False)
    phone = forms.CharField(label=_("新结对户的电话"), max_length=30, required=False)
    address = forms.CharField(
        label=_("新结对户的住址"),
        max_length=120,
        required=False,
        help_text=_("身份信息加密存放；页面上只显示编号，写明用途才能查看。"),
    )
    since = date_field(_("从哪天起"), initial=today)

    def __init__(
        self, paths: Iterable[str], known: Iterable[Household], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(paths, *args, **kwargs)
        self.known = {one.pk: one for one in known}
        rows = [(pk, f"{one.division} · {household_name(one)}") for pk, one in self.known.items()]
        fresh = ("", gettext("新的一户"))
        choose(self, {"kind": said(WHO), "household": [fresh, *rows]})

    def clean(self) -> dict[str, Any]:
        """Either a known household of that community, or the name of a new one."""
        given = self.cleaned_data
        chosen = self.known.get(given.get("household") or 0)
        if chosen is None and not given.get("name", "").strip():
            self.add_error("name", gettext("请写姓名，或者选一户已登记的"))
        if chosen and chosen.division.code != given.get("division"):
            self.add_error("household", gettext("这一户不在所选的社区"))
        return given

    def identity(self) -> dict[str, str]:
        """What is to be sealed of a new household."""
        return {name: self.cleaned_data[name] for name in ("name", "phone", "address")}
