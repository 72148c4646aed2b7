"""Who sees what: territory, holders, askers; the asker's identity only the accepting office."""

from hypothesis import given
from hypothesis import strategies as st

from tests.cast import District, appeal, asker, dispatched
from zhuchao.access.policy import over, under
from zhuchao.access.scope import PUBLIC, Grant, Scope
from zhuchao.matters.policy import roles_on, visible_to, with_roles
from zhuchao.matters.queries import detail


def _sees(scope: Scope) -> bool:
    return visible_to(scope).exists()


def test_a_territory_sees_its_own_and_no_other(district: District) -> None:
    appeal()
    seen = {n: _sees(district.scope(n)) for n in ("intake", "street1", "street2", "auditor")}
    assert seen == {"intake": True, "street1": True, "street2": False, "auditor": False}


def test_an_office_sees_what_it_holds_or_held(district: District) -> None:
    raised = appeal()
    assert not _sees(district.scope("roads"))
    raised.matter.delete()
    dispatched(district)
    assert _sees(district.scope("roads"))
    assert _sees(district.scope("water"))
    assert not _sees(district.scope("branch"))


def test_a_receipt_opens_one_matter(district: District) -> None:
    first, other = appeal(), appeal()
    assert list(visible_to(asker(first))) == [first.matter]
    assert list(visible_to(asker(other))) == [other.matter]
    assert not _sees(PUBLIC)


def test_identity_goes_to_the_accepting_office_only(district: District) -> None:
    raised = dispatched(district, contact={"name": "甲一", "phone": "13800000001"})
    shown = {
        name: detail(district.scope(name), raised.matter.receipt).sees_identity
        for name in ("intake", "street1", "roads", "water")
    }
    assert shown == {"intake": True, "street1": True, "roads": False, "water": False}


def test_the_asker_may_agree_to_be_known(district: District) -> None:
    raised = dispatched(district, contact={"phone": "13800000001"}, share=True)
    assert detail(district.scope("roads"), raised.matter.receipt).sees_identity


def test_a_hop_never_sees_who_asked(district: District) -> None:
    raised = appeal(
        payload={"trade": "driver"}, category="freight", contact={"phone": "13800000001"}
    )
    seen = detail(district.scope("driver"), raised.matter.receipt)
    assert seen.roles == {"hop"}
    assert not seen.sees_identity


def test_roles_come_from_ties(district: District) -> None:
    raised = dispatched(district)
    expected = {
        "intake": {"intake"},
        "roads": {"lead"},
        "head": {"lead", "section_head"},
        "leader": {"lead", "leader"},
        "water": {"assist"},
        "supervisor": {"supervisor"},
    }
    for name, roles in expected.items():
        scope = district.scope(name)
        matter = with_roles(visible_to(scope), scope).get(pk=raised.matter.pk)
        assert roles_on(matter) == roles, name


def test_an_inactive_account_sees_nothing(district: District) -> None:
    appeal()
    account = district.accounts["intake"]
    account.is_active = False
    account.save()
    assert not _sees(district.scope("intake"))


def test_a_grant_over_everything_is_never_lost_in_an_or(district: District) -> None:
    appeal(contact={"phone": "13800000001"})
    whole = Scope(who="x", grants=(Grant("intake", "/"), Grant("staff", organisation=1)))
    matter = with_roles(visible_to(whole), whole).get()
    assert roles_on(matter) == {"intake"}
    assert detail(whole, matter.receipt).sees_identity


PATHS = st.lists(st.sampled_from(["/D/", "/D/S1/", "/D/S2/", "/D/S1/C11/", "/E/"]), max_size=3)


@given(paths=PATHS)
def test_under_agrees_with_a_prefix(paths: list[str]) -> None:
    """The range on a path means the same as "starts with", for every set of grants."""
    stored = ["/D/", "/D/S1/", "/D/S1/C11/", "/D/S10/", "/D/S2/C21/", "/E/X/", ""]
    rule = under("division_path", paths)
    wanted = {p for p in stored if p and over(p, paths)}
    assert {p for p in stored if _fits(rule, p)} == wanted


def _fits(rule: object, path: str) -> bool:
    """Evaluate the range Q on one path, as a database would compare bytes."""
    conditions = getattr(rule, "children", [])
    return any(_clause(c, path) for c in conditions)


def _clause(clause: object, path: str) -> bool:
    parts = dict(getattr(clause, "children", [clause] if isinstance(clause, tuple) else []))
    if "division_path__gte" not in parts:
        return False
    return bool(parts["division_path__gte"] <= path < parts["division_path__lt"])
