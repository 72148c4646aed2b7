"""What the page of one organisation shows: facts, the picture, lists, numbers, and its forms."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.places.atlas import atlas
from zhuchao.registry.asof import Held
from zhuchao.registry.kinds import PARTY_KINDS, UNIT_SECTORS
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisation_actions import keeps
from zhuchao.registry.organisations.drawing import picture, strip
from zhuchao.registry.organisations.forms import (
    FACTS,
    CloseForm,
    CoverForm,
    DayForm,
    FactsForm,
    IndustryForm,
    TerritoryForm,
)
from zhuchao.registry.organisations.mapping import unit_map
from zhuchao.registry.organisations.policy import names_members
from zhuchao.registry.organisations.queries import chain
from zhuchao.registry.organisations.standing import Standing, end_of, standing
from zhuchao.registry.organisations.words import (
    change_days,
    kind_of,
    operating_of,
    term_of,
    timeline,
    trade_of,
)
from zhuchao.registry.tie_actions import PARTY

NEAR = 5
"""So many days of change are offered before and after the day looked at."""


def organisation_page_context(
    scope: Scope, organisation: Organisation, form: DayForm, wrong: BlamingForm | None = None
) -> dict[str, Any]:
    """The page on the day of a form (today if that is at fault); `wrong` is one to open again."""
    today = local_day(now())
    sound = form.is_valid()
    day = form.day() if sound else today
    then = sound and form.cleaned_data["known"] == "then"
    found = standing(organisation, day, known=end_of(day) if then else None)
    named = names_members(scope, organisation)
    lines = timeline(organisation, posts=named)
    posts = [p for p in found.posts if named or p.kind != "post" or p.line != "party"]
    may = keeps(scope, str(organisation.division.path))
    return {
        "organisation": organisation,
        "kind": kind_of(organisation),
        "party": organisation.kind in PARTY_KINDS,
        "unit": organisation.kind in UNIT_SECTORS,
        "facts": _facts(organisation, found),
        "form": form,
        "day": day,
        "today": day == today,
        "then": then,
        "same_day": urlencode({"on": day.isoformat(), **({"known": "then"} if then else {})}),
        "found": found,
        "picture": picture(organisation, found, organisation.name),
        "strip": strip(change_days(lines), day, today),
        "covers": [(one, term_of("form", form_)) for one, form_ in found.covers],
        "map": unit_map([one for one, _form in found.covers]),
        "posts": [(p, term_of("level", p.level), term_of("line", p.line)) for p in posts],
        "unnamed": len(found.posts) - len(posts),
        "lines": [(one, bool(may and one.number and not one.until)) for one in lines],
        "days": _days_near(change_days(lines), day),
        "chain": [(link, term_of("how", link.how)) for link in chain(organisation)],
        "names_members": named,
        **_writing(scope, organisation, wrong),
    }


def _facts(organisation: Organisation, found: Standing) -> list[tuple[str, str]]:
    """What was known of it on the day; names and numbers of register are those of today."""
    rows = [
        (_("代码"), organisation.code),
        (_("统一社会信用代码"), organisation.credit_code),
        (_("区划"), atlas().full_name(found.itself.path) if found.itself else ""),
        *(_surveyed(found.itself) if found.itself else ()),
        (_("公开电话"), organisation.phone),
    ]
    return [(label, said) for label, said in rows if said]


def _surveyed(itself: Held) -> Iterator[tuple[str, str]]:
    """What is asked of units: trade, whether it works, how many people."""
    codes = itself.facets
    yield _("行业"), trade_of(str(codes["trade"]))
    if itself.kind in UNIT_SECTORS:
        yield _("在营"), operating_of(str(codes["operating"]))
        yield _("从业人数"), _number(itself.headcount)
        yield _("已知正式党员"), _number(codes["members_known"])


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _days_near(days: list[date], day: date) -> list[date]:
    before = [d for d in days if d < day][-NEAR:]
    return [*before, *[d for d in days if d >= day][:NEAR]]


def _writing(scope: Scope, organisation: Organisation, wrong: BlamingForm | None) -> dict[str, Any]:
    """The forms a scope may send, the one at fault among them."""
    path = str(organisation.division.path)
    may = keeps(scope, path) and organisation.valid_to is None
    initial = {name: getattr(organisation, name) for name in FACTS}
    initial |= {"division": organisation.division.code, "version": organisation.version}
    forms: dict[str, BlamingForm] = {
        "change": FactsForm(scope, prefix="change", initial=initial),
        "close": CloseForm(prefix="close", initial={"version": organisation.version}),
        "industry": IndustryForm(scope, prefix="industry"),
        "territory": TerritoryForm(prefix="territory"),
        "covers": CoverForm(prefix="covers"),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    return {
        "may": may,
        "may_party": may and (scope.system or any(path.startswith(p) for p in scope.paths(*PARTY))),
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
    }
