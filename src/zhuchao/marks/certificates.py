"""What residents are sent for and a community does not issue, and which office is the right one."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SOURCE = "民发〔2020〕20号"
"""The twenty kinds (domain.md §7, certificates). The offices named are common practice, to be
checked against local rules."""


@dataclass(frozen=True)
class Certificate:
    """One kind. `office` is whom to turn to, `hint` what may do instead."""

    code: str
    name: str
    office: str
    hint: str


@lru_cache(maxsize=1)
def certificates() -> tuple[Certificate, ...]:
    """All twenty, in the order of the document."""
    text = (files("zhuchao.marks") / "certificates.csv").read_text("utf-8")
    return tuple(Certificate(**row) for row in csv.DictReader(text.splitlines()))
