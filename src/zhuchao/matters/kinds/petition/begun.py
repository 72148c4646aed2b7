"""What is written with a new petition: its fingerprint, the first batch, who may never see it."""

from typing import TYPE_CHECKING

from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import writing
from zhuchao.matters.clocks import deadline
from zhuchao.matters.kinds.petition.matching import remember
from zhuchao.matters.kinds.petition.visits import add_batch
from zhuchao.matters.models import Holding, Matter, Participant

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.drafts import Placed


def begun(scope: "Scope", placed: "Placed", matter: Matter) -> None:
    """Everything that belongs to the moment of registration, in its transaction."""
    said = placed.draft.payload
    remember(matter, placed.draft.text)
    if said.get("accused"):
        bar_office(matter, said["accused"])
    if said.get("received_by") == "organ":
        _held_by(matter, said["organ"])
    if said.get("grave"):
        row = deadline(matter, "report", now())
        row.save()
    if said.get("way") == "visit":
        day = said.get("received_on") or local_day(now())
        with writing(scope.who) as log:
            came, spoke = said["headcount"], said.get("deputies") or 1
            add_batch(log, matter, day, came, spoke, said.get("reception") or None)


def bar_office(matter: Matter, office: int) -> None:
    """Close the file to an office and all its people: it holds it no more (第三十条)."""
    Participant.objects.create(matter=matter, role="barred", organisation_id=office, since=now())
    open_ones = Holding.objects.filter(matter=matter, organisation=office, ended_at=None)
    if open_ones.update(state="left", ended_at=now()) and matter.holder_id == office:
        matter.holder_id = None
        Matter.objects.filter(pk=matter.pk).update(holder=None)


def _held_by(matter: Matter, organ: int) -> None:
    """The organ that received it is the one that tells the petitioner (第二十三条)."""
    Holding.objects.create(matter=matter, organisation_id=organ, role="lead", since=now())
    matter.holder_id = organ
    Matter.objects.filter(pk=matter.pk).update(holder=organ)
