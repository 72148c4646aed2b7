"""What forms are made of: select boxes written plainly, and a form that can show a refusal.

Django's own select box renders a template for every single option.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, ClassVar, cast

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import today

Choices = list[tuple[Any, Any]]
PHONE = re.compile(r"^\+?(?:[\s-]*\d){7,15}\s*$")
BAD_PHONE = gettext_lazy("号码写得不对，应是 7 到 15 位数字")


def options(choices: Iterable[tuple[Any, Any]], chosen: Iterable[str]) -> SafeString:
    """The options of a select box, in groups where a choice is a list; everything is escaped."""
    wanted = set(chosen)
    return mark_safe("".join(_option(value, label, wanted) for value, label in choices))  # noqa: S308


def _option(value: Any, label: Any, chosen: set[str]) -> str:
    if isinstance(label, list | tuple):
        inner = "".join(_option(v, text, chosen) for v, text in label)
        return f'<optgroup label="{escape(str(value))}">{inner}</optgroup>'
    text = str(value)
    mark = " selected" if text in chosen else ""
    return f'<option value="{escape(text)}"{mark}>{escape(str(label))}</option>'


def _plain(
    widget: forms.Select, name: str, value: Any, attrs: dict[str, Any] | None, **more: Any
) -> SafeString:
    given = widget.build_attrs(widget.attrs, {"name": name, **(attrs or {}), **more})
    chosen = (str(v) for v in widget.format_value(value))
    inner = options(widget.choices, chosen)
    return mark_safe(f"<select{flatatt(given)}>{inner}</select>")  # noqa: S308


class PlainSelect(forms.Select):
    """One of many."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The select box."""
        return _plain(self, name, value, attrs)


class PlainSelectMultiple(forms.SelectMultiple):
    """Several of many."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The select box."""
        return _plain(self, name, value, attrs, multiple=True)


class ChoiceField(forms.ChoiceField):
    """A code out of a list."""

    widget = PlainSelect


class NumberField(forms.TypedChoiceField):
    """The number of an office or a duty out of a list; None when none is chosen."""

    widget = PlainSelect
    coerce: Callable[[Any], Any]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)


def date_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **more)


def phone_field(label: Any, *, own: bool = True, **more: Any) -> forms.RegexField:
    """A telephone number; `own`: of whoever fills the form, whose browser may know it."""
    attrs = {"type": "tel", "inputmode": "tel", **({"autocomplete": "tel"} if own else {})}
    return forms.RegexField(
        PHONE,
        label=label,
        max_length=24,
        error_messages={"invalid": BAD_PHONE},
        widget=forms.TextInput(attrs=attrs),
        **more,
    )


class BlamingForm(forms.Form):
    """A form that can show a refusal."""

    shown_at: ClassVar[Mapping[str, str]] = {}
    """What a refusal names and the form has under another name → the field that shows it."""

    def blame(self, refused: Refused) -> None:
        """Show a refusal at the fields it names; what cannot be seen here goes to the top."""
        for name, message in (refused.fields or {"": refused.message}).items():
            field = self.shown_at.get(name, name)
            seen = field in self.fields and not self[field].is_hidden
            self.add_error(field if seen else None, message)


class LastDayForm(BlamingForm):
    """The last day of something."""

    on = date_field(gettext_lazy("最后一天"), initial=today)


def choose(form: forms.Form, choices: Mapping[str, Choices]) -> None:
    """Fill the choices that come from reference data, which may move while the program runs."""
    for name, found in choices.items():
        cast(forms.ChoiceField, form.fields[name]).choices = found


def said(pairs: Iterable[Sequence[Any]], blank: str = "") -> Choices:
    """A closed list in the reader's language, after an empty choice if there is one."""
    found: Choices = [("", blank)] if blank else []
    return [*found, *((name, gettext(label)) for name, label, *_more in pairs)]
