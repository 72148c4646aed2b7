"""What anybody may write without an account: a hazard, an appeal, a receipt, a rating."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID, uuid4

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, Choices, phone_field
from zhuchao.journal.clock import now
from zhuchao.matters.answers import Answers
from zhuchao.matters.drafts import MAX_ADDRESS, MAX_TEXT, Draft
from zhuchao.matters.forms_ask import add_asks, asked
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.offers import offered
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import Step
from zhuchao.rules.flows import flow

MOST_PHOTOS = 6
BACK = timedelta(days=7)
"""How long ago a phone without a network may have written something down."""
AHEAD = timedelta(minutes=5)
"""How far a phone's clock may be ahead."""
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


class IntakeForm(BlamingForm):
    """What every kind asks; sent twice when the guess was not seen in the page itself."""

    kind: ClassVar[str]
    template: ClassVar[str]
    shown_at: ClassVar = {"lon": "address", "lat": "address", "photos": "photo"}

    intake_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    checked = forms.CharField(required=False, widget=forms.HiddenInput)
    """Filled once the guesses were shown, so that nothing is sent unseen."""
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    photos = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    """Ids of photos that were uploaded before, by comma."""
    raised_at = forms.DateTimeField(label=_("记下的时间"), required=False, widget=forms.HiddenInput)
    """When a phone without a network wrote it down; empty: now."""
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
    phone = phone_field(
        _("手机号"), required=False, help_text=_("留了号码，有进展发短信给您；不留也能凭回执查。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"intake_key": uuid4()})
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs["accept"] = "image/*"
        # Somebody has to find it: a point or a community says where as well as words do.
        placed = self.data.get("division") or (self.data.get("lon") and self.data.get("lat"))
        self.fields["address"].required = not placed

    @classmethod
    def blank(cls, query: Mapping[str, str]) -> "IntakeForm":
        """The form as it is opened; a kind may fill in what the address names."""
        return cls()

    def clean_photos(self) -> tuple[UUID, ...]:
        """The ids as such; a broken one is told, not dropped."""
        try:
            found = tuple(UUID(p) for p in self.cleaned_data["photos"].split(",") if p)
        except ValueError:
            raise forms.ValidationError(gettext("照片没有传好，请重新选择")) from None
        if len(found) > MOST_PHOTOS:
            raise forms.ValidationError(gettext("最多 %(n)s 张照片") % {"n": MOST_PHOTOS})
        return found

    def clean_raised_at(self) -> datetime | None:
        """A moment within BACK; one that a fast clock puts into the future is now."""
        moment: datetime | None = self.cleaned_data["raised_at"]
        if moment is None:
            return None
        if moment > now() + AHEAD:
            raise forms.ValidationError(gettext("记下的时间在未来，请检查手机的时钟"))
        if moment < now() - BACK:
            words = gettext("记下已经超过 %(n)s 天，请看看现在还是不是这样，再提交一次")
            raise forms.ValidationError(words % {"n": BACK.days})
        return min(moment, now())

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
            raised_at=said["raised_at"],
            contact=self.contact(),
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

    def contact(self) -> dict[str, str]:
        """How he can be reached, to be sealed."""
        return {"phone": self.cleaned_data["phone"]}

    def payload(self) -> dict[str, Any]:
        """What only this kind asks."""
        return {}


class HazardForm(IntakeForm):
    """随手报: a photo or words, and where."""

    kind = "hazard"
    template = "matters/public/hazard.html"
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
    template = "matters/public/appeal.html"
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


class DemandForm(IntakeForm):
    """Any other kind that people raise themselves: words, who he is, and what the kind asks."""

    template = "matters/public/demand.html"
    title: ClassVar[Any]
    """What stands over the page."""
    before: ClassVar[tuple[Any, ...]] = ()
    """What has to be known before one writes; emergency numbers, say."""

    category = forms.ChoiceField(label=_("是哪一类"), required=False, widget=forms.RadioSelect)
    name = forms.CharField(label=_("怎么称呼您"), required=False, max_length=40)
    home = forms.CharField(label=_("住址（加密保存）"), required=False, max_length=MAX_ADDRESS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(lab.code, lab.name) for lab in desk().labels if lab.kind == self.kind]
        cast(forms.ChoiceField, self.fields["category"]).choices = labels
        text = self.fields["text"]
        text.label, text.required = _("什么事"), True
        text.widget.attrs |= {"rows": 5}
        asks = KINDS[self.kind].asks
        add_asks(self, asks, rows=offered(self.kind, asks))

    def guess_at(self) -> str:
        """Where the guesses come from while it is being written."""
        return reverse(f"guess_{self.kind}")

    def kind_fields(self) -> list[forms.BoundField]:
        """What only this kind asks."""
        return [self[ask.name] for ask in KINDS[self.kind].asks]

    def contact(self) -> dict[str, str]:
        """Who he is, to be sealed."""
        said = self.cleaned_data
        return {"name": said["name"], "phone": said["phone"], "address": said["home"]}

    def payload(self) -> dict[str, Any]:
        """The answers of the kind."""
        return asked(self, KINDS[self.kind].asks)


class TipForm(DemandForm):
    """食安举报: what is wrong with the food of which shop; sealed from the first word."""

    kind = "tip"
    title = _("食品安全举报")
    before = (
        _("店家和平台都看不到您是谁，也看不到您写了什么。不留姓名和电话也可以，凭回执看结果。"),
        _("已经有人吃坏了身体：先打 120，再来写。"),
    )


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


class WayForm(forms.Form):
    """A step of the asker's, or of whoever takes part: what it needs, in his own words."""

    def __init__(
        self,
        step: Step,
        *args: Any,
        people: Sequence[tuple[int, str]] = (),
        rows: Mapping[str, Choices] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        if "participant" in step.needs:
            self.fields["participant"] = forms.TypedChoiceField(
                label=_("哪一位"), choices=people, coerce=int, widget=forms.RadioSelect
            )
        if "rating" in step.needs:
            self.fields["resolved"] = forms.ChoiceField(
                label=_("问题解决了吗"), choices=RESOLVED, widget=forms.RadioSelect
            )
            self.fields["satisfied"] = forms.ChoiceField(
                label=_("办得怎么样"), required=False, choices=SATISFIED, widget=forms.RadioSelect
            )
        for need, label in (("reason", REASONS.get(step.name, _("为什么"))), ("note", _("说明"))):
            if need in step.needs:
                words = forms.Textarea(attrs={"rows": 3})
                self.fields[need] = forms.CharField(label=label, max_length=2000, widget=words)
        add_asks(self, step.asks, rows=rows)

    def answers(self) -> Answers:
        """The valid form as the action takes it."""
        said = self.cleaned_data
        return Answers(
            reason=said.get("reason", ""),
            note=said.get("note", ""),
            resolved=said["resolved"] == "yes" if "resolved" in said else None,
            satisfied=int(said["satisfied"]) if said.get("satisfied") else None,
            participant=said.get("participant"),
            more=asked(self, self.step.asks),
        )


RESOLVED = (("yes", _("解决了")), ("no", _("没有解决，但同意办结")))
SATISFIED = (
    ("5", _("很满意")),
    ("4", _("满意")),
    ("3", pgettext_lazy("满意程度", "一般")),
    ("2", _("不满意")),
    ("1", _("很不满意")),
)
REASONS = {"reopen": _("哪里没有解决")}
"""What a reason is asked for, where that is known."""
