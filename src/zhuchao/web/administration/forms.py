"""Forms of the administrator's pages; what they refuse names its field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.refusal import Refused
from zhuchao.matters.api_access import VERBS
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Division
from zhuchao.registry.kinds import BY_NAME, TIE_KINDS
from zhuchao.registry.models import Organisation
from zhuchao.registry.routing import desk


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _choose(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class NewAccount(forms.Form):
    """Who may log in; what he may do comes afterwards, as a role."""

    username = forms.CharField(label=_("账号"), max_length=60)
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    password = forms.CharField(
        label=_("初始密码"),
        required=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text=_("本人首次登录时要先改掉；留空则只能单点登录。"),
    )


class Appointment(forms.Form):
    """A role, over a division or in an organisation, from and to a day."""

    role = forms.ChoiceField(label=_("岗位"))
    over = forms.ChoiceField(label=_("辖区或单位"))
    since = forms.DateField(
        label=_("自"), required=False, widget=_day(), help_text=_("空着：从今天起。")
    )
    until = forms.DateField(
        label=_("至"), required=False, widget=_day(), help_text=_("空着：没有期限。")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = [(k.name, gettext(k.label)) for k in TIE_KINDS if k.verb == "appoint"]
        areas = [(f"division:{a.id}", atlas().full_name(a.path)) for a in atlas().areas]
        offices = [(f"organisation:{o.id}", o.name) for o in desk().offices.values()]
        _choose(self, "role", roles)
        _choose(self, "over", [(_("辖区"), areas), (_("单位"), offices)])

    def clean(self) -> dict[str, Any]:
        """`over` becomes the division or the office; the role must fit which of them it is."""
        data = super().clean() or {}
        kind = BY_NAME.get(data.get("role", ""))
        chosen, _colon, number = data.get("over", "").partition(":")
        if kind is None or not chosen:
            return data
        if chosen != kind.whom:
            wanted = _("辖区") if kind.whom == "division" else _("单位")
            self.add_error("over", _("这个岗位要选%(wanted)s") % {"wanted": wanted})
            return data
        model = Division if chosen == "division" else Organisation
        return {**data, "over": model.objects.get(pk=int(number))}


class NewPassword(forms.Form):
    """A password for somebody who lost his."""

    password = forms.CharField(
        label=_("新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rules = [_("本人下次登录时要先改掉。"), *password_validators_help_texts()]
        self.fields["password"].help_text = " ".join(map(str, rules))


class NewKey(forms.Form):
    """A key for a program that acts as this account."""

    label = forms.CharField(label=_("给谁用"), max_length=60)
    verbs = forms.MultipleChoiceField(
        label=_("允许的操作"), choices=VERBS, widget=forms.CheckboxSelectMultiple
    )
    expires_at = forms.DateTimeField(
        label=_("到期"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("空着：一直有效，直到作废。"),
    )


class Day(forms.Form):
    """A day that is worked or not, other than weekends and the built-in calendar say."""

    day = forms.DateField(label=_("日期"), widget=_day())
    working = forms.TypedChoiceField(
        label=_("这一天"),
        choices=[("no", _("放假")), ("yes", _("上班"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("事由"), max_length=40)
    basis = forms.CharField(label=_("依据"), max_length=80, required=False)
    completes_year = forms.BooleanField(label=_("这一年的国务院放假通知已全部载入"), required=False)


class NewRules(forms.Form):
    """A new version of a rule set, as TOML."""

    source = forms.CharField(
        label=_("规则（TOML）"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        strip=False,
        help_text=_("写明 version、basis 和 in_force_from；已开始的办件仍按原版本。"),
    )

    def clean_source(self) -> str:
        """With the line ends of a file: browsers send others."""
        return str(self.cleaned_data["source"]).replace("\r\n", "\n")


def show(form: forms.Form, refused: Refused) -> None:
    """Put a refusal where it belongs: at its field, or above the form."""
    for field, message in refused.fields.items():
        form.add_error(field if field in form.fields else None, message)
    if not refused.fields:
        form.add_error(None, refused.message)
