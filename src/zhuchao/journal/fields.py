"""A text column that holds JSON in one canonical form, so that no digest depends on the engine."""

import json
from typing import Any

from django.db import models

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_WORTH_A_LOOK = (float, dict, list, tuple)


def canonical(value: Any) -> str:
    """The one way a value is written: sorted keys, no spaces, no floats.

    Raises TypeError for what JSON cannot hold and for floats, whose text differs by engine.
    """
    _refuse_floats(value)
    return _ENCODER.encode(value)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("canonical JSON holds no floats: use integers or text")
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list | tuple):
        for item in inside:
            if isinstance(item, _WORTH_A_LOOK):
                _refuse_floats(item)


class CanonicalJSON(models.TextField):  # type: ignore[type-arg]
    """JSON kept as canonical text: the same bytes on SQLite, PostgreSQL and in Parquet."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    _pyi_lookup_exact_type: Any

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Text from the database → value."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """Accept text or an already decoded value."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """Value → canonical text."""
        return None if value is None else canonical(value)

    def value_to_string(self, obj: models.Model) -> str:
        """For serializers: the canonical text."""
        return canonical(self.value_from_object(obj))


class PathField(models.CharField):  # type: ignore[type-arg]
    """A materialised path, compared byte by byte on every engine so that a prefix is a range."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 120, **options})

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        """SQLite compares bytes already; PostgreSQL is told to."""
        found = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            found["collation"] = "C"
        return found
