"""The forms of honours: filters, a new one, its document, its last day, why it is taken back."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import ChoiceField, Choices, choose, date_field, said
from zhuchao.access.policy import over, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import today
from zhuchao.marks.forms import BIGGEST, ListForm
from zhuchao.marks.forms_site import VersionForm
from zhuchao.marks.honours.policy import WRITES
from zhuchao.marks.honours.queries import HonourFilters
from zhuchao.marks.models import HONOUR_LEVELS, RECIPIENTS, Honour
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation, Person


def pdf_field(**more: Any) -> forms.FileField:
    """A document as PDF."""
    accept = forms.FileInput({"accept": "application/pdf,.pdf"})
    return forms.FileField(label=_("文件的 PDF"), required=False, widget=accept, **more)


def photo_field() -> forms.FileField:
    """A photo of a document or of a plaque."""
    accept = forms.FileInput({"accept": "image/*"})
    return forms.FileField(label=_("文件或奖牌的照片"), required=False, widget=accept)


class HonourFilterForm(ListForm):
    """What the list is narrowed to, and the day it is read on (today)."""

    level = ChoiceField(label=_("级别"), required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1949, max_value=2999)
    whose = ChoiceField(label=_("授予谁"), required=False)
    division = ChoiceField(label=_("区划"), required=False)
    on = date_field(_("哪一天"), required=False)
    gone = forms.BooleanField(label=_("只看终止、撤回的"), required=False)
    organisation = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    person = forms.IntegerField(
        required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )

    def found(self) -> dict[str, Choices]:
        """Choices."""
        every = gettext("全部")
        return {
            "level": said(HONOUR_LEVELS, every),
            "whose": said(RECIPIENTS, every),
            "division": [("", every), *divisions()],
        }

    def filters(self) -> HonourFilters:
        """The valid form as the query takes it."""
        given = {k: v for k, v in self.cleaned_data.items() if k not in ("after", "on")}
        return HonourFilters(on=self.cleaned_data["on"] or today(), **given)


class HonourForm(VersionForm):
    """A new honour: for a place, an organisation, or the one person it was opened for."""

    whose = forms.ChoiceField(label=_("授予谁"), widget=forms.RadioSelect)
    organisation = forms.CharField(
        label=_("单位"),
        required=False,
        max_length=80,
        help_text=_("授予单位的才填：名称、代码或统一社会信用代码。"),
    )
    division = ChoiceField(
        label=_("区划"),
        required=False,
        help_text=_("受表彰的村（社区）、街道，或者个人所在地；授予单位的不用填。"),
    )
    title = forms.CharField(label=_("荣誉名称"), max_length=80)
    level = ChoiceField(label=_("级别"))
    year = forms.IntegerField(
        label=_("年份"), initial=lambda: today().year, min_value=1949, max_value=2999
    )
    conferred_on = date_field(_("授予日期"), required=False, help_text=_("只知道年份就空着。"))
    given_by = forms.CharField(label=_("授予单位"), max_length=80)
    party_internal = forms.BooleanField(
        label=_("党内表彰"),
        required=False,
        help_text=_("个人的党内表彰只有党建岗、队伍建设岗和本人能看。"),
    )
    document = forms.CharField(label=_("文件号"), required=False, max_length=60)
    pdf = pdf_field(help_text=_("文件号、PDF 和照片至少有一样。"))
    photo = photo_field()

    def __init__(self, scope: Scope, person: Person | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.person = scope, person
        blank = gettext("请选择")
        whose = said([one for one in RECIPIENTS if one[0] != "person"])
        if person is not None:
            whose = [("person", person.label)]
            self.initial.setdefault("whose", "person")
        choose(
            self,
            {
                "whose": whose,
                "division": [("", blank), *self._divisions()],
                "level": said(HONOUR_LEVELS, blank),
            },
        )
        if person is not None:
            del self.fields["organisation"]

    def _divisions(self) -> Choices:
        paths = ("/",) if self.scope.system else self.scope.paths(*WRITES)
        found = atlas()
        return [(c, name) for c, name in divisions() if over(found.by_code[c].path, paths)]

    def honour(self) -> Honour:
        """The valid form as an unsaved row. Raises Refused for an organisation that is not here."""
        given = self.cleaned_data
        names = (
            "whose", "title", "level", "year", "conferred_on", "given_by", "party_internal",
            "document",
        )  # fmt: skip
        row = Honour(**{name: given[name] for name in names})
        if row.whose == "organisation":
            row.organisation = self._organisation()
            return row
        area = atlas().by_code.get(given["division"])
        if area is None:
            raise Refused("invalid", str(_("请选区划")), "division")
        row.person = self.person
        row.division = Division.objects.get(pk=area.id)
        return row

    def _organisation(self) -> Organisation:
        """The one of this code or, when there is but one, of this name."""
        words = self.cleaned_data["organisation"].strip()
        area = under("division__path", ("/",) if self.scope.system else self.scope.paths(*WRITES))
        named = Q(code=words) | Q(credit_code=words.upper()) | Q(name=words)
        rows = Organisation.objects.filter(area, named).select_related("division")
        found = list(rows[:2]) if words else []
        if len(found) != 1:
            several = _("有几个单位叫这个名称，请写代码")
            none = _("您管辖的区划里没有这个单位，请写全称或代码")
            raise Refused("invalid", str(several if found else none), "organisation")
        return found[0]


class DocumentForm(VersionForm):
    """A PDF or a photo that comes later."""

    pdf = pdf_field(help_text=_("不超过 10 MB，不能加密。"))
    photo = photo_field()


class EndForm(VersionForm):
    """The last day of an honour that was taken away, and why."""

    on = date_field(_("最后一天"), initial=today)
    reason = forms.CharField(label=_("原因"), max_length=200)


class WithdrawForm(VersionForm):
    """Why what was written is taken back."""

    reason = forms.CharField(label=_("原因"), max_length=200)
