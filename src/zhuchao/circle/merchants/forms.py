"""The forms of joining: apply, nominate at the door, decide, take up the account."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, choose, phone_field, said
from zhuchao.circle.merchants.joining import Asked
from zhuchao.circle.merchants.kinds import OFFER_KINDS
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.models import Division

BIGGEST = 2**31 - 1


class NominateForm(BlamingForm):
    """A merchant at whose door one stands: what it is called, gives and where it is."""

    name = forms.CharField(label=_("店名"), max_length=80)
    offer = forms.ChoiceField(label=_("愿意给小哥提供什么"), widget=forms.RadioSelect)
    division = ChoiceField(label=_("在哪个社区"))
    address = forms.CharField(label=_("地址"), max_length=120)
    contact = forms.CharField(
        label=_("联系人"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = phone_field(
        _("手机号"), required=False, help_text=_("加密保存，只有属地工作人员写明用途才能看到。")
    )
    photo = forms.FileField(
        label=_("门头照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("请选择")), *divisions()]
        choose(self, {"offer": said(OFFER_KINDS), "division": choices})

    def asked(self, photos: tuple[UUID, ...]) -> Asked:
        """The valid form as the verbs take it; half a point is none."""
        given = self.cleaned_data
        placed = given["lon"] is not None and given["lat"] is not None
        return Asked(
            name=given["name"],
            division=Division.objects.get(pk=atlas().by_code[given["division"]].id),
            address=given["address"],
            offer=given["offer"],
            contact={"name": given["contact"], "phone": given["phone"]},
            lon=given["lon"] if placed else None,
            lat=given["lat"] if placed else None,
            photos=photos,
        )


class ApplyForm(NominateForm):
    """The same of a merchant that applies itself: it has to be reached."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("contact", "phone"):
            self.fields[name].required = True


class DecideForm(BlamingForm):
    """Accept, open at once or in preparation, or refuse with a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST)
    decision = forms.ChoiceField(
        label=_("审核结果"),
        choices=(
            ("open", _("通过，现在就营业")),
            ("building", _("通过，还在筹备")),
            ("refuse", _("不通过")),
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("不通过的原因"), max_length=200, required=False, help_text=_("申请人会看到。")
    )


class PurposeForm(BlamingForm):
    """What somebody's name and phone are wanted for."""

    purpose = forms.CharField(label=_("查看联系人的用途"), max_length=120)


class JoinForm(BlamingForm):
    """The account of a keeper."""

    username = forms.CharField(
        label=_("账号"),
        max_length=60,
        help_text=_("以后登录用，字母和数字都行。"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    name = forms.CharField(
        label=_("怎么称呼您"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text=_("至少八位，不要全是数字。"),
    )
