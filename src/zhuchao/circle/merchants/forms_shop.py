"""The forms of the counter: an offer, opening hours, a visit."""

from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, choose, date_field, said
from zhuchao.circle.merchants.kinds import OFFER_KINDS
from zhuchao.circle.merchants.visits import MOST_THANKS
from zhuchao.circle.models import Offer
from zhuchao.circle.models.offers import WHENEVER
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.forms_site import VersionForm
from zhuchao.places.models import UNKNOWN_HOURS
from zhuchao.rules.hours_data import as_text, from_text
from zhuchao.rules.hours_reading import HoursError, read_hours
from zhuchao.rules.hours_text import written

BIGGEST = 2**31 - 1


def read(words: str, blank: str) -> str:
    """Hours in canonical form; `blank` where nothing is written. Raises ValidationError."""
    if not words.strip():
        return blank
    try:
        return as_text(read_hours(words))
    except HoursError as error:
        parts = {"part": error.part, "why": gettext(error.why)}
        raise forms.ValidationError(gettext("读到“%(part)s”：%(why)s") % parts) from error


class OfferForm(VersionForm):
    """What riders get."""

    shown_at: ClassVar = {"factor": "tenths"}
    kind = forms.ChoiceField(label=_("哪一种"), widget=forms.RadioSelect)
    tenths = forms.DecimalField(
        label=_("打几折"),
        required=False,
        max_digits=3,
        decimal_places=1,
        min_value=0.1,
        max_value=9.9,
        help_text=_("打折才写。7 折就是付七成。"),
    )
    seats = forms.IntegerField(
        label=_("错峰座位"),
        required=False,
        min_value=1,
        max_value=2000,
        help_text=_("错峰就餐才写。"),
    )
    words = forms.CharField(
        label=_("一句说明"),
        required=False,
        max_length=40,
        help_text=_("比如“小哥套餐”“加面不加钱”。"),
    )
    hours = forms.CharField(
        label=_("什么时候有"),
        required=False,
        max_length=300,
    )
    cap = forms.IntegerField(
        label=_("每天最多几份"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("不写就不限。"),
    )
    valid_from = date_field(_("从哪天起"))
    valid_to = date_field(_("到哪天止"), required=False, help_text=_("不写就一直有。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"kind": said(OFFER_KINDS)})
        words = gettext("不写就是营业时间都有。照这样写：")
        self.fields["hours"].help_text = as_written(words, "每天 14:00-17:00。")

    def clean_hours(self) -> str:
        """Canonical; whenever it is open when nothing is written."""
        return read(self.cleaned_data["hours"], WHENEVER)

    def changes(self) -> dict[str, Any]:
        """The valid form as the verbs take it."""
        given = dict(self.cleaned_data)
        tenths = given.pop("tenths")
        del given["version"]
        return given | {"factor": None if tenths is None else int(tenths * 10)}


def new_offer() -> dict[str, Any]:
    """How the form of a new offer begins."""
    return {"version": 0, "valid_from": local_day(now())}


def written_offer(offer: Offer) -> dict[str, Any]:
    """An offer as its form begins with it."""
    names = ("version", "kind", "seats", "words", "cap", "valid_from", "valid_to")
    return {name: getattr(offer, name) for name in names} | {
        "tenths": None if offer.factor is None else f"{offer.factor / 10:g}",
        "hours": "" if offer.hours == WHENEVER else written(from_text(offer.hours)),
    }


def as_written(words: str, example: str) -> SafeString:
    """A hint with an example in the words that are read, whatever the language of the page."""
    return format_html('{}<span lang="zh-Hans">{}</span>', words, example)


class HoursForm(VersionForm):
    """When the shop is open."""

    hours = forms.CharField(
        label=_("营业时间"),
        max_length=400,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        example = "每天 6:30-14:00、17:00-21:00；除夕至初三休息。"
        self.fields["hours"].help_text = as_written(gettext("照这样写："), example)

    def clean_hours(self) -> str:
        """Canonical."""
        return read(self.cleaned_data["hours"], UNKNOWN_HOURS)


class VisitForm(BlamingForm):
    """A visit: which offer it was for, if one was chosen, and a word of thanks."""

    offer = forms.TypedChoiceField(
        label=_("用了哪一项"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    thanks = forms.CharField(
        label=_("想说句谢谢吗"),
        required=False,
        max_length=MOST_THANKS,
        help_text=_("店家会看到，不会写您是谁。"),
    )

    def __init__(self, offers: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"offer": [("", gettext("只是来过")), *offers]})
