"""The forms of volunteer teams: a team, a volunteer, a leader, a policy, an outing, a last day."""

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
from zhuchao.journal.clock import today
from zhuchao.places.forms import PlaceForm
from zhuchao.registry.models import Person, Tie
from zhuchao.registry.teams.actions import Policy, Volunteer, Work
from zhuchao.registry.teams.codes import DANGEROUS, WORKS


class TeamForm(PlaceForm):
    """A new team."""

    field_order = ("name",)

    name = forms.CharField(label=_("队伍名称"), max_length=60)
    since = date_field(_("从哪天起"), initial=today)


class VolunteerForm(BlamingForm):
    """Who joins."""

    person = NumberField(label=_("已登记的人"), required=False)
    label = forms.CharField(
        label=_("或者写工作称呼"),
        required=False,
        max_length=60,
        help_text=_("只写称呼，不写证件号码；参加与否完全自愿。"),
    )
    minor = forms.BooleanField(label=_("未成年人"), required=False)
    consent = forms.BooleanField(label=_("监护人已同意"), required=False)
    since = date_field(_("从哪天起"), initial=today)

    def __init__(self, known: list[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"person": [("", "—"), *((p.pk, p.label) for p in known)]})

    def volunteer(self) -> Volunteer:
        """Who it is."""
        return Volunteer(**{k: v for k, v in self.cleaned_data.items() if k != "since"})


def _named(members: list[Tie]) -> list[tuple[Any, Any]]:
    return [(tie.who_person_id, str(tie.who_person)) for tie in members]


class LeaderForm(BlamingForm):
    """Who leads."""

    person = NumberField(label=_("队员"))
    since = date_field(_("从哪天起"), initial=today)

    def __init__(self, members: list[Tie], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grown = [tie for tie in members if not tie.terms["minor"]]
        choose(self, {"person": [("", gettext("请选择")), *_named(grown)]})


class InsuranceForm(BlamingForm):
    """A policy."""

    person = NumberField(label=_("保谁"), required=False)
    insurer = forms.CharField(label=_("承保机构"), max_length=60)
    number = forms.CharField(label=_("保险单号"), max_length=60)
    since = date_field(_("从哪天起"), initial=today)
    until = date_field(_("到哪天"))

    def __init__(self, members: list[Tie], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"person": [("", gettext("全队")), *_named(members)]})

    def policy(self) -> Policy:
        """The policy, without whom it covers."""
        return Policy(**{k: v for k, v in self.cleaned_data.items() if k != "person"})


class OutingForm(BlamingForm):
    """What a team went out for."""

    on = date_field(_("哪一天"), initial=today)
    work = ChoiceField(label=_("做什么"))
    people = forms.TypedMultipleChoiceField(
        label=_("哪些队员去"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    remark = forms.CharField(
        label=_("说明"), required=False, max_length=200, help_text=_("不写被服务人的身份信息。")
    )

    def __init__(self, members: list[Tie], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = gettext("%s（有风险，要先有保险）")
        works = [(c, words % n if c in DANGEROUS else n) for c, n in said(WORKS)]
        choose(
            self,
            {"work": [("", gettext("请选择")), *works], "people": _named(members)},
        )

    def done(self) -> Work:
        """The valid form."""
        return Work(**self.cleaned_data)


class LeaveForm(BlamingForm):
    """Who leaves, and his last day."""

    tie = NumberField(label=_("队员"))
    on = date_field(_("最后一天"), initial=today)

    def __init__(self, members: list[Tie], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(tie.pk, str(tie.who_person)) for tie in members]
        choose(self, {"tie": [("", gettext("请选择")), *named]})
