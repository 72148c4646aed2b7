"""Joining below the pages: who may, what is kept, and for how long."""

from datetime import timedelta

import pytest

from tests.cast import District
from tests.circle.merchants.moments import moment
from zhuchao.access.models import Account, Identity
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.circle.merchants.joining import (
    INVITED,
    KEPT,
    Asked,
    accept,
    apply,
    forget_refused,
    invite_again,
    invited,
    refuse,
    take_up,
)
from zhuchao.circle.models import Application
from zhuchao.cli.jobs import JOBS
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry, Span
from zhuchao.registry.models import Organisation
from zhuchao.registry.scope import scope_of

KEEPER = {"username": "laowang", "name": "王掌柜", "password": "Mianguan-2026-tang"}


@pytest.fixture
def asked(district: District) -> Asked:
    """A noodle shop that wants to join."""
    contact = {"name": "王掌柜", "phone": "13812341234"}
    where = district.divisions["C11"]
    return Asked("巢上面馆", where, "春风路 15 号", "free_water", contact, 117.83, 31.6)


def test_nothing_of_who_applied_stands_in_the_journal_or_in_clear(asked: Asked) -> None:
    row = apply(asked)
    assert row.contact
    assert "王掌柜".encode() not in bytes(row.contact.sealed)
    told = str(list(Entry.objects.values()))
    assert "王" not in told
    assert "13812341234" not in told


def test_accepting_founds_site_organisation_and_host_all_or_nothing(
    district: District, asked: Asked
) -> None:
    row = apply(asked)
    for stranger in ("other", "roads", "shop"):
        with pytest.raises(Refused):
            accept(district.scope(stranger), row.receipt, opened=True, version=1)
    done = accept(district.scope("street"), row.receipt, opened=True, version=1)
    assert done.site
    assert Span.objects.get(id=f"site:{done.site.pk}").facets["status"] == "open"
    office = Organisation.objects.get(code=done.site.code)
    assert (office.name, office.kind) == ("巢上面馆", "shop")
    with pytest.raises(Refused, match="刚被他人处理过"):
        refuse(district.scope("street"), row.receipt, reason="不行", version=1)


def test_a_merchant_in_preparation_is_counted_nowhere(district: District, asked: Asked) -> None:
    done = accept(district.scope("street"), apply(asked).receipt, opened=False, version=1)
    assert done.site
    assert (done.site.status, done.site.opened_on) == ("building", None)


def test_an_invitation_works_once_and_gives_the_shop_and_nothing_else(
    district: District, asked: Asked
) -> None:
    done = accept(district.scope("street"), apply(asked).receipt, opened=True, version=1)
    account = take_up(done, **KEEPER)
    (grant,) = scope_of(account).grants
    assert (grant.role, grant.path) == ("staff", "")
    done.refresh_from_db()
    assert not invited(done)
    with pytest.raises(Refused, match="已经用过"):
        take_up(done, **{**KEEPER, "username": "another"})
    assert not Account.objects.filter(username="another").exists()


def test_a_name_that_is_taken_leaves_the_invitation_open(district: District, asked: Asked) -> None:
    done = accept(district.scope("street"), apply(asked).receipt, opened=True, version=1)
    for wrong in ({"username": "admin"}, {"password": "12345678"}):
        with pytest.raises(Refused):
            take_up(done, **{**KEEPER, **wrong})
    done.refresh_from_db()
    assert invited(done)


def test_an_invitation_runs_out_and_can_begin_anew(district: District, asked: Asked) -> None:
    done = accept(district.scope("street"), apply(asked).receipt, opened=True, version=1)
    with at(now() + INVITED + timedelta(minutes=1)):
        with pytest.raises(Refused, match="过期"):
            take_up(done, **KEEPER)
        with pytest.raises(Refused):
            invite_again(PUBLIC, done.receipt)
        invite_again(district.scope("street"), done.receipt)
        done.refresh_from_db()
        assert take_up(done, **KEEPER)


def test_who_was_refused_is_forgotten_after_a_while(district: District, asked: Asked) -> None:
    with moment("2026-11-01T09:00"):
        receipt = apply(asked).receipt
        refuse(district.scope("street"), receipt, reason="没有证照", version=1)
        waiting = apply(asked)
        assert forget_refused() == 0
    with at(now() + KEPT):
        assert forget_refused() == 1
        assert forget_refused() == 0
    row = Application.objects.get(receipt=receipt)
    assert row.contact
    assert row.contact.name_mask == ""
    assert row.contact.erased_at
    assert Identity.objects.filter(erased_at=None).get().pk == waiting.contact_id


def test_the_worker_forgets_telephones_and_refused_applicants() -> None:
    assert {"devices", "applicants"} <= {job.name for job in JOBS}
