"""One holder of a duty at a time."""

from datetime import timedelta

import pytest

from zhuchao.journal.clock import at, now
from zhuchao.journal.leases import LeaseTaken, lease
from zhuchao.journal.models import Lease

pytestmark = pytest.mark.django_db


def test_a_second_holder_is_refused_and_told_who_has_it() -> None:
    with lease("tick", 60) as held, pytest.raises(LeaseTaken, match=held.holder), lease("tick", 60):
        pass


def test_a_lease_is_given_back_at_the_end_even_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), lease("tick", 60):
        raise ZeroDivisionError
    with lease("tick", 60) as held:
        assert Lease.objects.get(name="tick").holder == held.holder


def test_two_duties_do_not_hinder_each_other() -> None:
    with lease("tick", 60), lease("notices", 60):
        assert Lease.objects.count() == 2


def test_a_lease_that_ran_out_is_taken_over_and_its_old_holder_finds_out() -> None:
    later = now() + timedelta(seconds=61)
    with lease("tick", 60) as first, at(later), lease("tick", 60), pytest.raises(LeaseTaken):
        first.confirm()
    assert Lease.objects.get(name="tick").holder != first.holder


def test_confirming_holds_on_for_as_long_again() -> None:
    with lease("tick", 60) as held:
        with at(now() + timedelta(seconds=50)):
            held.confirm()
        with at(now() + timedelta(seconds=100)), pytest.raises(LeaseTaken), lease("tick", 60):
            pass
