"""The forms of a reunion: five questions of a member, and a branch's post."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, NumberField, choose, phone_field
from zhuchao.access.scope import Scope
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.reunion.parts import FOUND
from zhuchao.matters.kinds.reunion.posts import posting, trades
from zhuchao.places.atlas import atlas


def places() -> list[tuple[str, Any]]:
    """Streets and zones, each with its communities."""
    found = atlas()
    return [
        (a.name, [(a.code, a.name), *((b.code, b.name) for b in found.below(a.path, "community"))])
        for a in found.areas
        if a.kind in ("street", "zone")
    ]


class MemberForm(BlamingForm):
    """Who he is, where he belongs, what he does and where; no ID number, no employer."""

    shown_at: ClassVar = {"text": "home"}
    """What is wrong with the words of a draft is wrong with the home branch here."""

    name = forms.CharField(
        label=_("姓名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = phone_field(_("手机号"))
    home = forms.CharField(
        label=_("组织关系所在的支部"),
        max_length=120,
        help_text=_("写到县区和支部，例如：某县某镇某村党支部。"),
    )
    trade = forms.ChoiceField(label=_("做什么工作"), widget=forms.RadioSelect)
    division = ChoiceField(label=_("常在哪一带"))
    intake_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"intake_key": uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        found = [("", gettext("请选择")), *places()]
        choose(self, {"trade": list(trades().items()), "division": found})

    def _draft(self, channel: str, **payload: Any) -> Draft:
        """The valid answers as a draft; where his formal relation lies is sealed with it."""
        said = self.cleaned_data
        return Draft(
            kind="reunion",
            text=said["home"],
            division=said["division"],
            contact={"name": said["name"], "phone": said["phone"]},
            channel=channel,
            intake_key=said["intake_key"],
            payload={"trade": said["trade"], **payload},
        )


class JoinForm(MemberForm):
    """Who will receive me: his own five answers, once he has agreed."""

    post = forms.IntegerField(required=False, widget=forms.HiddenInput)
    consent = forms.CharField(required=False, widget=forms.HiddenInput)

    def draft(self) -> Draft:
        """The valid answers as a draft."""
        return self._draft("web", found="self", post=self.cleaned_data["post"] or 0)


class FoundForm(MemberForm):
    """Somebody a branch met on a visit, or a home branch wrote about."""

    found = forms.ChoiceField(label=_("怎么找到的"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = False
        choose(self, {"found": [(code, gettext(label)) for code, label in FOUND[1:]]})

    def draft(self) -> Draft:
        """The valid answers as a draft that was taken down for him."""
        return self._draft("proxy", found=self.cleaned_data["found"])


class PostForm(BlamingForm):
    """Whom a branch looks for."""

    organisation = NumberField(label=_("哪个党组织"))
    trade = ChoiceField(label=_("什么行业的流动党员"))
    division = ChoiceField(label=_("在哪一带"))
    since = forms.DateField(
        label=_("从哪天起在这里"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [(a.code, a.name) for a in atlas().areas if a.kind == "district"]
        choose(
            self,
            {
                "organisation": list(posting(scope)),
                "trade": list(trades().items()),
                "division": [*whole, *places()],
            },
        )
