"""The forms of contacts: what the page is narrowed to, who is named, a visit, a room."""

from datetime import date
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
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import today
from zhuchao.places.choices import divisions
from zhuchao.places.models import Site
from zhuchao.registry.contacts.codes import DID
from zhuchao.registry.contacts.queries import ContactFilters, leaders_to_choose
from zhuchao.registry.contacts.rooms import guides_of, open_sites
from zhuchao.registry.instructors.forms import VisitForm
from zhuchao.registry.models import Organisation, Person
from zhuchao.registry.organisations.forms import named_organisation


class ContactFilterForm(forms.Form):
    """What the page is narrowed to, and the day it is read on (today)."""

    words = forms.CharField(label=_("单位"), required=False, max_length=60)
    division = ChoiceField(label=_("区划"), required=False)
    on = date_field(_("哪一天"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})
        choose(self, {"division": [("", gettext("全部")), *divisions()]})

    def filters(self) -> ContactFilters:
        """The valid form as the query takes it."""
        given = self.cleaned_data
        return ContactFilters(given["on"] or today(), given["division"], given["words"])


class DayForm(forms.Form):
    """The day up to which a year is counted (today)."""

    on = date_field(_("数到哪一天"), required=False)

    def day(self) -> date:
        """The day of the valid form."""
        found: date = self.cleaned_data["on"] or today()
        return found


class LeaderForm(BlamingForm):
    """A leader: somebody of the list, or a working name that is not on it."""

    person = NumberField(label=_("联系的领导"), required=False)
    label = forms.CharField(label=_("名单里没有的，写工作称呼"), required=False, max_length=60)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in leaders_to_choose(scope, today())}
        named = [(pk, one.label) for pk, one in self.people.items()]
        choose(self, {"person": [("", gettext("请选择")), *named]})

    def leader(self) -> Person | str:
        """Who it is. Raises Refused when nobody was said, or two."""
        person, label = self.cleaned_data["person"], self.cleaned_data["label"].strip()
        if bool(person) == bool(label):
            raise Refused("invalid", gettext("请选一位领导，或者写一个称呼"), "person")
        return self.people[person] if person else label


class NameForm(LeaderForm):
    """Who keeps contact with which unit, since when."""

    unit = forms.CharField(
        label=_("单位"), max_length=40, help_text=_("单位的代码或统一社会信用代码")
    )
    since = date_field(_("从哪天起"), initial=today)
    field_order = ("unit", "person", "label", "since")


class ReplaceForm(LeaderForm):
    """Another leader from a day on."""

    on = date_field(_("新联系人从哪天起"), initial=today)


class WalkForm(VisitForm):
    """One visit of a contact: the day and what was done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"did": said(DID)})


class RoomForm(BlamingForm):
    """A members' room: which site, whose, who guided, when it opened."""

    site = NumberField(label=_("党员活动室"))
    organisation = forms.CharField(
        label=_("哪个单位或党组织的"),
        max_length=40,
        help_text=_("单位的代码或统一社会信用代码"),
    )
    person = NumberField(label=_("谁指导的"))
    on = date_field(_("开放日期"), required=False, help_text=_("空着就用场所登记的开放日期。"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites: dict[int, Site] = {one.pk: one for one in open_sites(scope)}
        self.people: dict[int, Person] = {one.pk: one for one in guides_of(scope)}
        blank = ("", gettext("请选择"))
        sites = [(pk, f"{one.name} · {one.division.name}") for pk, one in self.sites.items()]
        people = [(pk, one.label) for pk, one in self.people.items()]
        choose(self, {"site": [blank, *sites], "person": [blank, *people]})


def unit_of(scope: Scope, words: str, field: str) -> Organisation:
    """The organisation of a code in the scope's area. Raises Refused when there is none."""
    found = named_organisation(scope, words.strip())
    if found is None:
        raise Refused("invalid", gettext("您管辖的区划里没有这个单位"), field)
    return found
