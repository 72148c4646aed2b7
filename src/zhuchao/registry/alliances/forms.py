"""The forms of alliances and rooms. Organisations and sites are named as people name them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import (
    BlamingForm,
    ChoiceField,
    LastDayForm,
    NumberField,
    choose,
    date_field,
    said,
)
from zhuchao.access.policy import over, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import today
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.forms import PlaceForm
from zhuchao.places.models import Site
from zhuchao.registry.alliances.codes import PURPOSES
from zhuchao.registry.alliances.opening import DAY_HOURS
from zhuchao.registry.alliances.wanted import MOST_PEOPLE, Wanted
from zhuchao.registry.coverage.policy import ACTS
from zhuchao.registry.models import Organisation
from zhuchao.registry.naming import organisation_named
from zhuchao.registry.personnel.forms import MOST_PK
from zhuchao.registry.terms import ROOM_USERS

MOST_MEMBERS = 60
NAMED = _("写名称或代码")


def _named(words: str) -> Organisation:
    try:
        return organisation_named(words, "")
    except Refused as refused:
        raise forms.ValidationError(refused.message) from refused


class OrganisationField(forms.CharField):
    """An organisation by its name or code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, help_text=NAMED, **kwargs)

    def clean(self, value: Any) -> Any:
        """The row."""
        return _named(super().clean(value))


class MembersField(forms.CharField):
    """Organisations, one a line."""

    widget = forms.Textarea({"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4000, help_text=_("一行一个，写名称或代码"), **kwargs)

    def clean(self, value: Any) -> Any:
        """The rows, each once; every line at fault is told."""
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_MEMBERS:
            words = gettext("一次最多写 %(n)s 个") % {"n": MOST_MEMBERS}
            raise forms.ValidationError(words)
        found, faults = {}, []
        for number, line in enumerate(lines, 1):
            try:
                row = _named(line)
                found[row.pk] = row
            except forms.ValidationError as fault:
                said = {"n": number, "why": fault.message}
                faults.append(gettext("第 %(n)s 行：%(why)s") % said)
        if faults:
            raise forms.ValidationError(faults)
        return list(found.values())


class FoundForm(PlaceForm):
    """A new alliance with its first members."""

    field_order = ("name",)

    name = forms.CharField(label=_("名称"), max_length=80)
    members = MembersField(label=_("成员"))
    since = date_field(_("从哪天起"), initial=today)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found, paths = atlas(), scope.paths(*ACTS)
        own = [(c, name) for c, name in divisions() if over(found.by_code[c].path, paths)]
        choose(self, {"division": [("", gettext("请选择")), *own]})


class JoinForm(BlamingForm):
    """Who joins an alliance, from which day on."""

    members = OrganisationField(label=_("加入的组织"))
    since = date_field(_("从哪天起"), initial=today)


class LeadForm(BlamingForm):
    """Who leads whom, from which day on."""

    leader = OrganisationField(label=_("牵头的党组织"))
    led = OrganisationField(label=_("带建的组织"))
    since = date_field(_("从哪天起"), initial=today)


class DissolveForm(LastDayForm):
    """The last day of an alliance, and why."""

    reason = forms.CharField(label=_("原因"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_PK)


class OpenForm(BlamingForm):
    """A room that is shared: whose, which, with whom."""

    owner = OrganisationField(label=_("阵地的主人"))
    site = forms.CharField(label=_("场所"), max_length=80, help_text=NAMED)
    open_to = ChoiceField(label=_("谁可以预约"))
    since = date_field(_("从哪天起"), initial=today)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paths = scope.paths(*ACTS)
        choose(self, {"open_to": said(ROOM_USERS)})

    def clean_site(self) -> Site:
        """The open site of the desk's area by this name or code."""
        text = self.cleaned_data["site"].strip()
        rows = Site.objects.filter(Q(name=text) | Q(code=text), status="open")
        found = rows.filter(under("division__path", self.paths)).select_related("division")[:2]
        if not found:
            raise forms.ValidationError(gettext("没有“%(name)s”这个场所") % {"name": text})
        if len(found) > 1:
            words = gettext("叫“%(name)s”的不止一个，请写代码") % {"name": text}
            raise forms.ValidationError(words)
        return found[0]


class BookForm(BlamingForm):
    """Hours of a day in a room, for whom, how many and what."""

    day = date_field(_("哪一天"))
    first = NumberField(label=_("几点开始"))
    last = NumberField(label=_("几点结束"))
    people = forms.IntegerField(label=_("人数"), min_value=1, max_value=MOST_PEOPLE)
    purpose = ChoiceField(label=_("用途"))
    organisation = NumberField(label=_("预约单位"))

    def __init__(self, bookers: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [(h, f"{h}:00") for h in range(DAY_HOURS + 1)]
        choose(
            self,
            {
                "first": hours[:-1],
                "last": hours[1:],
                "purpose": said(PURPOSES),
                "organisation": [(one.pk, one.name) for one in bookers],
            },
        )

    def wanted(self) -> Wanted:
        """The valid form."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "organisation"}
        return Wanted(**given)


class WeekForm(forms.Form):
    """Which week of a room is looked at, and which hour was touched."""

    day = forms.DateField(required=False)
    first = forms.IntegerField(required=False, min_value=0, max_value=DAY_HOURS - 1)


class PageForm(forms.Form):
    """The key a page of records goes on before."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
