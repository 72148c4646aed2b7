"""How far a long work is, told where somebody looks."""

import sys

from django.core.management.base import OutputWrapper


class Counter:
    """Says `words`, with %(done)s in it, over and over on one line of a terminal."""

    def __init__(self, stderr: OutputWrapper, words: str) -> None:
        self._stderr, self._words = stderr, words
        self._shown = sys.stderr.isatty()

    def __call__(self, done: int) -> None:
        if self._shown:
            self._stderr.write(f"\r{self._words % {'done': done}}", ending="")
            self._stderr.flush()

    def close(self) -> None:
        """End the line."""
        if self._shown:
            self._stderr.write("")
