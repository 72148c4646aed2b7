"""The forms of imports: the file, how it is read, what its columns mean, answers to doubts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, choose
from zhuchao.access.policy import over
from zhuchao.access.scope import Scope
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.models import Division
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.registry.imports.planning import Choices
from zhuchao.registry.imports.policy import kinds_of
from zhuchao.registry.models import ImportRun

BIGGEST = 2**31 - 1


class UploadForm(BlamingForm):
    """A file, what it is a register of, and where its rows belong that name no place."""

    kind = ChoiceField(label=_("是什么名册"))
    division = ChoiceField(
        label=_("放到哪个区划"), help_text=_("表里写了区划的行按表里的；没写的都放到这里。")
    )
    file = forms.FileField(
        label=_("Excel 或 CSV 文件"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
        help_text=_("原来的表是什么样就传什么样；标题、说明、合计行会自己认出来。"),
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_of(scope)
        paths = {path for kind in kinds for path in kind.paths(scope)}
        mine = [(c, n) for c, n in divisions() if over(atlas().by_code[c].path, paths)]
        choose(
            self,
            {
                "kind": [(kind.name, gettext(kind.label)) for kind in kinds],
                "division": mine,
            },
        )

    def place(self) -> Division:
        """The division chosen."""
        return Division.objects.get(pk=atlas().by_code[self.cleaned_data["division"]].id)


class VersionForm(BlamingForm):
    """A step bound to the version seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST)


class ReadingForm(VersionForm):
    """Another sheet, or another row for the heading."""

    sheet = ChoiceField(label=_("工作表"), required=False)
    heading = forms.IntegerField(
        label=_("表头从第几行开始"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("空着就自己认。"),
    )

    def __init__(self, sheets: Sequence[tuple[str, bool]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hidden = gettext("（隐藏）")
        names = [(name, name if shown else f"{name}{hidden}") for name, shown in sheets]
        choose(self, {"sheet": names})
        if len(names) < 2:
            del self.fields["sheet"]


class ApplyForm(VersionForm):
    """Write it, or only the sound rows of it."""

    sound_only = forms.BooleanField(
        label=_("只导入没有错的行，有错的行用 Excel 退给我"), required=False
    )


def columns_given(run: ImportRun, posted: QueryDict) -> dict[str, str]:
    """Column → field out of the posted select boxes."""
    known = KINDS[run.kind].by_name
    found = {}
    for column in range(len(run.headings)):
        name = posted.get(f"column_{column}", "")
        found[str(column)] = name if name in known else ""
    return found


def choices_given(posted: Mapping[str, str]) -> Choices:
    """Row → answer out of the posted radio buttons: new, skip, or same_<id>."""
    found: dict[int, tuple[str, int | None]] = {}
    for name, value in posted.items():
        row = name.removeprefix("row_")
        if not name.startswith("row_") or not _is_number(row) or not value:
            continue
        answer, _sign, number = value.partition("_")
        found[int(row)] = (answer, int(number) if _is_number(number) else None)
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
