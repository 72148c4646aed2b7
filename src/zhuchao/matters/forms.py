"""The forms of the list: its filters as they stand in the address, and the name of a saved link."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import ChoiceField, Choices, NumberField, options
from zhuchao.journal.clock import zone
from zhuchao.matters.models import URGENCIES
from zhuchao.matters.queries import PAGE, Filters, Key
from zhuchao.places.atlas import atlas
from zhuchao.places.memory import Remembered
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import FLOWS

SIZES = (PAGE, 50, 100)
DUE = (("late", _("已超时")), ("today", _("今天到期")), ("week", _("七天内到期")))
TONES = (("new", _("待受理")), ("bad", _("要求重办")), ("waiting", _("待确认")))
AFTER = re.compile(r"([0-9T:.+-]{19,40})_(\d{1,18})")


class FilterForm(forms.Form):
    """Everything a list can be narrowed to. Read from the address, so that a list can be linked."""

    kind = ChoiceField(label=_("种类"), required=False)
    state = ChoiceField(label=_("状态"), required=False)
    tone = ChoiceField(required=False, choices=TONES)
    due = ChoiceField(label=_("期限"), required=False, choices=DUE)
    category = ChoiceField(label=_("类别"), required=False)
    urgency = ChoiceField(label=_("紧急程度"), required=False)
    division = ChoiceField(label=_("区划"), required=False)
    office = NumberField(label=_("经办单位"), required=False)
    mine = forms.BooleanField(label=_("在我单位手里"), required=False)
    unsigned = forms.BooleanField(label=_("待我单位签收"), required=False)
    open = forms.BooleanField(label=_("在办"), required=False)
    words = forms.CharField(label=_("标题、内容或受理编号"), required=False, max_length=60)
    since = forms.DateField(label=_("提出日期从"), required=False)
    until = forms.DateField(label=_("到"), required=False)
    size = NumberField(required=False, choices=[(n, str(n)) for n in SIZES])
    after = forms.RegexField(
        AFTER, required=False, error_messages={"invalid": _("翻页的位置不对，请回到第一页")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in CHOICES.items():
            # The function, not its answer: most lists are opened without a choice to check.
            cast(forms.ChoiceField, self.fields[name]).choices = found

    def filters(self) -> Filters:
        """The filters of a valid form."""
        said = self.cleaned_data
        return Filters(
            kind=said["kind"],
            state=said["state"],
            tone=said["tone"],
            due=said["due"] if said["due"] != "late" else "",
            late=said["due"] == "late",
            category=said["category"],
            urgency=said["urgency"],
            division=said["division"],
            office=said["office"],
            mine=said["mine"],
            unsigned=said["unsigned"],
            open=said["open"],
            words=said["words"],
            since=_midnight(said["since"]),
            until=_midnight(said["until"], days=1),
        )

    def size_of_page(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data["size"] or PAGE)

    def after_key(self) -> Key | None:
        """Where the page before ended."""
        match = AFTER.fullmatch(self.cleaned_data["after"])
        return (datetime.fromisoformat(match[1]), int(match[2])) if match else None

    def clean_after(self) -> str:
        """A moment with its zone, or nothing."""
        text: str = self.cleaned_data["after"]
        match = AFTER.fullmatch(text)
        try:
            sound = match is None or datetime.fromisoformat(match[1]).tzinfo is not None
        except ValueError:
            sound = False
        if not sound:
            raise forms.ValidationError(gettext("翻页的位置不对，请回到第一页"))
        return text


def after_text(key: Key | None) -> str:
    """A key as it stands in the address."""
    return f"{key[0].isoformat()}_{key[1]}" if key else ""


def _load_divisions() -> Choices:
    found = atlas()
    return [(a.code, found.full_name(a.path)) for a in found.areas if a.kind != "grid"]


divisions: Remembered[Choices] = Remembered(_load_divisions)
"""Every division but the grids, each with the street it lies in; call it."""


def _kinds() -> Choices:
    return [(f.kind, gettext(f.label)) for f in FLOWS.values()]


def _states() -> Choices:
    """Every state once, with the words of the first kind that has it."""
    found: dict[str, str] = {}
    for flow in FLOWS.values():
        for state in flow.states:
            found.setdefault(state.name, gettext(state.label))
    return list(found.items())


def _categories() -> Choices:
    return list(dict.fromkeys((lab.code, lab.name) for lab in desk().labels))


def _urgencies() -> Choices:
    return [(code, gettext(label)) for code, label in URGENCIES]


def _offices() -> Choices:
    return [(o.id, o.name) for o in desk().offices.values()]


CHOICES: dict[str, Callable[[], Choices]] = {
    "kind": _kinds,
    "state": _states,
    "category": _categories,
    "urgency": _urgencies,
    "division": divisions,
    "office": _offices,
}
"""What the filters offer, read when it is wanted."""
_written: Remembered[dict[tuple[str, str], SafeString]] = Remembered(dict)


def written_options(name: str, chosen: str) -> SafeString:
    """The options of a filter; without a choice they are written once for each language."""
    if chosen:
        return options(CHOICES[name](), [chosen])
    kept, key = _written(), (name, get_language() or "")
    if key not in kept:
        kept[key] = options(CHOICES[name](), [])
    return kept[key]


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=days), time(), zone()) if day else None
