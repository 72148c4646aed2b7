"""The checklist as a form: for each item met or not, and as evidence a photo or some words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhuchao.access.files import store_photo
from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.refusal import Refused
from zhuchao.marks.checking import MOST_NOTE, Answer
from zhuchao.marks.forms_site import BIGGEST, VersionForm
from zhuchao.rules.standard import Item, Standard

MET = (("yes", _("具备")), ("no", _("不具备")))


@dataclass(frozen=True)
class Asked:
    """One item with its fields."""

    item: Item
    met: BoundField
    note: BoundField
    photo: BoundField
    kept: BoundField


class CheckForm(BlamingForm):
    """A check by one standard. A photo that was sent stays when something else was wrong."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST)

    def __init__(self, standard: Standard, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standard = standard
        for item in standard.items:
            self.fields |= {
                item.key: forms.ChoiceField(
                    label=item.label, choices=MET, widget=forms.RadioSelect
                ),
                f"{item.key}-note": forms.CharField(
                    label=_("看到了什么"), required=False, max_length=MOST_NOTE
                ),
                f"{item.key}-photo": forms.FileField(
                    label=_("照片"),
                    required=False,
                    widget=forms.FileInput({"accept": "image/*"}),
                ),
                f"{item.key}-kept": forms.UUIDField(required=False, widget=forms.HiddenInput),
            }

    def asked(self) -> Iterator[Asked]:
        """The items with their fields, in order."""
        for item in self.standard.items:
            key = item.key
            yield Asked(
                item, self[key], self[f"{key}-note"], self[f"{key}-photo"], self[f"{key}-kept"]
            )

    def keep_photos(self) -> None:
        """Store the photos that came, and remember them in the form for the next try."""
        data = cast(QueryDict, self.data).copy()
        for item in self.standard.items:
            upload = self.files.get(f"{item.key}-photo")
            if upload is None:
                continue
            try:
                data[f"{item.key}-kept"] = str(store_photo(upload).pk)
            except Refused as refused:
                self.add_error(f"{item.key}-photo", refused.message)
        self.data = data

    def answers(self) -> dict[str, Answer]:
        """The valid form as `assess` takes it."""
        return {item.key: self._answer(item.key) for item in self.standard.items}

    def _answer(self, key: str) -> Answer:
        kept = str(self.data.get(f"{key}-kept", ""))
        said = self.cleaned_data
        return Answer(said[key] == "yes", said[f"{key}-note"], UUID(kept) if kept else None)


class WithdrawForm(VersionForm):
    """Take a plate away."""

    reason = forms.CharField(label=_("摘牌的原因"), max_length=200)


class StandardForm(BlamingForm):
    """A new version of a standard as TOML."""

    source = forms.CharField(
        label=_("标准（TOML）"),
        max_length=40_000,
        widget=forms.Textarea({"rows": 24, "spellcheck": "false"}),
        help_text=_(
            "从现有的一版改起：改 version 和 in_force_from，写明依据；"
            "有公开文件的把 confirmed 改为 true。"
        ),
    )
