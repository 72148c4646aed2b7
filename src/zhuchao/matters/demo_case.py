"""Who acts in the demo, and one matter on its way through their hands."""

import csv
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from zhuchao.access.models import Account
from zhuchao.access.scope import PUBLIC, Scope, bearer
from zhuchao.journal.clock import now, zone
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.demo_pictures import picture
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.district import SHIPPED
from zhuchao.registry.models import Tie
from zhuchao.registry.routing import Route, route
from zhuchao.registry.scope import scope_of

Words = dict[str, str]
OPENS, CLOSES = 8, 18


@dataclass
class Stage:
    """Who is there to act, and the dice."""

    dice: random.Random

    @cached_property
    def words(self) -> list[Words]:
        """What people say, by rows of messages.csv."""
        with (SHIPPED / "demo" / "messages.csv").open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    @cached_property
    def clerks(self) -> dict[int, Scope]:
        """Organisation id → somebody who works there."""
        ties = Tie.objects.filter(kind__in=("staff", "member_driver")).select_related(
            "who_person__account"
        )
        accounts = {
            t.whom_organisation_id: t.who_person.account
            for t in ties
            if t.who_person and t.who_person.account and t.whom_organisation_id
        }
        return {office: scope_of(account) for office, account in accounts.items()}

    def scope(self, username: str) -> Scope:
        """The scope of a demo account."""
        return scope_of(Account.objects.get(username=username))

    @cached_property
    def intake(self) -> Scope:
        """The accepting office."""
        return self.scope("shouli")

    @cached_property
    def supervisor(self) -> Scope:
        """Who rules on extensions and exclusions."""
        return self.scope("duban")

    @cached_property
    def areas(self) -> list[Area]:
        """Communities to raise things in."""
        return [a for a in atlas().areas if a.kind == "community"]


@dataclass
class Case:
    """One matter on its way: shorthand for the actions, signed by whoever would take them."""

    stage: Stage
    words: Words
    draft: Draft
    matter: Matter = field(init=False)

    def raised(self, scope: Scope = PUBLIC) -> None:
        """Raise it, with a picture if it has one."""
        self.matter = raise_matter(scope, self.draft).matter

    @property
    def urgent(self) -> bool:
        """Whether it is seen to at any hour."""
        return self.matter.urgency in ("emergency", "timely")

    @property
    def way(self) -> Route:
        """Where the duty table sends it today."""
        return route(self.matter.kind, self.matter.category, self.matter.division_path)

    @property
    def asker(self) -> Scope:
        """Whoever raised it, by his receipt."""
        return bearer(self.matter.receipt)

    @property
    def lead(self) -> Scope:
        """A clerk of the office the duty table names; it names one for every category."""
        return self.stage.clerks[self.way.lead or 0]

    def at(self, hop: str) -> bool:
        """Whether it still lies there: over a night or a weekend its hop may have lapsed."""
        return self.matter.holdings.filter(ended_at=None, role="hop", hop=hop).exists()

    def step(self, scope: Scope, name: str, **answers: Any) -> None:
        """Take a step of the flow."""
        self.matter = take_step(scope, self.matter.pk, name, Answers(**answers))

    def dispatch(self) -> None:
        """Send it where the duty table says."""
        self.step(self.stage.intake, "dispatch", lead=self.way.lead, assists=self.way.assists)

    def sign(self) -> None:
        """Every office signs for its part."""
        for scope in self.handlers():
            self.step(scope, "sign")

    def handlers(self) -> list[Scope]:
        """Clerks of the offices that lead and assist now, lead first."""
        rows = self.matter.holdings.filter(ended_at=None, role__in=("lead", "assist"))
        found = sorted(rows, key=lambda h: h.role != "lead")
        return [self.stage.clerks[h.organisation_id] for h in found]

    def answer(self) -> None:
        """Every office does its part; the lead last, whose words the asker reads."""
        step = "answer" if self.matter.kind == "appeal" else "fix"
        for scope in reversed(self.handlers()):
            lead = scope is self.handlers()[0]
            note = self.words["answer"] if lead else "协办部分已办好，情况已反馈主办单位。"
            photos = (picture(note, self.stage.dice),) if self.matter.kind == "hazard" else ()
            kind = "photo" if photos else "note"
            self.step(scope, step, note=note, evidence=kind, photos=photos)

    def close(self, *, resolved: bool = True) -> None:
        """The asker's word, or the feedback that ends a hazard."""
        dice = self.stage.dice
        if self.matter.kind == "hazard":
            self.step(self.stage.intake, "feed_back")
        else:
            satisfied = dice.choice((4, 5, 5)) if resolved else dice.choice((1, 2, 3))
            self.step(self.asker, "confirm", resolved=resolved, satisfied=satisfied)

    def after(self, low: float, high: float) -> datetime:
        """Some hours later; within office hours unless it is urgent."""
        shrink = 0.05 if self.urgent else 1.0
        moment = now() + timedelta(hours=self.stage.dice.uniform(low, high) * shrink)
        return moment if self.urgent else self.in_office(moment)

    def in_office(self, moment: datetime) -> datetime:
        """The moment itself, or the next morning when the office is closed."""
        local = moment.astimezone(zone())
        if OPENS <= local.hour < CLOSES:
            return moment
        morning = local.replace(hour=OPENS, minute=self.stage.dice.randrange(60))
        return morning + timedelta(days=local.hour >= CLOSES)
