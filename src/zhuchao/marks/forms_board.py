"""The forms of a board: what it is, and what becomes of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import ChoiceField, NumberField, choose, date_field, said
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.forms import offices
from zhuchao.marks.forms_site import VersionForm
from zhuchao.marks.models import OUTCOMES, Board
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation


class BoardForm(VersionForm):
    """A board as it hangs."""

    text = forms.CharField(label=_("牌子上的字"), max_length=80)
    owner = NumberField(label=_("谁的牌子"))
    division = ChoiceField(label=_("区划"))
    place = forms.CharField(label=_("挂在哪里"), max_length=120)
    basis = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=120,
        help_text=_("要求挂它的文件；没有就空着，没有依据的先清。"),
    )
    photo = forms.FileField(
        label=_("照片"), required=False, widget=forms.FileInput({"accept": "image/*"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = gettext("请选择")
        choose(self, {"owner": offices(blank), "division": [("", blank), *divisions()]})

    def board(self) -> Board:
        """The valid form as an unsaved row."""
        given = self.cleaned_data
        return Board(
            text=given["text"].strip(),
            owner=Organisation.objects.get(pk=given["owner"]),
            division=Division.objects.get(pk=atlas().by_code[given["division"]].id),
            place=given["place"].strip(),
            basis=given["basis"].strip(),
        )


def written_board(board: Board) -> dict[str, Any]:
    """A board as the form begins with it."""
    found = {name: getattr(board, name) for name in ("version", "text", "place", "basis")}
    return found | {"owner": board.owner_id, "division": board.division.code}


class DecideForm(VersionForm):
    """What becomes of a board."""

    outcome = forms.ChoiceField(label=_("处理结果"), widget=forms.RadioSelect)
    on = date_field(_("处理日期"), initial=lambda: local_day(now()))
    reason = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"outcome": said(OUTCOMES[1:])})
