"""Foundings, money and a charter of the invented district: some done, some waiting."""

from datetime import date, timedelta
from typing import Any

from zhuchao.access.models import Account
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter
from zhuchao.registry.models import Organisation
from zhuchao.registry.scope import scope_of

DESK = "dangjian"
BRANCH = "檐燕快递党支部（虚构）"
WAIT = ("双枝印务（虚构）", "双枝包装（虚构）")


def load_demo_branches() -> None:
    """Add them to the demo, once; nothing where its units are not."""
    account = Account.objects.filter(username=DESK).first()
    known = Organisation.objects.filter(name=WAIT[0]).exists()
    if account is None or not known or Matter.objects.filter(kind="founding").exists():
        return
    desk = scope_of(account)
    _founded(desk)
    _waiting(desk)
    _refund(desk)
    _project(desk)
    _charter(desk)


def _founded(desk: Scope) -> None:
    """A branch of its own, founded last month."""
    unit = _named("双枝塑料（虚构）")
    matter = _raise(desk, "founding", "有六名正式党员，请单独组建。", form="own", unit=unit)
    _take(desk, matter, "consent", consented_on=_ago(60))
    _take(desk, matter, "approve", approved_on=_ago(50))
    _take(desk, matter, "found", founded_on=_ago(40), branch_name="双枝塑料党支部（虚构）")


def _waiting(desk: Scope) -> None:
    """A joint one that waits for its approval."""
    unit, unit2 = (_named(name) for name in WAIT)
    said = {"form": "joint", "unit": unit, "unit2": unit2}
    matter = _raise(desk, "founding", "两家相邻，共有三名正式党员，请联合组建。", **said)
    _take(desk, matter, "consent", consented_on=_ago(5))


def _refund(desk: Scope) -> None:
    """Dues paid back for the year before."""
    year = local_day(now()).year - 1
    days = {"paid_from": date(year, 1, 1), "paid_to": date(year, 12, 31)}
    said = {"organisation": _named(BRANCH), "amount": 186_000, "purpose": "activity", **days}
    matter = _raise(desk, "refund", "返还上一年度党费，用于支部活动。", **said)
    _take(desk, matter, "review")
    _take(desk, matter, "approve", approved_on=_ago(20), granted=150_000)
    _take(desk, matter, "pay", paid_on=_ago(15))


def _project(desk: Scope) -> None:
    """A room for riders that runs."""
    said = {"organisation": _named(BRANCH), "amount": 3_000_000, "purpose": "room"}
    matter = _raise(desk, "project", "把仓库旁的空房改成骑手歇脚的地方。", **said)
    _take(desk, matter, "review")
    _take(desk, matter, "approve", approved_on=_ago(30), granted=2_000_000)
    _take(desk, matter, "start", started_on=_ago(25))


def _charter(desk: Scope) -> None:
    """Voted and consented to; the thirty days run."""
    said = {"organisation": _named("筑巢骑行协会（虚构）")}
    matter = _raise(desk, "charter", "章程里写入党建工作的内容。", **said)
    _take(desk, matter, "vote", voted_on=_ago(18))
    _take(desk, matter, "consent", agreed_on=_ago(9))


def _raise(desk: Scope, kind: str, text: str, **said: Any) -> Matter:
    return raise_matter(desk, Draft(kind, text, division="ZC", payload=said)).matter


def _take(desk: Scope, matter: Matter, step: str, **more: Any) -> None:
    take_step(desk, matter.pk, step, Answers(note="已按程序办理。", more=more))


def _named(name: str) -> int:
    return Organisation.objects.values_list("pk", flat=True).get(name=name)


def _ago(days: int) -> date:
    return local_day(now()) - timedelta(days=days)
