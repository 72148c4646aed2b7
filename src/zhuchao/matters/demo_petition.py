"""Petitions of the demo: two receptions and seven matters on their way; all of it invented."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from zhuchao.access.models import Account
from zhuchao.access.scope import PUBLIC, Scope, bearer
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.petition import actions
from zhuchao.matters.kinds.petition.receptions import Coming, open_reception, receive
from zhuchao.matters.models import Matter, Reception
from zhuchao.places.atlas import atlas
from zhuchao.registry.demo import ROOT
from zhuchao.registry.models import Organisation
from zhuchao.registry.routing import route
from zhuchao.registry.scope import scope_of

Story = Iterator[datetime]
CLAIMS = (
    ("land", "征地补偿款争议", "示范路征地少量了两分地，补偿款少算八千元，要求补足。", 6),
    ("labour", "社保断缴", "在厂里干了三年，社保断缴一年半，要求补缴。", 1),
    ("housing", "房产证办不下来", "交房五年，房产证一直没有办下来，要求明确时间。", 3),
)
OPINION = {
    "claim": "按实际面积补足征地补偿款",
    "facts": "经复测，实际面积比登记面积多 0.2 亩，原测量有漏记。",
    "opinion": "由街道在十日内补发差额。",
    "basis": "《土地管理法》第四十八条",
    "result": "support",
}


def petition_stories(today: datetime) -> Iterator[tuple[datetime, Story]]:
    """The stories with the moment each begins; those of a counter in its office hours."""
    for days, story in (
        (48, _received()),
        (33, _opinion()),
        (24, _assigned()),
        (16, _extended()),
        (9, _repeat()),
        (5, _accusation()),
        (2, _unrouted()),
    ):
        morning = (today - timedelta(days=days)).replace(hour=2, minute=15)
        yield morning, story


def _scope(username: str) -> Scope:
    return scope_of(Account.objects.get(username=username))


def _clerk(matter: Matter) -> Scope:
    """Somebody of the office the duty table names."""
    office = route("petition", matter.category, matter.division_path).lead
    clerks = Account.objects.filter(
        person__ties__whom_organisation=office, person__ties__kind="staff"
    )
    return scope_of(clerks.order_by("pk")[0])


def _step(scope: Scope, matter: Matter, step: str, **answers: Any) -> None:
    take_step(scope, matter.pk, step, Answers(**answers))
    matter.refresh_from_db()


def _routed(matter: Matter, step: str = "forward", **more: Any) -> None:
    office = route("petition", matter.category, matter.division_path).lead
    _step(_scope("xinfang"), matter, step, lead=office, more=more)


def _taken(matter: Matter, branch: str = "ordinary") -> None:
    more = {"branch": branch, "accepted_on": local_day(now())}
    _step(_clerk(matter), matter, "take_up", more=more)


def _draft(number: int, phone: str, **changes: Any) -> Draft:
    category, summary, text, _came = CLAIMS[number]
    said: dict[str, Any] = {
        "text": text,
        "summary": summary,
        "category": category,
        "division": "ZC0101",
        "contact": {"name": "赵示例", "phone": phone, "address": "春泥路示例 1 号"},
        "payload": {"way": "online", "purpose": "claim"},
    }
    return Draft(kind="petition", **{**said, **changes})


def _held(mode: str, place: str) -> Reception:
    leader = Account.objects.get(username="quzhang").person
    area = atlas().by_code[ROOT]
    return open_reception(_scope("xinfang"), mode, local_day(now()), leader, place, area)


def _received() -> Story:
    """A leader receives three batches; one is settled by the department it was sent to."""
    held, office = _held("receive", "区信访接待大厅"), _scope("xinfang")
    came = []
    for number, (_category, _summary, _text, people) in enumerate(CLAIMS):
        payload = {"purpose": "claim"}
        draft = _draft(number, f"1390000010{number}", payload=payload)
        came.append(receive(office, held, Coming(people, min(people, 2), draft=draft)))
    first = came[0]
    for matter in came:
        _routed(matter)
    yield now() + timedelta(days=3)
    for matter in came:
        _taken(matter)
    visit = _held("go_down", "春泥社区")
    receive(office, visit, Coming(2, 1, receipt=first.receipt))
    yield now() + timedelta(days=9)
    more = {"settled_on": local_day(now()), "how": "agreed"}
    _step(_clerk(first), first, "settle", note="签订和解协议，补偿差额已到账。", more=more)
    rating = {"desk_rating": "satisfied", "unit_rating": "satisfied"}
    _step(bearer(first.receipt), first, "rate", more=rating)


def _opinion() -> Story:
    """Written online, answered with an opinion that has been served."""
    matter = raise_matter(PUBLIC, _draft(0, "13900000200", text="测量少了两分地，请复核。")).matter
    yield now() + timedelta(days=2)
    _routed(matter)
    yield now() + timedelta(days=4)
    _taken(matter)
    yield now() + timedelta(days=15)
    clerk = _clerk(matter)
    _step(clerk, matter, "hear", note="已到现场复测，信访人在场。")
    _step(clerk, matter, "issue", more=OPINION)
    served = {"served_on": local_day(now()), "served_by": "in_person"}
    _step(clerk, matter, "serve", more=served)


def _assigned() -> Story:
    """A letter, assigned with a day for the completion report, and supervised."""
    payload = {"way": "letter", "purpose": "claim"}
    draft = _draft(1, "13900000300", payload=payload, channel="proxy")
    matter = raise_matter(_scope("xinfang"), draft).matter
    yield now() + timedelta(days=1)
    _routed(matter, "assign", due_on=local_day(now()) + timedelta(days=40))
    yield now() + timedelta(days=3)
    _taken(matter)
    yield now() + timedelta(days=12)
    more = {"cause": "important"}
    _step(_scope("ducha"), matter, "supervise", note="请报告补缴进展。", more=more)
    about = {"about": "policy", "addressee": matter.holder_id}
    _step(_scope("xinfang"), matter, "suggest", note="建议每季公示断缴单位。", more=about)


def _extended() -> Story:
    """Told and in handling."""
    matter = raise_matter(PUBLIC, _draft(2, "13900000400")).matter
    yield now() + timedelta(days=1)
    _routed(matter)
    yield now() + timedelta(days=4)
    _taken(matter)


def _repeat() -> Story:
    """The same person writes again while the first is in handling; a person confirms it."""
    letters = (m for m in Matter.objects.filter(kind="petition") if m.payload["way"] == "letter")
    first = next(letters, None)
    draft = _draft(1, "13900000300", text="社保断缴一年半还没有补，要求补缴。")
    matter = raise_matter(PUBLIC, draft).matter
    yield now() + timedelta(days=1)
    if first is not None:
        actions.confirm_filing(_scope("xinfang"), matter.pk, first.pk)


def _accusation() -> Story:
    """An accusation without a name; the office it names never sees it."""
    accused = Organisation.objects.get(code="cgj").pk
    payload = {"way": "online", "purpose": "accusation", "accused": accused}
    text = "示例窗口办事拖延，收件不给回执。"
    draft = _draft(0, "", category="conduct", summary="", text=text, contact={}, payload=payload)
    raise_matter(PUBLIC, draft)
    yield now() + timedelta(days=2000)


def _unrouted() -> Story:
    """Came in and nobody has routed it yet."""
    raise_matter(PUBLIC, _draft(2, "13900000500", summary=""))
    yield now() + timedelta(days=2000)
