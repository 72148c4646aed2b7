"""The forms of organisations: the list's filters, the day looked at, and what is written down."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
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
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.models import Division
from zhuchao.registry.kinds import OPERATING, ORGANISATION_KINDS
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisations.policy import areas
from zhuchao.registry.organisations.queries import OrganisationFilters
from zhuchao.registry.personnel.forms import MOST_PK
from zhuchao.registry.terms import FORMS, POST_LEVELS, POST_LINES
from zhuchao.registry.trades import TRADES

SUPERIORS = ("party_committee", "industry_committee", "general_branch")
FACTS = (
    "name", "kind", "division", "credit_code", "trade", "operating", "headcount", "members_known",
    "phone",
)  # fmt: skip


def sectors() -> Choices:
    """What the list is divided into."""
    return [
        ("party", gettext("党组织")),
        ("economic", gettext("两新组织：经济组织")),
        ("social", gettext("两新组织：社会组织")),
    ]


class OrganisationFilterForm(forms.Form):
    """What the list is narrowed to."""

    words = forms.CharField(label=_("找名称或代码"), required=False, max_length=60)
    sector = ChoiceField(label=_("哪一类"), required=False)
    kind = ChoiceField(label=_("类别"), required=False)
    trade = ChoiceField(label=_("行业"), required=False)
    division = ChoiceField(label=_("区划"), required=False)
    covered = ChoiceField(label=_("组织覆盖"), required=False)
    closed = forms.BooleanField(label=_("看已撤销的"), required=False)
    after = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=0, max_value=MOST_PK
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = gettext("全部")
        choose(
            self,
            {
                "sector": [("", every), *sectors()],
                "kind": said(ORGANISATION_KINDS, every),
                "trade": said(TRADES, every),
                "division": [("", every), *divisions()],
                "covered": [("", every), ("yes", gettext("已覆盖")), ("no", gettext("未覆盖"))],
            },
        )

    def filters(self) -> OrganisationFilters:
        """The valid form."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "after"}
        return OrganisationFilters(**given)


class DayForm(forms.Form):
    """Which day is looked at, and with whose eyes."""

    on = date_field(
        _("看哪一天"),
        required=False,
        validators=[MinValueValidator(date(1921, 7, 1)), MaxValueValidator(date(2121, 7, 1))],
    )
    known = ChoiceField(label=_("按什么时候的认识"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [("", gettext("按现在掌握的情况")), ("then", gettext("按当天掌握的情况"))]
        choose(self, {"known": ways})

    def day(self) -> date:
        """The day asked for, today when none is."""
        return self.cleaned_data.get("on") or today()


def with_day(said: Mapping[str, Any]) -> dict[str, Any]:
    """What an address asks, with today where it names no day."""
    return {"known": said.get("known", ""), "on": said.get("on") or today().isoformat()}


class FactsForm(BlamingForm):
    """What is known of an organisation."""

    name = forms.CharField(label=_("名称"), max_length=80)
    kind = ChoiceField(label=_("类别"))
    division = ChoiceField(label=_("区划"))
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    trade = ChoiceField(label=_("行业"), required=False)
    operating = ChoiceField(label=_("在营"))
    headcount = forms.IntegerField(
        label=_("从业人数"), required=False, min_value=0, max_value=10_000_000
    )
    members_known = forms.IntegerField(
        label=_("已知正式党员"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("最近一次摸排的数；不清楚就空着。"),
    )
    phone = forms.CharField(label=_("公开电话"), max_length=30, required=False)
    version = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=0, max_value=MOST_PK
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank, none = gettext("请选择"), gettext("不清楚")
        choose(
            self,
            {
                "kind": said(ORGANISATION_KINDS, blank),
                "division": [("", blank), *_own_divisions(scope)],
                "trade": said(TRADES, none),
                "operating": said(OPERATING),
            },
        )

    def facts(self) -> dict[str, Any]:
        """The valid form, with the division as a row."""
        found = {name: self.cleaned_data[name] for name in FACTS}
        area = atlas().by_code[found["division"]]
        return {**found, "division": Division.objects.get(pk=area.id)}


class FoundForm(FactsForm):
    """A new organisation."""

    since = date_field(_("成立日期"), initial=today)
    code = forms.SlugField(
        label=_("代码"),
        max_length=40,
        required=False,
        help_text=_("字母、数字和短横；空着就由系统编一个。"),
    )
    field_order = ("name", "kind", "division", "since")


class CloseForm(BlamingForm):
    """The last day of an organisation, and why."""

    on = date_field(_("最后一天"), initial=today)
    reason = forms.CharField(label=_("原因"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_PK)


class IndustryForm(BlamingForm):
    """The organisation that leads on the industry line, from a day on."""

    superior = NumberField(label=_("上级党组织"))
    since = date_field(_("从哪天起"), initial=today)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(kind__in=SUPERIORS, valid_to=None).order_by("name")
        blank = ("", gettext("请选择"))
        choose(self, {"superior": [blank, *rows.values_list("pk", "name")]})


class TerritoryForm(BlamingForm):
    """The place it belongs to on the territory line, from a day on."""

    place = ChoiceField(label=_("属地"))
    since = date_field(_("从哪天起"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"place": [("", gettext("请选择")), *divisions()]})


class CoverForm(BlamingForm):
    """A unit that is covered, how, and since when."""

    unit = forms.CharField(
        label=_("单位"), max_length=40, help_text=_("单位的代码或统一社会信用代码")
    )
    form = ChoiceField(label=_("组建方式"))
    since = date_field(_("从哪天起"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"form": said(FORMS, gettext("请选择"))})


class PostForm(BlamingForm):
    """A post in an organisation: which, of what level, on which line, since when."""

    organisation = forms.CharField(
        label=_("单位"), max_length=40, help_text=_("单位的代码或统一社会信用代码")
    )
    level = ChoiceField(label=_("层级"))
    line = ChoiceField(label=_("哪条线"))
    since = date_field(_("从哪天起"), initial=today)
    until = date_field(_("到哪天止"), required=False)
    elected = forms.BooleanField(label=_("由换届选举产生"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = gettext("请选择")
        choose(self, {"level": said(POST_LEVELS, blank), "line": said(POST_LINES, blank)})

    def terms(self) -> dict[str, Any]:
        """The terms of the tie."""
        given = self.cleaned_data
        elected = {"elected": 1} if given["elected"] else {}
        return {"level": given["level"], "line": given["line"], **elected}


class FindForm(BlamingForm):
    """Who is looked for, and what for."""

    wanted = forms.CharField(
        label=_("姓名、电话或证件号码"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("要写全；姓名是加密存放的，只能整名比对。"),
    )
    purpose = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("每次查找和查到的每个人都会留下记录。")
    )


class PurposeForm(BlamingForm):
    """What something sealed is opened for."""

    purpose = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("每次查看都会连同用途留下记录。")
    )


def _own_divisions(scope: Scope) -> Choices:
    found = atlas()
    paths = areas(scope)
    return [
        (code, name)
        for code, name in divisions()
        if any(found.by_code[code].path.startswith(path) for path in paths)
    ]


def named_organisation(scope: Scope, said: str) -> Organisation | None:
    """The organisation of a code or credit code that lies in the scope's area, or none."""
    area = Q(under("division__path", areas(scope)))
    rows = Organisation.objects.filter(area, Q(code=said) | Q(credit_code=said.upper()))
    return rows.select_related("division").exclude(code="").first()
