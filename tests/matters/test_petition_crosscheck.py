"""A matter is either hotline or petition: checked both ways at intake, and nothing leaks by it."""

import pytest

from tests.cast import District, appeal, step
from tests.desk import desk, one
from tests.petition_cast import CLAIM, found_petition_district, petition
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.drafts import Draft
from zhuchao.matters.kinds.petition import actions
from zhuchao.matters.models import Matter

MINE = {"phone": "13800000001"}
RETOLD = "征地补偿款少算八千元，要求按标准补足，问过两次没有答复"


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its petition office."""
    return found_petition_district()


def hotline(**changes: object) -> Matter:
    """The same person's demand at the hotline, in other words."""
    return appeal(text=RETOLD, contact=MINE, **changes).matter


def test_the_petition_office_is_told_of_the_hotlines_and_must_tell_them_apart(
    district: District,
) -> None:
    first = hotline()
    matter = petition().matter
    office = district.scope("xinfang")
    page = one(desk(district, "xinfang"), matter)
    assert first.receipt in page
    with pytest.raises(Refused, match="热线办件"):
        step(office, matter, "forward", lead=district.office("roads"))
    matter.refresh_from_db()
    actions.confirm_hotline(office, matter.pk, first.pk, same=False, version=matter.version)
    assert first.receipt not in one(desk(district, "xinfang"), matter)
    step(office, matter, "forward", lead=district.office("roads"))
    first.refresh_from_db()
    assert first.state == "raised"


def test_the_same_matter_is_taken_over_and_the_hotlines_is_guided(district: District) -> None:
    first = hotline()
    matter = petition().matter
    actions.confirm_hotline(district.scope("xinfang"), matter.pk, first.pk, same=True)
    for row in (first, matter):
        row.refresh_from_db()
    assert (first.state, matter.origin) == ("guided", f"appeal:{first.pk}")
    assert "请走信访渠道" in first.answer
    assert matter.receipt not in first.answer


def test_what_the_hotline_has_sent_out_stays_there(district: District) -> None:
    first = hotline()
    step(district.scope("intake"), first, "dispatch", lead=district.office("roads"))
    matter = petition().matter
    with pytest.raises(Refused, match="请待其办结"):
        actions.confirm_hotline(district.scope("xinfang"), matter.pk, first.pk, same=True)
    first.refresh_from_db()
    assert first.state == "dispatched"


def test_staff_of_the_hotline_are_stopped_and_not_told_which(district: District) -> None:
    matter = petition().matter
    draft = Draft(
        kind="appeal", text=RETOLD, division="C11", category="road", contact=MINE, channel="proxy"
    )
    with pytest.raises(Refused) as refused:
        raise_matter(district.scope("intake"), draft)
    assert refused.value.fields == {"text": "同一人同一事已有信访件在办，请走信访渠道"}
    assert matter.receipt not in refused.value.message
    assert Matter.objects.filter(kind="appeal").count() == 0


def test_who_writes_himself_is_not_told_but_the_hotline_can_only_guide_him(
    district: District,
) -> None:
    matter = petition().matter
    said = hotline()
    page = one(desk(district, "intake"), said)
    assert "请引导走信访渠道" in page
    assert matter.receipt not in page
    intake = district.scope("intake")
    for name, answers in (
        ("accept", {}),
        ("dispatch", {"lead": district.office("roads")}),
        ("answer_at_once", {"note": "x"}),
    ):
        with pytest.raises(Refused, match="信访件在办"):
            step(intake, said, name, **answers)
    step(intake, said, "guide", reason="已在信访渠道办理", note="请走信访渠道")
    assert "信访件在办" not in one(desk(district, "intake"), said)


def test_when_the_petition_has_ended_the_hotline_may_go_on(district: District) -> None:
    raised = petition()
    said = hotline()
    Matter.objects.filter(pk=raised.matter.pk).update(closed_at=raised.matter.raised_at)
    step(district.scope("intake"), said, "accept")
    assert Matter.objects.get(pk=said.pk).state == "accepted"


@pytest.mark.parametrize(
    ("text", "phone"),
    [(RETOLD, "13800000002"), ("楼道灯坏了两周，没有人来修", "13800000001"), (RETOLD, "")],
)
def test_another_person_or_another_matter_is_no_petition(
    district: District, text: str, phone: str
) -> None:
    petition()
    said = appeal(text=text, contact={"phone": phone}).matter
    assert "信访渠道" not in one(desk(district, "intake"), said)


def test_nobody_finds_out_about_an_accusation_by_asking(district: District) -> None:
    payload = {"purpose": "accusation"}
    petition(payload=payload)
    said = hotline()
    assert "信访渠道" not in one(desk(district, "intake"), said)
    draft = Draft(
        kind="appeal", text=CLAIM, division="C11", category="road", contact=MINE, channel="proxy"
    )
    assert raise_matter(district.scope("intake"), draft).created
    again = petition(payload=payload).matter
    assert said.receipt not in one(desk(district, "xinfang"), again)


def test_an_online_petition_says_nothing_only_staff_may_say(district: District) -> None:
    for name, value in (("headcount", 9), ("grave", True), ("filed_as", "first"), ("organ", 1)):
        with pytest.raises(Refused) as refused:
            petition(PUBLIC, payload={name: value})
        assert "way" in refused.value.fields
    with pytest.raises(Refused):
        petition(PUBLIC, payload={"way": "visit", "headcount": 3})


@pytest.mark.parametrize("lacking", ["name", "address"])
def test_a_petition_says_who_asks_and_an_accusation_need_not(
    district: District, lacking: str
) -> None:
    contact = {"name": "赵甲", "phone": "13800000001", "address": "春风路 1 号"}
    contact[lacking] = ""
    with pytest.raises(Refused) as refused:
        petition(contact=contact)
    assert set(refused.value.fields) == {"home" if lacking == "address" else "name"}
    assert petition(contact={}, payload={"purpose": "accusation"}).created
