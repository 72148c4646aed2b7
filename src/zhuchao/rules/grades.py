"""The grade of a community worker by post, years, degree and certificate (三岗十八级)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhuchao.rules.dated import add_months


@dataclass(frozen=True)
class Post:
    """A post and the grades it runs through, both ends included."""

    label: str
    least: int
    most: int


@dataclass(frozen=True)
class Scheme:
    """One version of a grade scheme (domain.md §6, P49–P51), in force from and to."""

    version: str
    label: str
    basis: str
    confirmed: bool
    in_force_from: date
    in_force_to: date | None
    step_years: int
    posts: Mapping[str, Post]
    degrees: Mapping[str, tuple[str, int]]
    """Label, and how many years the degree counts as."""
    certificates: Mapping[str, tuple[str, int]]
    """Label, and how many grades the certificate adds."""

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.in_force_from <= day and not (self.in_force_to and day > self.in_force_to)


@dataclass(frozen=True)
class Grade:
    """A grade with what made it: the lowest of the post, steps for years, certificate, the cap."""

    grade: int
    least: int
    years: int
    """Years that count: served, and those of the degree."""
    steps: int
    raised: int
    capped: bool
    next_on: date | None
    """The day on which the next step falls due by years alone; None at the top of the post."""


def grade(
    scheme: Scheme, post: str, since: date, on: date, degree: str = "none", certificate: str = ""
) -> Grade:
    """The grade on a day of somebody who has served since another, by a scheme.

    `post`, `degree` and `certificate` are names of the scheme ("" for no certificate). Raises
    KeyError for a name it has not, ValueError when `on` is before `since`.
    """
    if on < since:
        raise ValueError("graded before the first day of service")
    rung, counted = scheme.posts[post], scheme.degrees[degree][1]
    raised = scheme.certificates[certificate][1] if certificate else 0
    years = full_years(since, on) + counted
    steps = years // scheme.step_years
    reached = rung.least + steps + raised
    found = min(reached, rung.most)
    until = (steps + 1) * scheme.step_years - counted
    return Grade(
        grade=found,
        least=rung.least,
        years=years,
        steps=steps,
        raised=raised,
        capped=reached > rung.most,
        next_on=add_months(since, 12 * until) if found < rung.most else None,
    )


def full_years(since: date, on: date) -> int:
    """Whole years from one day to another.

    >>> full_years(date(2020, 2, 29), date(2021, 2, 28))
    1
    """
    years = on.year - since.year
    return years if add_months(since, 12 * years) <= on else years - 1
