"""Disputes of the demo: a shelf, and six of them at different points of their way; all invented."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from zhuchao.access.models import Account
from zhuchao.access.scope import PUBLIC, Scope, bearer, system
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import writing
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.dispute.keeping import Place, put_on_shelf
from zhuchao.matters.kinds.dispute.loading import lay_services, read_services
from zhuchao.matters.models import Matter, ShelfMediator
from zhuchao.places.models import Division, Site
from zhuchao.places.sheets import Folder
from zhuchao.registry.actions import host
from zhuchao.registry.demo import ROOT
from zhuchao.registry.district import SHIPPED
from zhuchao.registry.models import Organisation
from zhuchao.registry.scope import scope_of

Story = Iterator[datetime]
SHELF = (
    (
        "tiaojieyuan",
        "tj-xinzhi",
        ("neighbour", "property", "labour"),
        "",
        "resident",
        (1, 2, 3, 4, 5),
    ),
    ("tiaojieyuan2", "tj-wadang", ("neighbour", "marriage"), "方言", "rotating", (3, 6)),
)
HOSTS = (("hj-1", "tj-qu"), ("hj-2", "tj-xinzhi"), ("hj-3", "tj-wadang"))
DISPUTES = (
    ("neighbour", "邻里漏水", "楼上卫生间漏水泡坏了吊顶，想让对方修好并赔一点。", "ZC0303"),
    ("property", "物业收费争议", "停车费涨了没有商量，想恢复原价。", "ZC0202"),
    ("labour", "小店欠薪", "帮工两个月，还有一半工钱没给。", "ZC0202"),
    ("neighbour", "楼道堆物", "对门在楼道堆东西，搬不动轮椅。", "ZC0303"),
    ("marriage", "赡养分担", "兄弟几个轮流照顾老人说不拢。", "ZC0303"),
    ("consumer", "退卡争议", "理发店换了老板，卡里的钱不认。", "ZC0102"),
)


def dispute_stories(today: datetime) -> Iterator[tuple[datetime, Story]]:
    """The stories with the moment each begins."""
    yield today - timedelta(days=50), _shelf()
    days = (45, 26, 20, 12, 6, 2)
    for number, day, tell in zip(count(), days, TOLD, strict=False):
        yield today - timedelta(days=day), tell(Case(number))


def _shelf() -> Story:
    """Services, mediators and where the desks stand."""
    scope, root = system("demo"), Division.objects.get(code=ROOT)
    with writing(scope.who) as log:
        lay_services(log, read_services(Folder(SHIPPED / "demo")), root)
    for name, office, fields, languages, mode, days in SHELF:
        person = Account.objects.get(username=name).person
        desk = Organisation.objects.get(code=office)
        put_on_shelf(scope, Place(person.pk, desk.pk, fields, languages, mode, days))
    for site, office in HOSTS:
        hosting = Site.objects.filter(code=site).select_related("division").first()
        if hosting is not None:
            host(scope, "host", Organisation.objects.get(code=office), hosting)
    yield now()


class Case:
    """One dispute on its way, each step signed by whoever would take it."""

    def __init__(self, number: int) -> None:
        self.category, self.summary, self.text, self.division = DISPUTES[number]
        self.matter: Matter

    def raised(self) -> None:
        """The application, with the other side's name."""
        payload = {"agrees": True, "other_name": "对方（虚构）", "wish": self.wish}
        draft = Draft(
            kind="dispute",
            text=self.text,
            summary=self.summary,
            category=self.category,
            division=self.division,
            contact={"name": "申请人（虚构）", "phone": "00000000000"},
            payload=payload,
        )
        self.matter = raise_matter(PUBLIC, draft).matter

    @property
    def mediator(self) -> str:
        """Whose field and place it is."""
        return "tiaojieyuan" if self.division.startswith("ZC02") else "tiaojieyuan2"

    @property
    def wish(self) -> int:
        """His number on the shelf, where he reaches that far; 0 elsewhere."""
        near = self.division[:4] in ("ZC02", "ZC03")
        row = ShelfMediator.objects.filter(person__account__username=self.mediator).first()
        return row.pk if near and row else 0

    def clerk(self) -> Scope:
        """Somebody of the desk that has it in hand: every office has a clerk of its own code."""
        code = self.matter.holder.code if self.matter.holder else ""
        return self.scope("tiaojie" if code == "tj-qu" else code)

    def scope(self, username: str) -> Scope:
        """An account of the demo."""
        return scope_of(Account.objects.get(username=username))

    def step(self, scope: Scope, name: str, **more: object) -> None:
        """Take a step, with what it asks."""
        self.matter = take_step(scope, self.matter.pk, name, Answers(more=more))

    def by_mediator(self, name: str, **more: object) -> None:
        """The mediator takes a step."""
        self.step(self.scope(self.mediator), name, **more)

    def consented(self) -> Story:
        """Both sides are told their rights and agree."""
        yield now() + timedelta(hours=20)
        self.step(self.clerk(), "notify", asker_way="online", other_way="phone")
        yield now() + timedelta(hours=30)
        other = self.matter.participants.get(role="other").receipt
        self.step(bearer(other), "agree", read=True)

    def mediated(self) -> Story:
        """A mediator is named and sits with both once."""
        yield from self.consented()
        yield now() + timedelta(hours=5)
        self.step(self.clerk(), "assign", mediator=self.wish)
        yield now() + timedelta(days=2)
        self.by_mediator(
            "hold",
            held_on=local_day(now()),
            openness="closed",
            attended=2,
            place="调解室",
            record="双方各自说了经过，愿意再谈（虚构）。",
        )


def _performed(case: Case) -> Story:
    """Settled in writing, performed, visited and filed."""
    case.raised()
    yield from case.mediated()
    yield now() + timedelta(days=3)
    _agreed(case)
    yield now() + timedelta(days=6)
    case.by_mediator("perform", performed_on=local_day(now()))
    yield now() + timedelta(days=4)
    case.by_mediator("visit", visited_on=local_day(now()), reached="phone", content="yes")
    case.step(case.clerk(), "see_identity", side="both", document="id_card")
    case.step(case.clerk(), "file")


def _agreed(case: Case) -> None:
    today = local_day(now())
    case.by_mediator(
        "agree_in_writing",
        agreed_on=today,
        people=2,
        facts="经过双方确认（虚构）。",
        terms="一方修好，一方不再追究（虚构）。",
        how="当面",
        due_on=today + timedelta(days=20),
    )
    signed = dict.fromkeys(("people_signed", "mediator_signed", "committee_sealed"), True)
    case.step(case.clerk(), "put_in_force", in_force_on=today, relation="none", **signed)


def _performing(case: Case) -> Story:
    """In force, being performed, the right to confirmation still open."""
    case.raised()
    yield from case.mediated()
    yield now() + timedelta(days=3)
    _agreed(case)


def _mediating(case: Case) -> Story:
    case.raised()
    yield from case.mediated()


def _refused(case: Case) -> Story:
    """The other side does not want it, and that is the end of it."""
    case.raised()
    yield now() + timedelta(hours=20)
    case.step(case.clerk(), "notify", asker_way="online", other_way="phone")
    yield now() + timedelta(hours=30)
    other = case.matter.participants.get(role="other").receipt
    case.step(bearer(other), "refuse")


def _passed_up(case: Case) -> Story:
    """The community cannot settle it; the street has the same number now."""
    case.raised()
    yield from case.consented()
    case.step(case.clerk(), "pass_up", why="hard", agreed=True)


def _new(case: Case) -> Story:
    case.raised()
    yield now() + timedelta(days=2000)


TOLD: tuple[Callable[[Case], Story], ...] = (
    _performed,
    _performing,
    _mediating,
    _refused,
    _passed_up,
    _new,
)
