"""The filters of the lists of sites, plates and boards, as they stand in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import ChoiceField, Choices, NumberField, choose, said
from zhuchao.marks.boards import BoardFilters
from zhuchao.marks.models import OUTCOMES
from zhuchao.marks.plates import MarkFilters
from zhuchao.marks.queries import SiteFilters
from zhuchao.marks.site_words import NOW
from zhuchao.marks.standards import labels
from zhuchao.places.choices import divisions
from zhuchao.places.freshness import FRESHNESS
from zhuchao.places.site_kinds import EQUIPMENT, GROUPS, KINDS, LEVELS, STATUSES
from zhuchao.registry.routing import desk

BIGGEST = 2**31 - 1
MARK_FILTERS = (
    ("valid", _("有效")),
    ("due", _("该复查")),
    ("expired", _("已过期")),
    ("withdrawn", _("已摘牌")),
)


def kinds(blank: str = "") -> Choices:
    """The kinds of site, in groups."""
    found: Choices = [("", blank)] if blank else []
    grouped = [
        (gettext(label), [(k.name, gettext(k.label)) for k in KINDS if k.group == name])
        for name, label in GROUPS
    ]
    return [*found, *grouped]


def offices(blank: str = "") -> Choices:
    """Every organisation."""
    found: Choices = [("", blank)] if blank else []
    return [*found, *((o.id, o.name) for o in desk().offices.values())]


class ListForm(forms.Form):
    """Filters of a list with its page; ids of fields do not meet those of other forms."""

    words = forms.CharField(
        label=_("找"), required=False, max_length=60, widget=forms.TextInput({"type": "search"})
    )
    after = forms.IntegerField(
        required=False, min_value=0, max_value=BIGGEST, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "filter_%s"
        super().__init__(*args, **kwargs)
        choose(self, self.found())

    def found(self) -> dict[str, Choices]:
        """The choices of its fields, which come from reference data or are translated."""
        return {}

    @property
    def page_after(self) -> int:
        """The key of the last row of the page before, 0 on the first page."""
        return int(self.cleaned_data["after"] or 0)


class SiteFilterForm(ListForm):
    """What the list of sites is narrowed to."""

    kind = ChoiceField(label=_("类别"), required=False)
    status = ChoiceField(label=_("状态"), required=False)
    freshness = ChoiceField(label=_("新旧"), required=False)
    plate = ChoiceField(label=_("牌子"), required=False)
    state = ChoiceField(label=_("此刻"), required=False)
    equipment = ChoiceField(label=_("设施"), required=False)
    division = ChoiceField(label=_("区划"), required=False)
    group = ChoiceField(required=False, widget=forms.HiddenInput)
    level = ChoiceField(label=_("级别"), required=False)
    mine = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def found(self) -> dict[str, Choices]:
        """Choices."""
        every = gettext("全部")
        return {
            "kind": kinds(every),
            "status": said(STATUSES, every),
            "freshness": said(FRESHNESS, every),
            "plate": [("", every), ("none", gettext("没有牌子")), *labels().items()],
            "state": said(((n, label) for n, (label, _tone) in NOW.items()), every),
            "equipment": said(EQUIPMENT, every),
            "division": [("", every), *divisions()],
            "group": said(GROUPS, every),
            "level": said(LEVELS, every),
        }

    def filters(self) -> SiteFilters:
        """The valid form as the query takes it."""
        given = {k: v for k, v in self.cleaned_data.items() if k not in ("after", "equipment")}
        thing = self.cleaned_data["equipment"]
        return SiteFilters(**given, equipment=(thing,) if thing else ())


class MarkFilterForm(ListForm):
    """What the list of plates is narrowed to."""

    standard = ChoiceField(label=_("标准"), required=False)
    state = ChoiceField(label=_("状态"), required=False)
    division = ChoiceField(label=_("区划"), required=False)

    def found(self) -> dict[str, Choices]:
        """Choices."""
        every = gettext("全部")
        return {
            "standard": [("", every), *labels().items()],
            "state": said(((n, str(label)) for n, label in MARK_FILTERS), every),
            "division": [("", every), *divisions()],
        }

    def filters(self) -> MarkFilters:
        """The valid form as the query takes it."""
        return MarkFilters(**{k: v for k, v in self.cleaned_data.items() if k != "after"})


class BoardFilterForm(ListForm):
    """What the list of boards is narrowed to."""

    outcome = ChoiceField(label=_("处理结果"), required=False)
    owner = NumberField(label=_("谁的牌子"), required=False)
    division = ChoiceField(label=_("区划"), required=False)
    since = forms.DateField(
        label=_("处理日期从"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(label=_("到"), required=False, widget=forms.DateInput({"type": "date"}))

    def found(self) -> dict[str, Choices]:
        """Choices."""
        every = gettext("全部")
        cleared = ("cleared", gettext("已规范清理"))
        return {
            "outcome": [("", every), cleared, *said(OUTCOMES)],
            "owner": offices(every),
            "division": [("", every), *divisions()],
        }

    def filters(self) -> BoardFilters:
        """The valid form as the query takes it."""
        return BoardFilters(**{k: v for k, v in self.cleaned_data.items() if k != "after"})
