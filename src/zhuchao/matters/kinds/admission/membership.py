"""What an admission writes into the register of members: probationary, then full."""

from datetime import date, timedelta

from zhuchao.access.scope import system
from zhuchao.matters.changing import Change
from zhuchao.matters.kinds.admission.records import recorded
from zhuchao.matters.models import Admission, AdmissionStep, Participant
from zhuchao.registry.actions import add_person, end_tie
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.tie_actions import enrol

JOB = system("admission")
"""Writes the register, once the flow has let somebody take the step."""


def follows(change: Change, step: str, rows: list[AdmissionStep]) -> None:
    """A probationary member counts from the branch's vote, a full one from its second vote."""
    votes = recorded(rows)
    if step == "approve":
        _enrol(change, votes["vote"].day, "probationary")
    elif step == "approve_full":
        since = votes["vote_full"].day
        ends(change.matter.admission, since - timedelta(days=1))
        _enrol(change, since, "formal")


def ends(admission: Admission, on: date) -> None:
    """The membership in the register, if there is one, ends on a day."""
    if admission.tie_id:
        tie = Tie.objects.get(pk=admission.tie_id)
        end_tie(JOB, tie, on=max(on, tie.valid_from))


def _enrol(change: Change, since: date, stage: str) -> None:
    admission = change.matter.admission
    branch = Organisation.objects.select_related("division").get(pk=admission.branch_id)
    admission.person = admission.person or _person(change)
    terms = {"stage": stage, "matter": change.matter.pk}
    admission.tie = enrol(JOB, "member", admission.person, branch, since=since, terms=terms)
    admission.save(update_fields=["person", "tie"])


def _person(change: Change) -> Person:
    asker = Participant.objects.filter(matter=change.matter, role="asker", identity__isnull=False)
    identity = asker.select_related("identity").get().identity
    person = add_person(JOB, identity.name_mask if identity else "")
    person.identity = identity
    person.save(update_fields=["identity"])
    return person
