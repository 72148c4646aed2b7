"""Who looks for his organisation, or is to join it, is known to the party desk and branch alone.

Generated: every authority × every page, over the whole district and inside the very branch that
has the matter. Employers, platforms, the accepting office and supervisors learn not even that
there is something (red line 3).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client

from tests.cast import District, add_account, step
from tests.desk import desk
from tests.matters.test_api import as_program
from tests.matters.test_visits_secrecy import said
from tests.party_cast import SECRETS, apply_to_join, came, found_party
from zhuchao.access.models import Notice
from zhuchao.access.notices import words
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry, Remark
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.matters.models import Matter
from zhuchao.matters.policy import roles_on, visible_to, with_roles
from zhuchao.matters.statements import open_statement
from zhuchao.matters.tick import tick
from zhuchao.registry.kinds import AUTHORITY, BY_NAME
from zhuchao.rules.flows import flow

pytestmark = pytest.mark.one_database

PARTY = ("reunion", "admission")
SEEING = {"party_desk"}
"""Authorities over the district that see them at all."""
INSIDE = {"secretary"}
"""Ties inside the branch that has it that see it."""
PAGES = (
    "/",
    "/desk/",
    "/desk/matters/",
    "/desk/matters/?kind={kind}",
    "/desk/matters/sheet.xlsx",
    "/desk/matters/{receipt}/",
    "/desk/matters/{receipt}/near/",
    "/desk/matters/{receipt}/slip/",
    "/desk/reunion/",
    "/desk/admissions/",
    "/desk/admissions/quota/",
    "/desk/issues/",
    "/desk/rechecks/",
    "/desk/rates/",
    "/desk/rates/?kind={kind}",
    "/desk/handover/",
    "/journal/",
    "/reunion/",
    "/map.json",
    "/api/matters",
    "/api/matters?kind={kind}",
    "/api/matters/{receipt}",
)
NOWHERE = ("/desk/", "/desk/matters/", "/desk/reunion/", "/desk/admissions/", "/desk/handover/")
"""Where the receipt of somebody else's matter must not stand, without being asked for."""


@dataclass(frozen=True)
class Sealed:
    """A district with a matter about a member in the hands of a branch."""

    district: District
    matter: Matter
    branch: str


def _reunion(district: District) -> Sealed:
    matter = came().matter
    step(district.scope("party"), matter, "send", more={"branch": district.office("freight")})
    return Sealed(district, matter, "freight")


def _admission(district: District) -> Sealed:
    matter = apply_to_join(district, local_day(now()), unit="platform")
    return Sealed(district, matter, "plain")


MADE: dict[str, Callable[[District], Sealed]] = {"reunion": _reunion, "admission": _admission}


@pytest.fixture(params=PARTY)
def sealed(request: pytest.FixtureRequest, db: None) -> Sealed:
    """A reunion or an admission under way."""
    return MADE[request.param](found_party())


def holders(sealed: Sealed, tie: str) -> Iterator[tuple[str, bool]]:
    """Accounts that hold a tie and nothing else, and whether the policy lets them see it."""
    district = sealed.district
    if BY_NAME[tie].whom == "division":
        district.accounts[f"d_{tie}"] = add_account(district, f"d_{tie}", tie, "D")
        yield f"d_{tie}", tie in SEEING
        return
    for where in (sealed.branch, "platform", "centre", "home"):
        name = f"{where}_{tie}"
        district.accounts[name] = add_account(district, name, tie, where)
        yield name, where == sealed.branch and tie in INSIDE


@pytest.mark.parametrize("tie", sorted(AUTHORITY))
def test_no_authority_reads_it_and_none_but_the_party_desk_and_the_secretary_see_it(
    tie: str, sealed: Sealed
) -> None:
    for name, sees in holders(sealed, tie):
        _look(sealed, name, sees=sees)


def _look(sealed: Sealed, name: str, *, sees: bool) -> None:
    matter, district = sealed.matter, sealed.district
    client, program = Client(), as_program(district, name)
    client.force_login(district.accounts[name])
    for page in PAGES:
        path = page.format(receipt=matter.receipt, kind=matter.kind)
        text = said((program if path.startswith("/api/") else client).get(path, follow=True))
        assert [s for s in SECRETS if s in text] == [], (name, page)
        if page in NOWHERE or page.startswith("/api/matters?"):
            assert sees or matter.receipt not in text, (name, page)
    seen = client.get(f"/desk/matters/{matter.receipt}/").status_code
    assert (seen == 200) == sees, name
    shown = client.get(f"/desk/matters/?kind={matter.kind}").content.decode()
    assert (matter.receipt in shown) == sees, name


@pytest.mark.parametrize("tie", sorted(AUTHORITY))
def test_the_original_and_the_name_open_to_the_reading_roles_alone_and_are_told(
    tie: str, sealed: Sealed
) -> None:
    for name, sees in holders(sealed, tie):
        scope = sealed.district.scope(name)
        assert _opens(scope, sealed.matter) == sees, name
        row = with_roles(visible_to(scope), scope).filter(pk=sealed.matter.pk).first()
        assert bool(getattr(row, "sees_identity", False)) == sees, name
        assert bool(row and roles_on(row)) == sees, name


def _opens(scope: Scope, matter: Matter) -> bool:
    before = Entry.objects.filter(verb="statement.opened").count()
    try:
        open_statement(scope, matter.pk, "核对")
    except Refused:
        return False
    assert Entry.objects.filter(verb="statement.opened").count() == before + 1
    return True


def test_colleagues_in_the_branch_hear_nothing_of_it_even_when_it_is_late(sealed: Sealed) -> None:
    """A member driver or clerk of the branch, its head and its leader: peers, not secretaries."""
    district = sealed.district
    for tie in ("staff", "section_head", "leader", "member_driver"):
        add_account(district, f"peer_{tie}", tie, sealed.branch)
    for days in (16, 40, 80):
        with at(now() + timedelta(days=days)):
            tick()
    told = set(Notice.objects.exclude(account=None).values_list("account__username", flat=True))
    assert "party" in told, "who is late is known to the party desk"
    assert told <= {"secretary", "plain", "party"}
    for notice in Notice.objects.all():
        text = "".join(words(notice))
        assert [s for s in (*SECRETS, "党员", "入党") if s in text] == []


def test_no_column_of_any_table_holds_a_secret_in_plain(sealed: Sealed) -> None:
    for model in apps.get_models():
        fields = [
            f.attname
            for f in model._meta.concrete_fields
            if isinstance(f, CharField | TextField | JSONField)
        ]
        for values in model._default_manager.values_list(*fields) if fields else ():
            assert [s for s in SECRETS if s in " ".join(map(str, values))] == [], model
    assert not Remark.objects.exists(), "words about a member go into no remark"


@pytest.mark.parametrize("kind", PARTY)
def test_no_step_leaves_free_words_where_others_read_them(kind: str) -> None:
    for one in flow(kind).steps:
        assert not {"note", "reason"} & set(one.needs), one.name
        assert not [a for a in one.asks if a.free and not a.kept], one.name
        assert not one.told, one.name


@pytest.mark.parametrize("kind", PARTY)
@pytest.mark.parametrize("who", ["", "intake", "supervisor", "boss", "driver2"])
def test_nobody_else_raises_one_by_the_form_or_the_interface(db: None, kind: str, who: str) -> None:
    district = found_party()
    scope = district.scope(who) if who else PUBLIC
    payloads: dict[str, dict[str, Any]] = {
        "reunion": {"trade": "freight", "found": "visit"},
        "admission": {"group": "riders", "branch": district.office("plain"), "adult": True},
    }
    payload = payloads[kind]
    draft = Draft(kind, "某支部", division="C11", contact={"name": "某人"}, payload=payload)
    with pytest.raises(Refused) as refused:
        raise_matter(scope, draft)
    assert refused.value.code == "forbidden"
    if who:
        assert f'value="{kind}"' not in desk(district, who).get("/desk/enter/").content.decode()
