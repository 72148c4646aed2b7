"""The forms on the page of a visit: that it was held, who was there, a finding, the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import (
    BlamingForm,
    ChoiceField,
    NumberField,
    choose,
    date_field,
    said,
)
from zhuchao.gatherings.actions import Held
from zhuchao.gatherings.codes import TOPICS
from zhuchao.gatherings.details import VisitDetail
from zhuchao.gatherings.models import Gathering
from zhuchao.gatherings.policy import going
from zhuchao.journal.clock import today
from zhuchao.marks.forms_site import VersionForm


class HeldForm(VersionForm):
    """What is told once it took place."""

    begins = date_field(_("开始日期"))
    ends = date_field(_("结束日期"))
    people = forms.TypedMultipleChoiceField(
        label=_("谁去了"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    companions = forms.IntegerField(
        label=_("其他同行人数"), min_value=0, max_value=9_999, initial=0
    )
    met = forms.IntegerField(label=_("访谈人次"), min_value=0, max_value=9_999, initial=0)

    def __init__(self, visit: Gathering, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"people": [*going(visit.host_id, min(visit.begins, today())).items()]})

    def held(self) -> Held:
        """The valid form."""
        return Held(**{k: v for k, v in self.cleaned_data.items() if k != "version"})


class AttendForm(VersionForm):
    """Who of those that went was there for some of the days only."""

    person = NumberField(label=_("谁"))
    first = date_field(_("从哪天起"))
    last = date_field(_("到哪天止"))

    def __init__(self, detail: VisitDetail, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.person_id, one.person.label) for one in detail.people]
        choose(self, {"person": [("", gettext("请选择")), *people]})


class ReportForm(VersionForm):
    """The report, with photos."""

    text = forms.CharField(
        label=_("报告"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("写看到了什么、怎么判断、建议什么；写地方和单位，不写个人。"),
    )
    photo = forms.FileField(
        label=_("照片"), required=False, widget=forms.FileInput({"accept": "image/*"})
    )


class ReasonForm(VersionForm):
    """Why a visit is called off or taken back."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class NoteForm(BlamingForm):
    """What was found on a day."""

    on = date_field(_("哪一天发现的"), initial=today)
    topic = ChoiceField(label=_("哪方面"))
    text = forms.CharField(
        label=_("发现了什么"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("写地方和单位，不写个人；某人、某户的困难请转为办件，原话会加密。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"topic": said(TOPICS, gettext("请选择"))})
