"""Who is proposed to whom, and who is not; a post; who may join two."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import District, step
from tests.party_cast import NAME, PHONE, came, found_party, was_found
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.kinds.reunion.matching import likely
from zhuchao.matters.kinds.reunion.posts import close, post, posts
from zhuchao.matters.models import Holding, Matter


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its party organisations."""
    return found_party()


def said(name: str = NAME, phone: str = PHONE, trade: str = "freight") -> dict[str, Any]:
    """What somebody says of himself."""
    return {
        "contact": {"name": name, "phone": phone},
        "payload": {"trade": trade, "found": "self"},
    }


@pytest.mark.parametrize(
    ("changes", "proposed"),
    [
        (said(), "姓名和电话都相同"),
        (said(name="别名"), "电话相同"),
        (said(name="歐 陽归雁", phone="13900000000"), "姓名和行业相同"),
        (said(phone="13900000000", trade="courier"), ""),
        (said(name="别名", phone="13900000000"), ""),
    ],
)
def test_a_phone_or_a_name_with_its_trade_speaks_for_one_person(
    district: District, changes: dict[str, Any], proposed: str
) -> None:
    was_found(district.scope("secretary"))
    found = [one.why for one in likely(came(**changes).matter)]
    assert len(found) == bool(proposed)
    assert not proposed or proposed in found[0]


def test_two_of_one_side_are_never_proposed_to_each_other(district: District) -> None:
    came()
    assert likely(came().matter) == []


def test_only_a_proposed_one_can_be_joined(district: District) -> None:
    found = was_found(district.scope("secretary")).matter
    stranger = came(**said(name="别名", phone="13900000000")).matter
    same = came().matter
    with pytest.raises(Refused) as refused:
        step(district.scope("secretary"), found, "same", more={"same_as": stranger.pk})
    assert "same_as" in refused.value.fields
    step(district.scope("secretary"), found, "same", more={"same_as": same.pk})
    assert Matter.objects.get(pk=found.pk).merged_into_id == same.pk


def test_who_answers_no_post_waits_for_the_party_desk_alone(district: District) -> None:
    matter = came().matter
    assert matter.holder_id is None
    assert not Holding.objects.filter(matter=matter, ended_at=None).exists()
    step(district.scope("party"), matter, "send", more={"branch": district.office("freight")})
    assert Matter.objects.get(pk=matter.pk).holder_id == district.office("freight")


def test_it_is_sent_to_party_organisations_only_and_placed_in_floating_branches_only(
    district: District,
) -> None:
    matter = came().matter
    with pytest.raises(Refused, match="这不是党组织"):
        step(district.scope("party"), matter, "send", more={"branch": district.office("roads")})
    with pytest.raises(Refused, match="这不是党组织"):
        step(district.scope("party"), matter, "send", more={"branch": district.office("platform")})


def test_the_home_branch_cannot_be_told_before_both_agreed(district: District) -> None:
    matter = came().matter
    step(district.scope("party"), matter, "send", more={"branch": district.office("freight")})
    more = {"told_by": "letter", "told_on": local_day(now())}
    with pytest.raises(Refused, match="都确认以后"):
        step(district.scope("secretary"), matter, "tell_home", more=more)
    with pytest.raises(Refused, match="还没有告诉原支部"):
        step(
            district.scope("secretary"),
            matter,
            "verify",
            more={"verified_on": local_day(now()), "left_on": local_day(now())},
        )


def test_a_post_is_made_by_the_secretary_for_his_own_branch_once(district: District) -> None:
    more: dict[str, Any] = {"trade": "freight", "division": "D", "since": date(2026, 1, 1)}
    own = post(district.scope("secretary"), organisation=district.office("freight"), **more)
    with pytest.raises(Refused) as twice:
        post(district.scope("secretary"), organisation=district.office("freight"), **more)
    assert twice.value.code == "conflict"
    for who in ("secretary", "intake", "boss", "party2"):
        with pytest.raises(Refused) as refused:
            post(district.scope(who), organisation=district.office("home"), **more)
        assert refused.value.code == "forbidden"
    with pytest.raises(Refused) as later:
        post(
            district.scope("party"),
            organisation=district.office("home"),
            **{**more, "since": local_day(now()) + timedelta(days=1), "trade": "x"},
        )
    assert set(later.value.fields) == {"since", "trade"}
    assert [p.mine for p in posts(district.scope("secretary"))] == [True]
    close(district.scope("party"), own.pk)
    assert posts() == []
    with pytest.raises(Refused) as gone:
        close(district.scope("party"), own.pk)
    assert gone.value.code == "stale"
