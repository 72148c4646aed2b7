"""Form fields for what a flow or a kind asks, the same on public pages, the desk and requests."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhuchao.access.form_parts import ChoiceField, Choices, NumberField
from zhuchao.matters.asking import MOST_LINE, MOST_WORDS, choices_of, empty
from zhuchao.matters.forms_matter import offices
from zhuchao.rules.flow import Ask

RADIOS = 5
"""As many choices are still seen at a glance; more go into a list."""


def add_asks(
    form: forms.Form,
    asks: Sequence[Ask],
    initial: Mapping[str, Any] | None = None,
    rows: Mapping[str, Choices] | None = None,
) -> None:
    """Give a form one field for each ask; what depends on another answer is checked by the action.

    `initial` holds answers as the action takes them; `rows` what an ask of that kind offers.
    """
    known = initial or {}
    for ask in asks:
        made = _row(rows or {}, ask) if ask.kind == "row" else _field(ask)
        made.label, made.help_text = _(ask.label), _(ask.hint) if ask.hint else ""
        made.required = ask.required and ask.when is None
        if ask.name in known:
            value = known[ask.name]
            made.initial = Decimal(value) / 100 if ask.kind == "money" else value
        form.fields[ask.name] = made


def asked(form: forms.Form, asks: Sequence[Ask]) -> dict[str, Any]:
    """The valid answers as the action takes them; what was left empty is left out."""
    said = form.cleaned_data
    found = {ask.name: said.get(ask.name) for ask in asks}
    cents = {ask.name for ask in asks if ask.kind == "money"}
    return {
        name: int(value * 100) if name in cents else value
        for name, value in found.items()
        if value is not None and not empty(value)
    }


def _field(ask: Ask) -> forms.Field:
    if ask.kind == "choice":
        return _choice(ask)
    if ask.kind == "office":
        return NumberField(choices=offices(blank=_("请选择")))
    if ask.kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    if ask.kind == "number":
        return forms.IntegerField(min_value=ask.least, max_value=ask.most)
    if ask.kind == "money":
        least, most = Decimal(ask.least) / 100, Decimal(ask.most) / 100
        return forms.DecimalField(min_value=least, max_value=most, decimal_places=2)
    if ask.kind == "yes":
        return forms.BooleanField()
    rows = forms.Textarea(attrs={"rows": 3}) if ask.kind == "words" else forms.TextInput()
    most_signs = MOST_WORDS if ask.kind == "words" else MOST_LINE
    return forms.CharField(max_length=most_signs, widget=rows)


def _row(rows: Mapping[str, Choices], ask: Ask) -> forms.Field:
    blank = _("请选择") if ask.required else _("不指定")
    return NumberField(choices=[("", blank), *rows.get(ask.name, [])])


def _choice(ask: Ask) -> forms.Field:
    choices = [(code, _(label)) for code, label in choices_of(ask)]
    if len(choices) <= RADIOS:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
    return ChoiceField(choices=[("", _("请选择")), *choices])
