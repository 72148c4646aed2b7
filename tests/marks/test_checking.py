"""Checks of a site: who may, what evidence, which score, and that nobody is overtaken."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from tests.cast import JOB, District
from tests.sites import checked, site
from zhuchao.access.files import store_photo
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.journal.models import Entry
from zhuchao.marks.checking import Answer, assess
from zhuchao.marks.models import Assessment
from zhuchao.marks.policy import sees_assessment
from zhuchao.marks.standards import shipped, standards
from zhuchao.registry.actions import host


def photo() -> UUID:
    """A small photo, uploaded and waiting."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return store_photo(ContentFile(out.getvalue(), "a.jpg")).pk


def test_the_score_is_computed_and_the_version_is_kept(district: District) -> None:
    place = site(district, kind="friendly_quarter")
    row = checked(district, place, "nine_haves", failed=("meals", "map"))
    assert (row.points, row.grade, row.standard_version) == (7, "passed", "default-1")
    assert row.organisation == district.offices["street"]
    told = Entry.objects.get(verb="assessment.made")
    assert (told.facets["points"], told.facets["most"]) == (7, 9)
    assert "看到了" not in str(told.facets)


@pytest.mark.parametrize("failed", [("sign",), ("meals", "map", "pickup", "parking")])
def test_without_a_required_item_or_enough_points_it_is_not_passed(
    district: District, failed: tuple[str, ...]
) -> None:
    place = site(district, kind="friendly_quarter")
    assert checked(district, place, "nine_haves", failed=failed).grade == ""


@pytest.mark.parametrize(
    ("who", "manner", "allowed"),
    [
        ("street", "onsite", True),
        ("street", "self", True),
        ("shop", "self", True),
        ("shop", "onsite", False),
        ("other", "self", False),
        ("roads", "onsite", False),
    ],
)
def test_the_host_checks_himself_and_staff_check_on_the_spot(
    district: District, who: str, manner: str, allowed: bool
) -> None:
    place = site(district)
    host(JOB, "host", district.offices["shop"], place)
    if allowed:
        assert checked(district, place, who=who, manner=manner).manner == manner
        return
    with pytest.raises(Refused) as refused:
        checked(district, place, who=who, manner=manner)
    assert refused.value.code == "forbidden"


def test_a_stranger_sees_no_check_and_no_plan(district: District) -> None:
    place = site(district, status="planned", opened_on=None)
    answers = {item.key: Answer(False) for item in standards()["station_six"].items}
    with pytest.raises(Refused) as refused:
        assess(PUBLIC, place.pk, "station_six", "self", answers, after=0)
    assert refused.value.code == "not_found"


def test_a_yes_on_the_spot_wants_a_photo_or_a_note_and_either_will_do(district: District) -> None:
    place = site(district)
    with pytest.raises(Refused) as refused:
        checked(district, place, answers={"sign": Answer(True)})
    assert set(refused.value.fields) == {"sign"}
    assert not Assessment.objects.exists()
    number = photo()
    row = checked(district, place, answers={"sign": Answer(True, photo=number)})
    assert row.answers["sign"]["photo"] == str(number)
    assert sees_assessment(district.scope("street"), row.pk)
    assert not sees_assessment(district.scope("other"), row.pk)


def test_a_self_check_and_a_no_want_no_evidence(district: District) -> None:
    place = site(district)
    answers = {item.key: Answer(True) for item in standards()["station_six"].items}
    assert checked(district, place, manner="self", answers=answers).grade == "passed"
    assert checked(district, place, answers={"sign": Answer(False)}).grade == ""


def test_a_photo_that_is_gone_undoes_the_check(district: District) -> None:
    place = site(district)
    with pytest.raises(Refused):
        checked(district, place, answers={"sign": Answer(True, photo=uuid4())})
    assert not Assessment.objects.exists()


def test_every_item_is_answered_and_none_beside(district: District) -> None:
    place = site(district)
    for answers in ({}, {"colour": Answer(True)}):
        with pytest.raises(Refused) as refused:
            assess(JOB, place.pk, "station_six", "onsite", answers, after=0)
        assert refused.value.code == "invalid"


def test_a_standard_is_for_its_kinds_of_site(district: District) -> None:
    for key in ("nine_haves", "nothing"):
        with pytest.raises(Refused) as refused:
            assess(JOB, site(district, f"{key}站").pk, key, "self", {}, after=0)
        assert "standard" in refused.value.fields


def test_the_second_of_two_checks_is_told_of_the_first(district: District) -> None:
    place = site(district)
    checked(district, place)
    answers = {item.key: Answer(False) for item in standards()["station_six"].items}
    with pytest.raises(Refused) as refused:
        assess(JOB, place.pk, "station_six", "onsite", answers, after=0)
    assert refused.value.code == "stale"


def test_a_note_has_its_limit(district: District) -> None:
    place = site(district)
    with pytest.raises(Refused) as refused:
        checked(district, place, answers={"sign": Answer(True, "长" * 201)})
    assert "sign" in refused.value.fields


def test_a_plate_is_checked_as_of_a_standard_of_its_day() -> None:
    some = shipped()["nine_haves"]
    assert some.in_force(some.in_force_from)
    assert not some.in_force(some.in_force_from - timedelta(days=1))
