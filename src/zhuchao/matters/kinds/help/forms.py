"""The forms of help: ask for it, offer it, report on it, and verify who may offer."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, phone_field
from zhuchao.matters.drafts import MAX_ADDRESS, MAX_TEXT, Draft
from zhuchao.matters.forms_ask import add_asks, asked
from zhuchao.matters.kinds.help import KIND
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk

MOST_SUMMARY = 60


def communities() -> list[tuple[str, Any]]:
    """Communities in groups by their street."""
    found = atlas()
    return [
        (a.name, [(b.code, b.name) for b in found.below(a.path, "community")])
        for a in found.areas
        if a.kind in ("street", "zone")
    ]


class HelpForm(BlamingForm):
    """What is wanted, in words for helpers, and who and where one is, sealed."""

    summary = forms.CharField(
        label=_("一句话：想请人帮什么"),
        max_length=MOST_SUMMARY,
        help_text=_("附近的帮手看得到，不写姓名、电话、住址和病情。"),
    )
    category = forms.ChoiceField(label=_("是哪一类"), required=False, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("说清楚些"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("加密保存，只有社区和您选定的帮手看得到。"),
    )
    division = ChoiceField(label=_("所在社区"))
    name = forms.CharField(label=_("怎么称呼您"), max_length=40)
    phone = phone_field(_("手机号"))
    home = forms.CharField(
        label=_("住址"),
        required=False,
        max_length=MAX_ADDRESS,
        help_text=_("加密保存，只给您选定的那一位看，帮完就看不到了。"),
    )
    intake_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    check = forms.UUIDField(required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("短信验证码"),
        required=False,
        max_length=12,
        help_text=_("六位数字，10 分钟内有效。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"intake_key": uuid4()})
        super().__init__(*args, **kwargs)
        labels = [(lab.code, lab.name) for lab in desk().labels if lab.kind == "help"]
        cast(forms.ChoiceField, self.fields["category"]).choices = labels
        places = [("", gettext("请选择")), *communities()]
        cast(forms.ChoiceField, self.fields["division"]).choices = places
        add_asks(self, KIND.asks)

    def kind_fields(self) -> list[forms.BoundField]:
        """What is asked beside, the emergency tick apart."""
        return [self[ask.name] for ask in KIND.asks if ask.name != "safe"]

    def draft(self) -> Draft:
        """The valid answers as a draft."""
        said = self.cleaned_data
        return Draft(
            kind="help",
            text=said["text"],
            summary=said["summary"],
            category=said["category"],
            division=said["division"],
            contact={"name": said["name"], "phone": said["phone"], "address": said["home"]},
            intake_key=said["intake_key"],
            payload=asked(self, KIND.asks),
        )


class BoardForm(forms.Form):
    """Which place the board is of; read from the address."""

    division = ChoiceField(label=_("哪个社区"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [("", gettext("全部")), *communities()]
        cast(forms.ChoiceField, self.fields["division"]).choices = places


class VerifyForm(BlamingForm):
    """Whom the community saw and knows."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = phone_field(_("手机号"))
    division = ChoiceField(label=_("在哪里帮"))
    username = forms.CharField(
        label=_("已有的账号"),
        required=False,
        max_length=60,
        help_text=_("没有就留空，会新建一个，密码只显示一次。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.BooleanField(label=_("当面看过身份证件，认得他"))
    age = forms.ChoiceField(
        label=_("年龄"),
        choices=(("adult", _("已满 18 岁")), ("minor", _("未满 18 岁，监护人已书面同意"))),
        widget=forms.RadioSelect,
    )

    def __init__(self, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["division"]).choices = places
