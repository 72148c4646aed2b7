"""The tables of the registry."""

from zhuchao.registry.models.actors import Category, Duty, Organisation, Person, Tie
from zhuchao.registry.models.guidance import Guidance
from zhuchao.registry.models.imports import ImportPart, ImportRow, ImportRun
from zhuchao.registry.models.personnel import Milestone

__all__ = [
    "Category",
    "Duty",
    "Guidance",
    "ImportPart",
    "ImportRow",
    "ImportRun",
    "Milestone",
    "Organisation",
    "Person",
    "Tie",
]
