"""API keys: shown once, limited, ending."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from zhuchao.access.api_keys import key_of, make_key, revoke_key
from zhuchao.access.models import Account, ApiKey
from zhuchao.access.policy import demand_verb
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry


def test_a_key_is_known_by_its_secret_alone(administrator: Scope, account: Account) -> None:
    key, secret = make_key(administrator, account, "热线平台", verbs=["matter.raise"])
    found = key_of(secret)
    assert found is not None
    assert (found.pk, found.account, found.verbs) == (key.pk, account, ["matter.raise"])
    assert key_of(secret + "x") is None
    assert secret not in str(ApiKey.objects.values().get())


def test_knowing_a_key_takes_one_statement(
    administrator: Scope, account: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, secret = make_key(administrator, account, "热线平台", verbs=["matter.raise"])
    with django_assert_num_queries(1):
        found = key_of(secret)
        assert found is not None
        assert found.account.username == "wang"


def test_a_key_ends_by_its_date_by_revocation_and_with_its_account(
    administrator: Scope, account: Account
) -> None:
    tomorrow = now() + timedelta(days=1)
    dated, dated_secret = make_key(
        administrator, account, "短期", verbs=["matter.raise"], expires_at=tomorrow
    )
    _lasting, secret = make_key(administrator, account, "长期", verbs=["matter.raise"])
    with at(tomorrow + timedelta(seconds=1)):
        assert key_of(dated_secret) is None
        assert key_of(secret) is not None
    revoke_key(administrator, dated)
    assert key_of(dated_secret) is None
    with pytest.raises(Refused, match="已经收回"):
        revoke_key(administrator, dated)
    Account.objects.update(is_active=False)
    assert key_of(secret) is None
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["key.made", "key.made", "key.revoked"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("label", {"label": " "}),
        ("label", {"label": "x" * 61}),
        ("verbs", {"verbs": []}),
        ("expires_at", {"expires_at": now() - timedelta(days=1)}),
    ],
)
def test_a_bad_key_is_refused_by_field(
    field: str, wrong: dict[str, object], administrator: Scope, account: Account
) -> None:
    asked: dict[str, object] = {"label": "热线", "verbs": ["matter.raise"], **wrong}
    with pytest.raises(Refused) as refusal:
        make_key(administrator, account, **asked)  # type: ignore[arg-type]
    assert refusal.value.fields.keys() == {field}
    assert not ApiKey.objects.exists()


def test_only_an_administrator_in_person_makes_keys(
    administrator: Scope, officer: Scope, account: Account
) -> None:
    by_key = Scope("a", grants=administrator.grants, second_factor=True, api_verbs=frozenset("x"))
    unproved = Scope("a", grants=administrator.grants)
    for scope in (officer, by_key, unproved):
        with pytest.raises(Refused):
            make_key(scope, account, "热线", verbs=["matter.raise"])


def test_a_key_acts_within_its_verbs_only() -> None:
    limited = Scope("a", api_verbs=frozenset({"matter.raise"}))
    demand_verb(limited, "matter.raise")
    with pytest.raises(Refused, match=r"matter\.read"):
        demand_verb(limited, "matter.read")
    demand_verb(Scope("a"), "matter.read")
