"""The small forms on the page of a matter: requests, rulings, sorting, identities."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, Choices, NumberField, choose
from zhuchao.matters import clocks
from zhuchao.matters.actions.requests import Plea, Ruling
from zhuchao.matters.forms import divisions
from zhuchao.matters.models import URGENCIES, Matter, Request
from zhuchao.places.atlas import atlas
from zhuchao.registry.kinds import ORGANISATION_KINDS
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import RequestKind
from zhuchao.rules.flows import flow

MOST_WORDS = 4000


class MatterForm(BlamingForm):
    """A form bound to the version of the matter that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, matter: Matter, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"version": matter.version, **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        self.matter = matter
        if self.is_bound:
            self.data = self._given.copy()

    @property
    def _given(self) -> QueryDict:
        return cast(QueryDict, self.data)

    def renew(self, version: int) -> None:
        """Carry on from the version that is in force now, with the words that were written."""
        self._given["version"] = str(version)

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in."""
        return bool(self.visible_fields())

    def words(self) -> str:
        """What was written, to be shown again where the form itself is gone."""
        said = (self.data.get(name, "") for name in ("reason", "note"))
        return "\n".join(s for s in said if s)


def words_field(label: Any, *, rows: int = 3, required: bool = True) -> forms.CharField:
    """A box for free words."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PleaForm(MatterForm):
    """Ask for a return, an extension or an exclusion."""

    def __init__(self, wanted: RequestKind, matter: Matter, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{wanted.name}_%s")
        super().__init__(matter, *args, **kwargs)
        if wanted.reasons:
            self.fields["reason_code"] = forms.ChoiceField(
                label=_("理由"), choices=_codes(wanted), widget=forms.RadioSelect
            )
        if "duty" in wanted.needs:
            self.fields["duty"] = NumberField(
                label=_("依据职责清单的哪一条"), choices=_duties(matter)
            )
            self.fields["proposed"] = NumberField(
                label=_("建议由谁办"),
                required=False,
                choices=offices(blank=_("由受理岗定")),
            )
        if wanted.name == "extension":
            most = clocks.limit_of(matter, wanted.limit).amount
            self.fields["days"] = forms.IntegerField(
                label=_("延长几天（最多 %(n)s 天）") % {"n": most}, min_value=1, max_value=most
            )
        self.fields["reason"] = words_field(_("说明"), rows=2, required=not wanted.reasons)

    def plea(self) -> Plea:
        """The valid form as the action takes it."""
        said = self.cleaned_data
        return Plea(
            reason=said["reason"],
            reason_code=said.get("reason_code", ""),
            duty=said.get("duty"),
            proposed=said.get("proposed"),
            days=said.get("days"),
        )


class RulingForm(MatterForm):
    """Grant or refuse a request; a granted return names who takes it."""

    granted = forms.ChoiceField(
        label=_("裁定"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        widget=forms.RadioSelect,
    )
    note = words_field(_("裁定意见"), rows=2, required=False)

    def __init__(self, request: Request, matter: Matter, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_ruling{request.pk}_%s")
        super().__init__(matter, *args, **kwargs)
        if request.kind == "return":
            self.fields["lead"] = NumberField(
                label=_("同意后由谁主办"),
                required=False,
                choices=offices(blank=_("请选择")),
                initial=request.proposed_id,
            )
            self.fields["correct"] = forms.BooleanField(
                label=_("同时更正职责清单，以后这一类直接派给它"), required=False, initial=True
            )

    def ruling(self) -> Ruling:
        """The valid form as the action takes it."""
        said = self.cleaned_data
        return Ruling(
            granted=said["granted"] == "yes",
            note=said["note"],
            lead=said.get("lead"),
            correct=said.get("correct", False),
        )


class SortForm(MatterForm):
    """Correct what a matter is about, where it is and how urgent."""

    category = ChoiceField(label=_("类别"), required=False)
    division = ChoiceField(label=_("区划"))
    urgency = ChoiceField(label=_("紧急程度"))

    def __init__(self, matter: Matter, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_sort_%s")
        area = atlas().by_path.get(matter.division_path)
        kwargs["initial"] = {
            "category": matter.category,
            "division": area.code if area else "",
            "urgency": matter.urgency,
        }
        super().__init__(matter, *args, **kwargs)
        found: dict[str, Choices] = {
            "category": [("", gettext("未归类")), *categories(matter.kind)],
            "division": divisions(),
            "urgency": urgencies(),
        }
        choose(self, found)
        if flow(matter.kind).secrecy == "sealed":
            self.fields["summary"] = words_field(_("摘要（经办单位都能看到，不写是谁、住哪里）"))
            self.initial["summary"] = matter.text

    def changes(self) -> dict[str, str | None]:
        """What differs from now, as the action takes it."""
        return {
            name: self.cleaned_data.get(name) if name in self.changed_data else None
            for name in ("category", "division", "urgency", "summary")
        }


class ExternalForm(MatterForm):
    """The number and deadline a matter has in another system."""

    external_system = forms.CharField(label=_("外部系统"), max_length=24)
    external_no = forms.CharField(label=_("外部编号"), max_length=60)
    external_due = forms.DateTimeField(
        label=_("外部时限"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("市热线派来的单，时限以它的为准。"),
    )

    def __init__(self, matter: Matter, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_external_%s")
        kwargs["initial"] = {
            "external_system": matter.external_system,
            "external_no": matter.external_no,
            "external_due": matter.external_due,
        }
        super().__init__(matter, *args, **kwargs)


class PurposeForm(forms.Form):
    """Why an identity is opened."""

    purpose = forms.CharField(
        label=_("查看用途"),
        min_length=2,
        max_length=200,
        help_text=_("例如：电话核实地点。用途和查看人都记入办理记录。"),
    )


def urgencies() -> Choices:
    """How urgent, from the worst."""
    return [(code, gettext(label)) for code, label in URGENCIES]


def categories(kind: str) -> Choices:
    """The categories of a kind; those of a lower level are set in."""
    labels = [lab for lab in desk().labels if lab.kind == kind]
    return [(lab.code, f"　{lab.name}" if lab.parent else lab.name) for lab in labels]


def offices(blank: Any = None) -> Choices:
    """Every organisation, in groups by what it is."""
    found = desk().offices.values()
    groups: Choices = [
        (gettext(label), [(str(o.id), o.name) for o in found if o.kind == kind])
        for kind, label in ORGANISATION_KINDS
    ]
    filled = [group for group in groups if group[1]]
    return filled if blank is None else [("", blank), *filled]


def _codes(wanted: RequestKind) -> Choices:
    return [(code, gettext(label)) for code, label in wanted.reasons]


def _duties(matter: Matter) -> Choices:
    """The rows of the duty list that hold for this kind at this place."""
    table, areas = desk(), atlas()
    rows = [
        (
            str(d.id),
            f"{d.item} · {table.offices[d.organisation].name} · {areas.by_path[d.path].name}",
        )
        for d in table.duties
        if d.kind in (matter.kind, "") and matter.division_path.startswith(d.path)
    ]
    return [("", gettext("请选择")), *rows]
