"""What anybody may write without an account: a hazard, an appeal, a receipt, a rating."""

import re
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhuchao.access.refusal import Refused
from zhuchao.matters.drafts import MAX_ADDRESS, MAX_TEXT, Draft
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import flow

PHONE = re.compile(r"^\+?(?:[\s-]*\d){7,15}\s*$")
MOST_PHOTOS = 6
Choice = tuple[str, str]


def _category(kind: str) -> forms.ChoiceField:
    def choices() -> list[Choice]:
        return [(lab.code, lab.name) for lab in desk().labels if lab.kind == kind]

    return forms.ChoiceField(
        label=_("是哪一类"), required=False, choices=choices, widget=forms.RadioSelect
    )


def _divisions() -> list[Choice | tuple[str, list[Choice]]]:
    """Streets with their communities, as option groups."""
    found = atlas()
    groups = [
        (a.name, [(b.code, b.name) for b in found.below(a.path) if b.kind != "grid"])
        for a in found.areas
        if a.kind in ("street", "zone")
    ]
    return [("", gettext("由位置判断")), *groups]


def _stations() -> list[Choice]:
    chain = flow("appeal").chain
    return [(h.name, gettext(h.label)) for h in chain.hops] if chain else []


class IntakeForm(forms.Form):
    """What every kind asks; sent twice when the guess was not seen in the page itself."""

    kind: ClassVar[str]

    intake_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    checked = forms.CharField(required=False, widget=forms.HiddenInput)
    """Filled once the guesses were shown, so that nothing is sent unseen."""
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    photos = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    """Ids of photos that were uploaded before, by comma."""
    photo = forms.FileField(label=_("照片"), required=False)
    text = forms.CharField(
        label=_("说两句"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    address = forms.CharField(
        label=_("在哪里"),
        max_length=MAX_ADDRESS,
        error_messages={"required": _("请用当前位置，或者写几个字说在哪里")},
    )
    division = forms.ChoiceField(label=_("所在社区"), required=False, choices=_divisions)
    phone = forms.RegexField(
        PHONE,
        label=_("手机号"),
        required=False,
        max_length=24,
        help_text=_("留了号码，有进展发短信给您；不留也能凭回执查。"),
        error_messages={"invalid": _("号码写得不对，应是 7 到 15 位数字")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"intake_key": uuid4()})
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs["accept"] = "image/*"
        # Somebody has to find it: a point or a community says where as well as words do.
        placed = self.data.get("division") or (self.data.get("lon") and self.data.get("lat"))
        self.fields["address"].required = not placed

    def clean_photos(self) -> tuple[UUID, ...]:
        """The ids as such; a broken one is told, not dropped."""
        try:
            found = tuple(UUID(p) for p in self.cleaned_data["photos"].split(",") if p)
        except ValueError:
            raise forms.ValidationError(gettext("照片没有传好，请重新选择")) from None
        if len(found) > MOST_PHOTOS:
            raise forms.ValidationError(gettext("最多 %(n)s 张照片") % {"n": MOST_PHOTOS})
        return found

    def clean(self) -> dict[str, Any]:
        """A point is two numbers; half a point is none."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("lon") is None or cleaned.get("lat") is None:
            cleaned["lon"] = cleaned["lat"] = None
        return cleaned

    def draft(self, photos: tuple[UUID, ...]) -> Draft:
        """The valid answers as a draft; raises KeyError before `is_valid`."""
        said = self.cleaned_data
        return Draft(
            kind=self.kind,
            text=said["text"],
            title=self._title(),
            category=said["category"],
            division=said["division"],
            address=said["address"],
            lon=said["lon"],
            lat=said["lat"],
            contact={"phone": said["phone"]} if said["phone"] else {},
            share=bool(said.get("share")),
            photos=photos,
            intake_key=said["intake_key"],
            payload=self.payload(),
        )

    def _title(self) -> str:
        if self.cleaned_data["text"].strip():
            return ""
        label = desk().label(self.kind, self.cleaned_data["category"])
        return label.name if label else flow(self.kind).label

    def payload(self) -> dict[str, Any]:
        """What only this kind asks."""
        return {}

    def blame(self, refused: Refused) -> None:
        """Show a refusal at the fields it names; what is not on the form goes to the top."""
        for name, message in (refused.fields or {"": refused.message}).items():
            seen = name in self.fields and not self[name].is_hidden
            self.add_error(name if seen else _SHOWN_AT.get(name), message)


_SHOWN_AT = {"lon": "address", "lat": "address", "photos": "photo"}


class HazardForm(IntakeForm):
    """随手报: a photo or words, and where."""

    kind = "hazard"
    category = _category(kind)
    danger = forms.BooleanField(label=_("现在就可能伤到人"), required=False)
    field_order = ("photo", "address", "category", "text", "danger", "phone", "division")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Straight to the camera: what is reported is in front of one.
        self.fields["photo"].widget.attrs["capture"] = "environment"

    def clean(self) -> dict[str, Any]:
        """There has to be something to go by: a photo, words or at least what it is."""
        cleaned = super().clean()
        shown = cleaned.get("photo") or cleaned.get("photos") or cleaned.get("text")
        if not shown and not cleaned.get("category"):
            self.add_error("photo", gettext("请拍一张照片，或者写两句、选一类"))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Danger sets the urgency."""
        return {"danger": self.cleaned_data["danger"]}


class AppealForm(IntakeForm):
    """诉求: what and where; a driver may climb his chain and skip stations of it."""

    kind = "appeal"
    category = _category(kind)
    share = forms.BooleanField(label=_("同意让处理单位看到我的联系方式"), required=False)
    driver = forms.BooleanField(label=_("我是司机，先走诉求直通车"), required=False)
    skip = forms.MultipleChoiceField(
        label=_("想跳过哪几站"),
        required=False,
        choices=_stations,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.required = _("什么事"), True
        text.widget.attrs |= {"rows": 5}
        text.help_text = _("发生了什么、希望怎么解决。不用写自己的名字。")

    def payload(self) -> dict[str, Any]:
        """Whose chain it climbs, and which stations not."""
        chain = flow(self.kind).chain
        if not self.cleaned_data["driver"] or chain is None:
            return {}
        return {"trade": chain.name, "skip": tuple(self.cleaned_data["skip"])}


class LookupForm(forms.Form):
    """A receipt number and its query code, as somebody types them from a slip."""

    receipt = forms.CharField(
        label=_("回执号"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "261122-K7M3QP"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=12,
        help_text=_("回执上的六位字母和数字，不分大小写。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class RatingForm(forms.Form):
    """The asker's word on what was done."""

    resolved = forms.ChoiceField(
        label=_("问题解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没有解决，但同意办结"))],
        widget=forms.RadioSelect,
    )
    satisfied = forms.ChoiceField(
        label=_("办得怎么样"),
        required=False,
        choices=[
            ("5", _("很满意")),
            ("4", _("满意")),
            ("3", pgettext_lazy("满意程度", "一般")),
            ("2", _("不满意")),
            ("1", _("很不满意")),
        ],
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    """Why it is not solved."""

    reason = forms.CharField(
        label=_("哪里没有解决"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
