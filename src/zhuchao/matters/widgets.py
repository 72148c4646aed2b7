"""The parts of forms, which stand with the accounts: other rooms use them too."""

from zhuchao.access.form_parts import (
    ChoiceField,
    NumberField,
    PlainSelect,
    PlainSelectMultiple,
    options,
)

__all__ = ["ChoiceField", "NumberField", "PlainSelect", "PlainSelectMultiple", "options"]
