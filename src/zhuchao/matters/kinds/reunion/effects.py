"""What the steps of a reunion do: both sides confirm, the home branch is told, he is placed."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, system
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Span
from zhuchao.journal.writing import Fact
from zhuchao.matters import holdings
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.effects import Effect
from zhuchao.matters.kinds.reunion.matching import likely
from zhuchao.matters.kinds.reunion.parts import party_office, row_of
from zhuchao.matters.models import Matter, Participant, Reunion
from zhuchao.matters.telling import to_account, to_asker
from zhuchao.registry.actions import add_person, end_tie
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.people import members
from zhuchao.registry.tie_actions import enrol
from zhuchao.rules.flow import Step

JOB = system("reunion")
"""Writes the ties of a reunion, once the flow has let somebody take the step."""


def _send(change: Change, step: Step, answers: Answers) -> None:
    """To the branch that shall receive him; the one before sees nothing of it any more."""
    branch = party_office(answers.more["branch"], "branch")
    holdings.hand_out(change, branch.id, ())
    _keep(change, received_on=None, agreed_on=None)
    _tell_secretaries(change, branch.id)


def _receive(change: Change, step: Step, answers: Answers) -> None:
    _keep(change, received_on=local_day(now()))
    _tell_member(change)


def _agree(change: Change, step: Step, answers: Answers) -> None:
    """To go to the branch that said it will receive him; there is none to agree to before."""
    if row_of(change.matter).received_on is None:
        raise Refused("invalid", _("还没有支部答复愿意接收"))
    _keep(change, agreed_on=local_day(now()))


def _same(change: Change, step: Step, answers: Answers) -> None:
    """What was found becomes part of what he said himself; what is known of his home goes along."""
    number = answers.more["same_as"]
    if number not in {one.matter for one in likely(change.matter)}:
        raise Refused("invalid", _("请从列出的选项里选"), "same_as")
    change.matter.merged_into_id = number
    own, his = row_of(change.matter), Reunion.objects.get(matter=number)
    if own.home_id and not his.home_id:
        his.home_id = own.home_id
        his.save(update_fields=["home"])
    change.tell("matter.merged_into", facets={"target": number})


def _tell_home(change: Change, step: Step, answers: Answers) -> None:
    """Only once both sides agreed; a home branch that the platform knows confirms by itself."""
    row, said = row_of(change.matter), answers.more
    if not (row.received_on and row.agreed_on):
        raise Refused("invalid", _("支部和本人都确认以后，才告诉原支部"))
    if said.get("home"):
        home = party_office(said["home"], "home")
        if home.id in {h.organisation_id for h in change.holdings()}:
            raise Refused("invalid", _("原支部和接收支部是同一个，不用找组织"), "home")
        holdings.give(change, home.id, "assist")
        _tell_secretaries(change, home.id)
        row.home_id = home.id
    elif said["told_by"] == "desk":
        raise Refused("invalid", _("在本平台通知时，要选原支部"), "home")
    row.told_on = said["told_on"]
    row.save(update_fields=["told_on", "home"])


def _verify(change: Change, step: Step, answers: Answers) -> None:
    """The home branch says he is a member and since when he is away."""
    _demand_told(change)
    left, verified = answers.more["left_on"], answers.more["verified_on"]
    if left > verified:
        raise Refused("invalid", _("外出日期晚于核实日期"), "left_on")
    _keep(change, left_on=left)
    _believe(change, verified)
    _tell_member(change)


def _deny(change: Change, step: Step, answers: Answers) -> None:
    _demand_told(change)


def _demand_told(change: Change) -> None:
    if row_of(change.matter).told_on is None:
        raise Refused("invalid", _("还没有告诉原支部，不能核实"))


def _place(change: Change, step: Step, answers: Answers) -> None:
    """He joins the floating branch; where his formal relation lies does not change (P22)."""
    branch = party_office(answers.more["branch"], "branch", "floating_branch")
    row, since = row_of(change.matter), answers.more["placed_on"]
    tie = enrol(
        JOB,
        "host_member",
        _person(change),
        Organisation.objects.select_related("division").get(pk=branch.id),
        since=since,
        terms={"home": row.home_id, "matter": change.matter.pk},
    )
    _keep(change, tie=tie)
    holdings.hand_out(change, branch.id, ())
    _tell_member(change)


def _person(change: Change) -> Person:
    """The member in the register, by his masked name; who he is stays sealed."""
    asker = Participant.objects.filter(matter=change.matter, role="asker", identity__isnull=False)
    row = asker.select_related("identity").first()
    if row is None or row.identity is None:
        raise Refused("invalid", _("没有留下姓名，不能编入支部"))
    person = add_person(JOB, row.identity.name_mask or _("一名党员"))
    person.identity = row.identity
    person.save(update_fields=["identity"])
    return person


def _end(change: Change, step: Step, answers: Answers) -> None:
    """He left, came home or cannot be found: the tie and what is believed of him end that day."""
    on = answers.more.get("ended_on") or local_day(now())
    row = row_of(change.matter)
    if row.tie_id:
        tie = Tie.objects.get(pk=row.tie_id)
        if on < tie.valid_from:
            raise Refused("invalid", _("早于编入的日期"), "ended_on")
        end_tie(JOB, tie, on=on)
    if change.matter.state not in change.flow.step("send").source:
        _believe(change, None, on)


def _believe(change: Change, since: date | None, until: date | None = None) -> None:
    """A version of the span a figure counts: a floating member known, from his being verified."""
    matter, row = change.matter, row_of(change.matter)
    first = since or _verified_on(matter)
    change.log.add(
        Fact(
            "reunion.member",
            change.subject,
            matter.division_path,
            organisation=matter.holder_id,
            facets={"trade": row.trade},
            span=f"reunion:{matter.pk}",
            valid_from=first,
            valid_to=max(first, until) if first and until else until,
        )
    )


def _verified_on(matter: Matter) -> date | None:
    """From when he is believed to be one: what the span says now."""
    return Span.objects.filter(pk=f"reunion:{matter.pk}").values_list("valid_from", flat=True).get()


def _keep(change: Change, **facts: object) -> None:
    row = row_of(change.matter)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))


def _tell_member(change: Change) -> None:
    """A word to him, if he left a phone: only that there is news; what, his receipt opens."""
    rows = Participant.objects.filter(matter=change.matter, role="asker", identity__isnull=False)
    change.notices += [
        to_asker("reunion", change.matter, row.identity)
        for row in rows.select_related("identity")
        if row.identity and row.identity.phone_hash
    ]


def _tell_secretaries(change: Change, *branches: int) -> None:
    people = members(branches, "secretary")
    change.notices += [to_account("holder_reunion", change.matter, a) for a in people]


EFFECTS: Mapping[str, Effect] = {
    "send": _send,
    "receive": _receive,
    "agree": _agree,
    "agreed": _agree,
    "same": _same,
    "tell_home": _tell_home,
    "verify": _verify,
    "deny": _deny,
    "place": _place,
    "transfer": _end,
    "go_back": _end,
    "lose_contact": _end,
    "withdraw": _end,
}


def _received(matter: Matter, scope: Scope) -> bool:
    return row_of(matter).received_on is not None


def _cannot_agree(matter: Matter, scope: Scope) -> bool:
    """No branch has answered yet, or he agreed already."""
    row = row_of(matter)
    return row.received_on is None or row.agreed_on is not None


def _not_both(matter: Matter, scope: Scope) -> bool:
    row = row_of(matter)
    return not (row.received_on and row.agreed_on) or row.told_on is not None


def _not_told(matter: Matter, scope: Scope) -> bool:
    return row_of(matter).told_on is None


def _nobody_like_him(matter: Matter, scope: Scope) -> bool:
    return not likely(matter)


IDLE: Mapping[str, Callable[[Matter, Scope], bool]] = {
    "receive": _received,
    "agree": _cannot_agree,
    "agreed": _cannot_agree,
    "tell_home": _not_both,
    "verify": _not_told,
    "deny": _not_told,
    "same": _nobody_like_him,
}
