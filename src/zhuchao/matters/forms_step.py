"""The form of a step: its fields come from what the step needs."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import ChoiceField, NumberField, PlainSelectMultiple
from zhuchao.access.refusal import Refused
from zhuchao.matters.answers import EVIDENCE, Answers
from zhuchao.matters.forms_ask import add_asks, asked
from zhuchao.matters.forms_matter import MatterForm, offices, urgencies, words_field
from zhuchao.matters.models import Matter
from zhuchao.matters.offers import offered
from zhuchao.matters.public_forms import SATISFIED
from zhuchao.matters.taking_part import ACTING, named
from zhuchao.registry.routing import route
from zhuchao.rules.flow import TAKING_PART, Step

MOST_PHOTOS = 6
NOTE = {
    "answer": _("答复（诉求人能看到）"),
    "answer_at_once": _("答复（诉求人能看到）"),
    "fix": _("处置情况（报告人能看到）"),
    "fix_at_once": _("处置情况（报告人能看到）"),
    "feed_back": _("反馈（报告人能看到）"),
    "guide": _("告诉诉求人该找谁、怎么办"),
    "contact": _("联系情况"),
    "pass_on": _("这一站做了什么、为什么上转"),
    "supervise": _("督办意见"),
}


class PhotosInput(forms.FileInput):
    """Several photos at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A list of uploads, each checked like a single one."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The uploads; none is allowed."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_PHOTOS:
            raise forms.ValidationError(gettext("最多 %(n)s 张照片") % {"n": MOST_PHOTOS})
        return [super(PhotosField, self).clean(one, initial) for one in given]


class StepForm(MatterForm):
    """One step of the flow; its fields come from what the step needs."""

    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    """Ids of photos that came with an earlier try."""

    def __init__(self, step: Step, matter: Matter, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{step.name}_%s")
        super().__init__(matter, *args, **kwargs)
        self.step = step
        for need in step.needs:
            _ADD[need](self)
        if step.told and "note" not in step.needs:
            _add_note(self, required=False)
        add_asks(self, step.asks, rows=offered(matter.kind, step.asks, matter))

    def begin_from(self, receipt: str, words: str) -> None:
        """Let the note begin with blanked words of an earlier answer, and say whose they are."""
        self.initial["note"] = words
        self.fields["note"].help_text = gettext(
            "草稿取自 %(receipt)s 的答复，号码、日期、称呼已换成〔〕；请按这一件改好再提交。"
        ) % {"receipt": receipt}

    def uploads(self) -> "list[UploadedFile[bytes]]":
        """The photos sent with this try."""
        found: list[UploadedFile[bytes]] = self.cleaned_data.get("photos") or []
        return found

    def keep(self, photos: tuple[UUID, ...]) -> None:
        """Remember stored photos, should the step be refused."""
        self._given["kept"] = ",".join(map(str, photos))

    def kept_photos(self) -> tuple[UUID, ...]:
        """Those that came with an earlier try. Raises Refused for a broken id."""
        try:
            return tuple(UUID(p) for p in self.cleaned_data["kept"].split(",") if p)
        except ValueError:
            raise Refused("invalid", gettext("照片没有传好，请重新选择"), "photos") from None

    def answers(self, photos: tuple[UUID, ...]) -> Answers:
        """The valid form as the action takes it."""
        said = self.cleaned_data
        resolved = said.get("resolved")
        return Answers(
            note=said.get("note", ""),
            reason=said.get("reason", ""),
            evidence=said.get("evidence") or "note",
            photos=photos,
            lead=said.get("lead"),
            assists=tuple(said.get("assists", ())),
            category=said.get("category", ""),
            urgency=said.get("urgency", ""),
            resolved=resolved == "yes" if resolved else None,
            satisfied=int(said["satisfied"]) if said.get("satisfied") else None,
            target=said.get("target", ""),
            participant=said.get("participant"),
            more=asked(self, self.step.asks),
        )


def _add_note(form: StepForm, *, required: bool = True) -> None:
    form.fields["note"] = words_field(NOTE.get(form.step.name, _("说明")), required=required)


def _add_reason(form: StepForm) -> None:
    form.fields["reason"] = words_field(_("理由"), rows=2)


def _add_evidence(form: StepForm) -> None:
    form.fields["evidence"] = forms.ChoiceField(
        label=_("办理凭据"),
        choices=[(code, gettext(label)) for code, label in EVIDENCE.items()],
        initial="note",
        widget=forms.RadioSelect,
        help_text=_("照片、文字说明、诉求人口头确认，有一样就行。"),
    )
    _add_photos(form)


def _add_photos(form: StepForm) -> None:
    form.fields["photos"] = PhotosField(
        label=_("照片"),
        required=False,
        widget=PhotosInput(attrs={"accept": "image/*"}),
    )


def _add_lead(form: StepForm) -> None:
    matter = form.matter
    way = route(matter.kind, matter.category, matter.division_path)
    form.fields["lead"] = NumberField(
        label=_("主办单位"),
        choices=offices(blank=_("请选择")),
        initial=way.lead,
        help_text=_("已按职责清单选好，可以改。")
        if way.lead
        else _("职责清单里没有这一类，请指定。"),
    )
    form.fields["assists"] = forms.TypedMultipleChoiceField(
        label=_("协办单位"),
        required=False,
        coerce=int,
        choices=offices(),
        initial=list(way.assists),
        widget=PlainSelectMultiple(attrs={"size": 5}),
        help_text=_("可选多家：按住 Ctrl 点选。"),
    )
    form.fields["urgency"] = ChoiceField(
        label=_("紧急程度"), choices=urgencies(), initial=matter.urgency
    )


def _add_rating(form: StepForm) -> None:
    form.fields["resolved"] = forms.ChoiceField(
        label=_("回访：问题解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没有解决，但同意办结"))],
        widget=forms.RadioSelect,
    )
    form.fields["satisfied"] = forms.ChoiceField(
        label=_("满意程度"), required=False, choices=SATISFIED, widget=forms.RadioSelect
    )


def _add_target(form: StepForm) -> None:
    form.fields["target"] = forms.CharField(
        label=_("并入哪一件（受理编号）"),
        max_length=24,
        widget=forms.TextInput(attrs={"placeholder": "261122-K7M3QP", "autocomplete": "off"}),
        help_text=_("报告的人都会收到通知，以后随那一件走。"),
    )


def _add_participant(form: StepForm) -> None:
    rows = form.matter.participants.filter(ACTING, role__in=TAKING_PART)
    form.fields["participant"] = NumberField(
        label=_("哪一位"), choices=[(p.pk, named(p)) for p in rows.select_related("identity")]
    )


_ADD = {
    "note": _add_note,
    "reason": _add_reason,
    "evidence": _add_evidence,
    "lead": _add_lead,
    "rating": _add_rating,
    "target": _add_target,
    "participant": _add_participant,
    "photos": _add_photos,
}
"""Need of a step → its fields."""
