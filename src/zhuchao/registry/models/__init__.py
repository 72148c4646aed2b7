"""The tables of the registry."""

from zhuchao.registry.models.actors import Category, Duty, Organisation, Person, Tie
from zhuchao.registry.models.booking import Booking
from zhuchao.registry.models.checkins import CommunityItem, Household, ServiceSession, TakeUp
from zhuchao.registry.models.contacts import GuidedRoom
from zhuchao.registry.models.guidance import Guidance
from zhuchao.registry.models.imports import ImportPart, ImportRow, ImportRun
from zhuchao.registry.models.personnel import Milestone
from zhuchao.registry.models.teams import Outing, TeamInsurance

__all__ = [
    "Booking",
    "Category",
    "CommunityItem",
    "Duty",
    "Guidance",
    "GuidedRoom",
    "Household",
    "ImportPart",
    "ImportRow",
    "ImportRun",
    "Milestone",
    "Organisation",
    "Outing",
    "Person",
    "ServiceSession",
    "TakeUp",
    "TeamInsurance",
    "Tie",
]
