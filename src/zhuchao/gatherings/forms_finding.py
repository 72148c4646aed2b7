"""The forms on the page of a finding: who sees to it, what was done, that it becomes a matter."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import (
    BlamingForm,
    ChoiceField,
    choose,
    date_field,
    phone_field,
    said,
)
from zhuchao.journal.clock import today
from zhuchao.matters.drafts import MAX_TEXT, MAX_TITLE
from zhuchao.matters.kinds.difficulty import WHOSE
from zhuchao.registry.models import Organisation
from zhuchao.registry.naming import organisation_named


class GiveForm(BlamingForm):
    """Which office sees to a finding, until when."""

    office = forms.CharField(
        label=_("交给哪个单位"), max_length=80, help_text=_("单位名称或代码。")
    )
    due = date_field(_("跟进期限"))

    def given(self) -> tuple[Organisation, date]:
        """The valid form. Raises Refused for an organisation that is not here."""
        return organisation_named(self.cleaned_data["office"], "office"), self.cleaned_data["due"]


class SettleForm(BlamingForm):
    """What was done about a finding."""

    result = forms.CharField(
        label=_("怎么落实的"), max_length=300, widget=forms.Textarea({"rows": 3})
    )
    on = date_field(_("哪天落实的"), initial=today)


class BackForm(BlamingForm):
    """Why a finding is taken back."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class RaiseForm(BlamingForm):
    """A finding raised as a difficulty: the words are sealed, the summary is what others read."""

    text = forms.CharField(
        label=_("原话和详情"),
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("会加密保存，只有受理和承办的人说明用途后能看。"),
    )
    summary = forms.CharField(
        label=_("摘要"),
        max_length=MAX_TITLE,
        help_text=_("经办单位都能看到：写是什么事，不写是谁、住哪里、得了什么病。"),
    )
    whose = ChoiceField(label=_("谁的困难"))
    name = forms.CharField(label=_("称呼"), required=False, max_length=40)
    phone = phone_field(_("联系电话"), own=False, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"whose": said(WHOSE, gettext("请选择"))})

    def said(self) -> dict[str, Any]:
        """The valid form as the action takes it."""
        given = self.cleaned_data
        contact = {"name": given["name"], "phone": given["phone"]}
        return {**{k: given[k] for k in ("text", "summary", "whose")}, "contact": contact}
