"""Strict reading of TOML that people write: it names the file and the key of what is wrong."""

import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")

WRONG_KIND = {
    str: "应为文字",
    int: "应为整数",
    float: "应为小数，如 4.8",
    bool: "应为 true 或 false",
    date: "应为日期，如 2026-01-01",
    time: "应为时刻，如 22:00:00",
    dict: "应为一张表",
    list: "应为列表",
}
MISSING = "缺少此项"
UNKNOWN = "没有这一项"
NOT_TOML = "不是有效的 TOML"
WORDING = (*WRONG_KIND.values(), MISSING, UNKNOWN, NOT_TOML)
"""What a reader of English needs translated."""


class MalformedError(ValueError):
    """What is wrong with a file: its name, the dotted `key`, and `why` in plain Chinese."""

    def __init__(self, file: str, key: str, why: str) -> None:
        super().__init__(f"{file}: {key}: {why}")
        self.file, self.key, self.why = file, key, why


class Table:
    """A table emptied key by key; whatever is left when it is closed is a key nobody knows."""

    def __init__(self, file: str, path: str, values: Mapping[str, Any]) -> None:
        self.file, self.path, self._values = file, path, dict(values)

    @classmethod
    def read(cls, text: str, file: str) -> "Table":
        """The table written in `text`; `file` only says where something is wrong."""
        try:
            return cls(file, "", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise MalformedError(file, str(error), NOT_TOML) from error

    def refuse(self, key: str, why: str) -> NoReturn:
        """Raise MalformedError for `key` of this table."""
        raise MalformedError(self.file, self._named(key), why)

    def names(self) -> list[str]:
        """The keys not taken yet, in the order written."""
        return list(self._values)

    def take(self, key: str, kind: type[T]) -> T:
        """The value of `key`, of exactly that kind. Raises MalformedError if missing or another."""
        if key not in self._values:
            self.refuse(key, MISSING)
        value = self._values.pop(key)
        # Not isinstance: true is no number, and a moment is no date.
        if type(value) is not kind:
            self.refuse(key, WRONG_KIND[kind])
        return value

    def perhaps(self, key: str, kind: type[T]) -> T | None:
        """The value of `key`, or None where it is not written."""
        return self.take(key, kind) if key in self._values else None

    def word(self, key: str) -> str:
        """The text of `key`, or an empty one where it is not written."""
        return self.perhaps(key, str) or ""

    def table(self, key: str) -> "Table":
        """The table under `key`; an empty one where it is not written."""
        return Table(self.file, self._named(key), self.perhaps(key, dict) or {})

    def tables(self, key: str) -> list["Table"]:
        """The list of tables under `key`; an empty list where it is not written."""
        rows = self.perhaps(key, list) or []
        numbered = Table(
            self.file, "", {f"{self._named(key)}[{i}]": r for i, r in enumerate(rows, 1)}
        )
        return [numbered.table(name) for name in numbered.names()]

    def close(self) -> None:
        """Refuse the first key nobody asked for: a misspelt key must not pass unseen."""
        for key in self._values:
            self.refuse(key, UNKNOWN)

    def _named(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
