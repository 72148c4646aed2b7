"""The filters of the lists of visits and findings, and the form of a new visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import (
    BlamingForm,
    ChoiceField,
    Choices,
    NumberField,
    choose,
    date_field,
    said,
)
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.gatherings.codes import FOLLOW_UPS, MODES, STATES, TOPICS
from zhuchao.gatherings.models import Gathering
from zhuchao.gatherings.policy import hosts
from zhuchao.gatherings.queries import FindingFilters, VisitFilters
from zhuchao.journal.clock import today
from zhuchao.marks.forms import BIGGEST, ListForm
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation
from zhuchao.registry.naming import organisation_named


class VisitFilterForm(ListForm):
    """What the list of visits is narrowed to."""

    state = ChoiceField(label=_("状态"), required=False)
    mode = ChoiceField(label=_("走访方式"), required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1950, max_value=2999)
    month = forms.IntegerField(label=_("月份"), required=False, min_value=1, max_value=12)
    division = ChoiceField(label=_("区划"), required=False)
    unit = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    counted = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def found(self) -> dict[str, Choices]:
        """Choices."""
        every = gettext("全部")
        return {
            "state": said(STATES, every),
            "mode": said(MODES, every),
            "division": [("", every), *divisions()],
        }

    def filters(self) -> VisitFilters:
        """The valid form as the query takes it."""
        return VisitFilters(**{k: v for k, v in self.cleaned_data.items() if k != "after"})


class FindingFilterForm(ListForm):
    """What the list of findings is narrowed to."""

    state = ChoiceField(label=_("跟进情况"), required=False)
    topic = ChoiceField(label=_("哪方面"), required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1950, max_value=2999)
    mine = forms.BooleanField(label=_("只看交给我单位的"), required=False)
    counted = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def found(self) -> dict[str, Choices]:
        """Choices."""
        every = gettext("全部")
        return {"state": said(FOLLOW_UPS, every), "topic": said(TOPICS, every)}

    def filters(self) -> FindingFilters:
        """The valid form as the query takes it."""
        return FindingFilters(**{k: v for k, v in self.cleaned_data.items() if k != "after"})


class VisitForm(BlamingForm):
    """A visit that is planned, or that took place already."""

    unit = forms.CharField(
        label=_("走访哪个单位"),
        required=False,
        max_length=80,
        help_text=_("名称、代码或统一社会信用代码；走访村（社区）、楼栋的空着，在下面选地方。"),
    )
    division = ChoiceField(label=_("走访哪个地方"), required=False)
    mode = ChoiceField(label=_("走访方式"))
    title = forms.CharField(
        label=_("题目"), max_length=80, help_text=_("去看什么，例如“暑期送餐高峰的歇脚情况”。")
    )
    begins = date_field(_("开始日期"), initial=today)
    ends = date_field(_("结束日期"), required=False, help_text=_("只去一天的不用填。"))
    host = NumberField(label=_("以哪个单位的名义"))
    follows = forms.IntegerField(
        required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = hosts(scope)
        blank = gettext("请选择")
        named: Choices = [(one.id, one.name) for one in self.offices]
        choose(
            self,
            {
                "division": [("", gettext("不是走访地方")), *divisions()],
                "mode": said(MODES),
                "host": named if len(named) == 1 else [("", blank), *named],
            },
        )

    def visit(self) -> Gathering:
        """The valid form as an unsaved row. Raises Refused unless it names one unit or place."""
        given = self.cleaned_data
        words, code = given["unit"].strip(), given["division"]
        if bool(words) == bool(code):
            raise Refused("invalid", gettext("请写一个单位，或者选一个地方"), "unit")
        row = Gathering(
            mode=given["mode"],
            title=given["title"],
            begins=given["begins"],
            ends=given["ends"] or given["begins"],
            host=Organisation.objects.get(pk=given["host"]),
            follows_id=given["follows"],
        )
        if words:
            row.unit = organisation_named(words, "unit")
        else:
            row.division = Division.objects.get(pk=atlas().by_code[code].id)
        return row
