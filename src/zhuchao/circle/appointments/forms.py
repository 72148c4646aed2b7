"""The forms of an appointment: whom, the training before it, the term, and its end."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, choose, date_field, said
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.appointments.actions import MOST_HOURS, MOST_MONTHS
from zhuchao.circle.appointments.policy import kinds_of
from zhuchao.journal.clock import local_day, now
from zhuchao.places.forms import PlaceForm
from zhuchao.registry.kinds import BY_NAME
from zhuchao.registry.models import Person
from zhuchao.registry.personnel.codes import LEVELS


class AppointForm(PlaceForm):
    """Who is appointed, what training came before, where and for how long."""

    field_order = ("account", "label", "trained_on", "hours", "level", "kind")

    account = forms.CharField(
        label=_("账号"),
        required=False,
        max_length=60,
        help_text=_("他已有账号就写用户名，这样他在手机上能看到聘任；没有就空着。"),
    )
    label = forms.CharField(label=_("工作称呼"), required=False, max_length=60)
    trained_on = date_field(_("培训日期"))
    hours = forms.IntegerField(label=_("学时"), min_value=1, max_value=MOST_HOURS)
    level = ChoiceField(label=_("培训级别"))
    kind = ChoiceField(label=_("聘任为"))
    since = date_field(_("从哪天起"), initial=lambda: local_day(now()))
    months = forms.IntegerField(
        label=_("任期（月）"), min_value=1, max_value=MOST_MONTHS, initial=12
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = gettext("请选择")
        kinds = [(kind, gettext(BY_NAME[kind].label)) for kind in kinds_of(scope)]
        choose(
            self,
            {
                "kind": [("", blank), *kinds],
                "level": said(LEVELS, blank),
            },
        )

    def clean(self) -> dict[str, Any]:
        """One of account and name says who it is."""
        given = super().clean() or self.cleaned_data
        if not given.get("account") and not given.get("label"):
            self.add_error("label", _("写工作称呼，或者他的用户名"))
        return given

    def known(self) -> Person | None:
        """The person behind the user name; None where none is given.

        Raises Refused for a name nobody has.
        """
        name = self.cleaned_data["account"].strip()
        if not name:
            return None
        found = Person.objects.filter(account__username=name, account__is_active=True).first()
        if found is None:
            raise Refused("invalid", gettext("没有这个账号"), "account")
        return found


class EndForm(BlamingForm):
    """Why an appointment ends."""

    reason = forms.CharField(label=_("原因"), max_length=200)
    on = date_field(_("最后一天"), initial=lambda: local_day(now()))


class CouponForm(BlamingForm):
    """A code at the counter."""

    code = forms.CharField(label=_("兑换码"), max_length=20)


class ClaimForm(BlamingForm):
    """The receipt of one's own report."""

    receipt = forms.CharField(label=_("回执编号"), max_length=20)
    code = forms.CharField(label=_("查询码"), max_length=12)
