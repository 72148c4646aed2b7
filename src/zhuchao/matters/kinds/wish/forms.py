"""The forms of wishes: narrow the list, claim with a phone or at the desk, order cards."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, phone_field
from zhuchao.matters.asking import MOST_LINE
from zhuchao.matters.kinds.wish.claiming import Claim
from zhuchao.matters.kinds.wish.public import streets
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk

Choices = list[tuple[Any, Any]]


def _categories(blank: Any) -> Choices:
    return [("", blank), *((lab.code, lab.name) for lab in desk().labels if lab.kind == "wish")]


class ShelfForm(forms.Form):
    """What the list of open wishes is narrowed to; read from the address."""

    category = ChoiceField(label=_("哪一类"), required=False)
    division = ChoiceField(label=_("哪个街道"), required=False)
    after = forms.IntegerField(required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "category", _categories(gettext("全部")))
        areas = [(a.code, a.name) for a in streets()]
        _choose(self, "division", [("", gettext("全部")), *areas])


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class ClaimForm(BlamingForm):
    """What somebody promises; with `check` he was sent a code and gives it here."""

    parts = forms.IntegerField(label=_("认领几份"), min_value=1, max_value=99, initial=1)
    phone = phone_field(_("手机号"), help_text=_("加密保存，只有社区服务岗为这件事能联系您。"))
    name = forms.CharField(label=_("怎么称呼您"), required=False, max_length=40)
    pledge = forms.CharField(
        label=_("打算怎么帮，哪天方便"),
        required=False,
        max_length=MOST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    check = forms.UUIDField(required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("短信验证码"),
        required=False,
        max_length=12,
        help_text=_("六位数字，10 分钟内有效。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, left: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].max_value = left  # type: ignore[attr-defined]
        if left <= 1:
            self.fields["parts"].widget = forms.HiddenInput()

    def claim(self) -> Claim:
        """The valid form as the action takes it."""
        said = self.cleaned_data
        return Claim(said["phone"], said["name"].strip(), said["parts"], said["pledge"].strip())


class DeskClaimForm(ClaimForm):
    """The same in person: who stands at the desk needs no code, and no phone either."""

    field_order = ("name", "phone", "parts", "pledge")

    def __init__(self, left: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(left, *args, **kwargs)
        del self.fields["check"], self.fields["code"]
        self.fields["phone"].required = False
        self.fields["name"].required = True


class BatchForm(forms.Form):
    """A batch of cards: what for, how many, where they go, and what they lead to."""

    campaign = forms.CharField(
        label=_("活动"), max_length=60, help_text=_("例如：重阳节明信片传爱心")
    )
    printed = forms.IntegerField(label=_("印多少份"), min_value=1, max_value=1_000_000)
    place = forms.CharField(
        label=_("投放地点"), max_length=120, help_text=_("写到场所，例如：春泥菜市场门口")
    )
    division = ChoiceField(label=_("扫码看哪里的心愿"), required=False)
    category = ChoiceField(label=_("哪一类"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "category", _categories(gettext("全部")))
        whole = atlas().root
        areas = [(a.code, a.name) for a in streets()]
        _choose(self, "division", [("", whole.name if whole else gettext("全部")), *areas])


class DeliveryForm(forms.Form):
    """How many cards of a batch have been put out so far."""

    delivered = forms.IntegerField(label=_("已投放多少份"), min_value=0, max_value=1_000_000)
