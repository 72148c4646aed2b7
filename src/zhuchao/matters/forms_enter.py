"""The form with which staff enter a demand for somebody who has no phone."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, Choices, choose, phone_field
from zhuchao.matters.drafts import MAX_ADDRESS, MAX_TEXT, MAX_TITLE, Draft
from zhuchao.matters.forms import divisions
from zhuchao.matters.forms_ask import add_asks, asked
from zhuchao.matters.forms_matter import categories, urgencies
from zhuchao.matters.forms_step import PhotosField, PhotosInput
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.offers import offered
from zhuchao.rules.flows import FLOWS, flow


class EnterForm(BlamingForm):
    """What he says, where it is, and how he can be reached, if at all."""

    intake_key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("他说的事"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("用他的原话；姓名和电话写在下面，不要写在这里。"),
    )
    summary = forms.CharField(
        label=_("摘要"),
        max_length=MAX_TITLE,
        help_text=_("经办单位都能看到：写是什么事，不写是谁、住哪里、得了什么病。"),
    )
    address = forms.CharField(label=_("地点"), required=False, max_length=MAX_ADDRESS)
    division = ChoiceField(label=_("所在社区"), required=False)
    category = ChoiceField(label=_("类别"), required=False)
    urgency = ChoiceField(label=_("紧急程度"), required=False)
    photos = PhotosField(
        label=_("照片"), required=False, widget=PhotosInput(attrs={"accept": "image/*"})
    )
    name = forms.CharField(label=_("称呼"), required=False, max_length=40)
    phone = phone_field(_("联系电话"), own=False, required=False)
    home = forms.CharField(label=_("详细住址（加密保存）"), required=False, max_length=MAX_ADDRESS)
    share = forms.BooleanField(label=_("本人同意承办单位看到他是谁"), required=False)
    driver = forms.BooleanField(label=_("他是司机，先走诉求直通车"), required=False)
    skip = forms.MultipleChoiceField(
        label=_("他想跳过哪几站"), required=False, widget=forms.CheckboxSelectMultiple
    )
    external_system = forms.CharField(label=_("外部系统"), required=False, max_length=24)
    external_no = forms.CharField(label=_("外部编号"), required=False, max_length=60)
    external_due = forms.DateTimeField(
        label=_("外部时限"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("市热线派来的单，时限以它的为准。"),
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"intake_key": uuid4(), "kind": kind, **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        chain = flow(kind).chain
        hops = chain.hops if chain else ()
        found: dict[str, Choices] = {
            "kind": [(f.kind, gettext(f.label)) for f in FLOWS.values()],
            "division": [("", gettext("由地点判断")), *divisions()],
            "category": [("", gettext("先不归类")), *categories(kind)],
            "urgency": [("", gettext("按类别")), *urgencies()],
            "skip": [(h.name, gettext(h.label)) for h in hops],
        }
        choose(self, found)
        for name in ("driver", "skip") if not hops else ():
            del self.fields[name]
        add_asks(self, KINDS[kind].asks, rows=offered(kind, KINDS[kind].asks))
        self._seal(sealed=flow(kind).secrecy == "sealed")
        self.official = flow(kind).secrecy == "open" and bool(flow(kind).raisers)
        """Whether an office raises it in its own name: nobody stands behind it to be asked."""
        if self.official:
            del self.fields["share"]
            self.fields["text"].label = gettext("写明事由")
            self.fields["text"].help_text = ""
            self.fields["name"].label = gettext("联系人")

    def _seal(self, *, sealed: bool) -> None:
        """Of a sealed kind the original is locked away, so what others may read is asked too."""
        if not sealed:
            del self.fields["summary"], self.fields["home"]
            return
        self.fields["text"].help_text = gettext(
            "原话会加密保存，只有受理和承办的人说明用途后能看。"
        )
        self.fields["address"].label = gettext("大致地点")

    def kind_fields(self) -> list[forms.BoundField]:
        """What only this kind asks."""
        return [self[ask.name] for ask in KINDS[self.initial["kind"]].asks]

    def uploads(self) -> "list[UploadedFile[bytes]]":
        """The photos sent."""
        found: list[UploadedFile[bytes]] = self.cleaned_data["photos"]
        return found

    def draft(self, photos: tuple[UUID, ...]) -> Draft:
        """The valid form as a draft."""
        said = self.cleaned_data
        return Draft(
            kind=said["kind"],
            text=said["text"],
            category=said["category"],
            category_source="staff",
            urgency=said["urgency"],
            division=said["division"],
            address=said["address"],
            summary=said.get("summary", ""),
            contact={
                "name": said["name"],
                "phone": said["phone"],
                "address": said.get("home", ""),
            },
            share=said.get("share", False),
            photos=photos,
            channel="proxy",
            external_system=said["external_system"],
            external_no=said["external_no"],
            external_due=said["external_due"],
            intake_key=said["intake_key"],
            payload=self._payload(),
        )

    def _payload(self) -> dict[str, Any]:
        said = self.cleaned_data
        given = asked(self, KINDS[said["kind"]].asks)
        chain = flow(said["kind"]).chain
        if said.get("driver") and chain:
            given |= {"trade": chain.name, "skip": tuple(said["skip"])}
        return given
