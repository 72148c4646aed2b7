"""The forms of a social worker's record: the list's filters, recruiting, a milestone, a post."""

from collections.abc import Mapping
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
from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import today
from zhuchao.places.choices import divisions
from zhuchao.places.forms import PlaceForm
from zhuchao.registry.models import Organisation
from zhuchao.registry.personnel.actions import MOST_HOURS, Noted
from zhuchao.registry.personnel.codes import CERTIFICATES, KINDS, POSTS, REASONS, SOURCES
from zhuchao.registry.personnel.policy import DESK
from zhuchao.registry.personnel.queries import WorkerFilters

EMPLOYERS = ("office", "committee", "new_community", "department", "intake")
MOST_PK = 2**31 - 1


class WorkerFilterForm(forms.Form):
    """What the list is narrowed to."""

    words = forms.CharField(label=_("找人"), required=False, max_length=60)
    division = ChoiceField(label=_("区划"), required=False)
    post = ChoiceField(label=_("岗位"), required=False)
    certificate = ChoiceField(label=_("职业资格"), required=False)
    away = forms.BooleanField(label=_("看已离任的"), required=False)
    after = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=0, max_value=MOST_PK
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = gettext("全部")
        more = [("none", gettext("没有在有效期内的")), ("ending", gettext("三个月内到期或已过期"))]
        choose(
            self,
            {
                "division": [("", every), *divisions()],
                "post": said(POSTS, every),
                "certificate": [*said(CERTIFICATES, every), *more],
            },
        )

    def filters(self) -> WorkerFilters:
        """The valid form."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "after"}
        return WorkerFilters(**given)


class PostForm(BlamingForm):
    """A post in an organisation of the area from a day on."""

    organisation = NumberField(label=_("单位"))
    post = ChoiceField(label=_("岗位"))
    on = date_field(_("从哪天起"), initial=today)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = gettext("请选择")
        choose(self, {"organisation": employers(scope, blank), "post": said(POSTS, blank)})

    def employer(self) -> Organisation:
        """The organisation that was chosen, with its division."""
        rows = Organisation.objects.select_related("division")
        return rows.get(pk=self.cleaned_data["organisation"])


def employers(scope: Scope, blank: str) -> Choices:
    """The organisations of the area in which social workers serve."""
    area = under("division__path", ["/"] if scope.system else scope.paths(DESK))
    rows = Organisation.objects.filter(area, kind__in=EMPLOYERS).order_by("division__path", "name")
    return [("", blank), *rows.values_list("pk", "name")]


class RecruitForm(PostForm):
    """A new social worker and his first post."""

    label = forms.CharField(
        label=_("工作称呼"),
        max_length=60,
        help_text=_("同事们怎么称呼他；身份证号、电话不写在这里。"),
    )
    source = ChoiceField(label=_("来源"))
    field_order = ("label", "source", "organisation", "post", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"source": said(SOURCES, gettext("请选择"))})


class LeaveForm(BlamingForm):
    """Why and since when somebody serves no more."""

    reason = ChoiceField(label=_("原因"))
    on = date_field(_("从哪天起不再任职"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"reason": said(REASONS, gettext("请选择"))})


class ReserveForm(PlaceForm):
    """Where somebody is kept in reserve, and since when."""

    since = date_field(_("从哪天起"), initial=today)


class NoteForm(BlamingForm):
    """One milestone of a kind; it asks only what that kind says."""

    code = ChoiceField()
    on = date_field(_("日期"), initial=today)
    hours = forms.IntegerField(label=_("学时"), min_value=1, max_value=MOST_HOURS)
    until = date_field(_("登记有效期至"))

    def __init__(self, kind: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=kind)
        self.kind = kind
        row = KINDS[kind]
        self.fields["code"].label = gettext(row.asked)
        choose(self, {"code": said(row.codes, gettext("请选择"))})
        for name, wanted in (("hours", row.hours), ("until", row.until)):
            if not wanted:
                del self.fields[name]

    def noted(self) -> Noted:
        """The valid form."""
        return Noted(self.kind, **self.cleaned_data)
