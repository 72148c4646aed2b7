"""The forms of receptions and of a petition's file."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, Choices, NumberField, choose
from zhuchao.access.models import Account
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.drafts import MAX_ADDRESS, MAX_TEXT, MAX_TITLE, Draft
from zhuchao.matters.forms import divisions
from zhuchao.matters.forms_matter import categories, offices
from zhuchao.matters.kinds.petition.intake import PURPOSES
from zhuchao.matters.kinds.petition.receptions import Coming, leaders
from zhuchao.matters.models import RECEPTION_MODES
from zhuchao.matters.policy import MEMBERS
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.kinds import TIE_KINDS
from zhuchao.registry.models import Person
from zhuchao.registry.people import members

Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReceptionForm(BlamingForm):
    """A session: who receives, how, when and where."""

    mode = forms.ChoiceField(
        label=_("方式"), choices=RECEPTION_MODES, widget=forms.RadioSelect, initial="receive"
    )
    day = forms.DateField(label=_("日期"), widget=Day)
    leader = NumberField(label=_("接访领导"))
    place = forms.CharField(label=_("地点"), max_length=120)
    division = ChoiceField(label=_("在哪里"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": local_day(now())})
        super().__init__(*args, **kwargs)
        modes = [(code, gettext(label)) for code, label in RECEPTION_MODES]
        people = [(str(p.pk), str(p)) for p in leaders()]
        here = scope.paths("petition_desk")
        found: dict[str, Choices] = {
            "mode": list(modes),
            "leader": [("", gettext("请选择")), *people],
            "division": [
                (code, name)
                for code, name in divisions()
                if any(atlas().by_code[code].path.startswith(path) for path in here)
            ],
        }
        choose(self, found)

    def opening(self) -> tuple[str, date, Person, str, Area]:
        """The valid form as `open_reception` takes it."""
        said = self.cleaned_data
        leader = Person.objects.get(pk=said["leader"])
        area = atlas().by_code[said["division"]]
        return said["mode"], said["day"], leader, said["place"], area


class ComingForm(BlamingForm):
    """A batch at the counter: quick, with what is needed now; the rest can follow."""

    headcount = forms.IntegerField(label=_("来访人数"), min_value=1, max_value=10_000, initial=1)
    deputies = forms.IntegerField(label=_("其中代表人数"), min_value=1, max_value=100, initial=1)
    receipt = forms.CharField(
        label=_("已有信访件的受理编号"),
        required=False,
        max_length=24,
        help_text=_("同一件事再来的，只填这里，下面不用填。"),
    )
    purpose = forms.ChoiceField(
        label=_("信访目的"), choices=PURPOSES, required=False, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("信访事项"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("原话会加密保存，只有受理和承办的人说明用途后能看。"),
    )
    summary = forms.CharField(
        label=_("摘要"),
        required=False,
        max_length=MAX_TITLE,
        help_text=_("经办单位都能看到：写是什么事，不写是谁、住哪里。"),
    )
    category = ChoiceField(label=_("类别"), required=False)
    division = ChoiceField(label=_("所在社区"), required=False)
    name = forms.CharField(label=_("姓名"), required=False, max_length=40)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=24)
    home = forms.CharField(label=_("住址（加密保存）"), required=False, max_length=MAX_ADDRESS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: dict[str, Choices] = {
            "purpose": [(code, gettext(label)) for code, label in PURPOSES],
            "category": [("", gettext("先不归类")), *categories("petition")],
            "division": [("", gettext("由地点判断")), *divisions()],
        }
        choose(self, found)

    def clean(self) -> dict[str, Any]:
        """Either a receipt, or a new matter with purpose, words and a summary."""
        said = super().clean() or self.cleaned_data
        if not said.get("receipt"):
            for name in ("purpose", "text", "summary"):
                if not said.get(name) and name not in self.errors:
                    words = gettext("请填写“%(label)s”")
                    self.add_error(name, words % {"label": self.fields[name].label})
        return said

    def coming(self) -> Coming:
        """The valid form as `receive` takes it."""
        said = self.cleaned_data
        if said["receipt"]:
            return Coming(said["headcount"], said["deputies"], receipt=said["receipt"])
        draft = Draft(
            kind="petition",
            text=said["text"],
            summary=said["summary"],
            category=said["category"],
            category_source="staff",
            division=said["division"],
            contact={"name": said["name"], "phone": said["phone"], "address": said["home"]},
            payload={"purpose": said["purpose"]},
        )
        return Coming(said["headcount"], said["deputies"], draft=draft)


class VersionForm(BlamingForm):
    """A form that goes with the version of the petition that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class VisitForm(VersionForm):
    """The same people came again."""

    day = forms.DateField(label=_("来访日期"), widget=Day)
    headcount = forms.IntegerField(label=_("来访人数"), min_value=1, max_value=10_000)
    deputies = forms.IntegerField(label=_("其中代表人数"), min_value=1, max_value=100, initial=1)


class DeputyForm(VersionForm):
    """Somebody who speaks for a group."""

    name = forms.CharField(label=_("代表姓名"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=24)


class BarForm(VersionForm):
    """Who must not see the file: a colleague, or an office."""

    account = NumberField(label=_("应当回避的人"), required=False)
    office = NumberField(label=_("应当回避的单位"), required=False)
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, holders: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = {k.role for k in TIE_KINDS if k.role} | set(MEMBERS)
        people = [(str(a.pk), str(a)) for a in members(holders, *roles)]
        cast(NumberField, self.fields["account"]).choices = [("", gettext("不指定")), *people]
        cast(NumberField, self.fields["office"]).choices = offices(blank=gettext("不指定"))

    def barred(self) -> tuple[Account | None, int | None]:
        """The account or the office chosen."""
        said = self.cleaned_data
        account = Account.objects.get(pk=said["account"]) if said["account"] else None
        return account, said["office"]


class ReasonForm(VersionForm):
    """Why the file is opened again."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class PaperForm(forms.Form):
    """Why a paper is made out: it carries who the petitioner is."""

    purpose = forms.CharField(
        label=_("打印用途"),
        min_length=2,
        max_length=200,
        help_text=_("文书上有信访人的姓名，用途和打印人都记入办理记录。"),
    )
