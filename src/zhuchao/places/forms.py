"""What a form that asks for a place is made of."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, choose
from zhuchao.places.atlas import atlas
from zhuchao.places.choices import divisions
from zhuchao.places.models import Division


class PlaceForm(BlamingForm):
    """A form that asks for a division. Narrow its choices after `super().__init__`."""

    division = ChoiceField(label=_("区划"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, {"division": [("", gettext("请选择")), *divisions()]})

    def area(self) -> Division:
        """The division that was chosen."""
        return Division.objects.get(pk=atlas().by_code[self.cleaned_data["division"]].id)
