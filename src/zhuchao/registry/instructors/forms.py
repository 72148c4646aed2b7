"""The forms of instructors: the pool, a posting, a visit, a yearly grade, a last day."""

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
from zhuchao.registry.coverage.actions import MOST_MONTHS
from zhuchao.registry.instructors.codes import DID
from zhuchao.registry.instructors.queries import Instructor
from zhuchao.registry.instructors.visits import Visit
from zhuchao.registry.models import Organisation
from zhuchao.registry.personnel.codes import APPRAISALS


class PoolForm(PlaceForm):
    """Somebody new in the pool of an area."""

    field_order = ("label",)

    label = forms.CharField(label=_("工作称呼"), max_length=60)
    since = date_field(_("从哪天起"), initial=today)


class PostForm(BlamingForm):
    """Who goes from the pool to which unit, from when and for how long."""

    person = NumberField(label=_("指导员"))
    unit = NumberField(label=_("单位"))
    since = date_field(_("从哪天起"), initial=today)
    months = forms.IntegerField(
        label=_("任期（月）"), min_value=1, max_value=MOST_MONTHS, initial=12
    )

    def __init__(
        self, pool: list[Instructor], units: list[Organisation], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        blank = ("", gettext("请选择"))
        # The least loaded are offered first.
        free = sorted((one for one in pool if one.kept), key=lambda one: one.load)
        words = gettext("%(who)s（已联系 %(n)s 家）")
        people = [(i.person.pk, words % {"who": i.person.label, "n": i.load}) for i in free]
        named = [(unit.pk, f"{unit.name} · {unit.division.name}") for unit in units]
        choose(self, {"person": [blank, *people], "unit": [blank, *named]})


class VisitForm(BlamingForm):
    """One visit: the day and what was done."""

    on = date_field(_("哪一天"), initial=today)
    did = forms.MultipleChoiceField(label=_("做了什么"), widget=forms.CheckboxSelectMultiple)
    remark = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        help_text=_("不写个人身份信息；困难问题请另行登记，才会有人办。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"did": said(DID)})

    def visit(self) -> Visit:
        """The valid form."""
        return Visit(**self.cleaned_data)


class GradeForm(BlamingForm):
    """The grade of a year."""

    year = forms.IntegerField(
        label=_("年度"), min_value=1950, max_value=2999, initial=lambda: today().year
    )
    code = ChoiceField(label=_("等次"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"code": said(APPRAISALS, gettext("请选择"))})
