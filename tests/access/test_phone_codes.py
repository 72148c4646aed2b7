"""The proof of a phone: derived, short-lived, tried few times, spent with the act or not at all."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from zhuchao.access.models import Identity, Notice, PhoneCode
from zhuchao.access.one_time import fits, one_time_code
from zhuchao.access.phone_codes import TRIES, VALID, proved, send_code, sweep_codes
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry

PHONE = "13700000001"


@pytest.fixture(autouse=True)
def _text_messages(db: None, settings: Any) -> None:
    settings.ZHUCHAO_SMS = "console"


def test_every_check_has_another_code_of_six_digits() -> None:
    codes = {one_time_code(uuid4()) for _ in range(50)}
    assert len(codes) > 45
    assert {len(code) for code in codes} == {6}
    assert all(code.isdigit() for code in codes)


def test_a_code_is_typed_as_people_type_it() -> None:
    number = uuid4()
    code = one_time_code(number)
    assert fits(number, f" {code[:3]} {code[3:]} ")
    assert not fits(number, code[:5])


def test_it_is_spent_with_the_act_and_not_when_the_act_is_refused() -> None:
    number = send_code(PHONE, "claim")
    code = one_time_code(number)
    with pytest.raises(Refused, match="晚了"), proved(number, PHONE, "claim", code):
        raise Refused("conflict", "晚了")
    assert PhoneCode.objects.get().used_at is None
    with proved(number, "+86 137 0000 0001", "claim", code):
        pass
    with pytest.raises(Refused, match="已失效"), proved(number, PHONE, "claim", code):
        pytest.fail("a code is good once")
    assert Entry.objects.filter(verb="phone.checked").count() == 1


@pytest.mark.parametrize("wrong", ["purpose", "phone", "code", "time", "number"])
def test_a_code_is_good_for_its_phone_purpose_and_time_alone(wrong: str) -> None:
    number = send_code(PHONE, "claim")
    code = one_time_code(number)
    moment = now() + VALID + timedelta(seconds=1) if wrong == "time" else now()
    with (
        at(moment),
        pytest.raises(Refused) as refused,
        proved(
            None if wrong == "number" else number,
            "13700000002" if wrong == "phone" else PHONE,
            "help" if wrong == "purpose" else "claim",
            "12345" if wrong == "code" else code,
        ),
    ):
        pytest.fail("nothing was proved")
    assert "code" in refused.value.fields


def test_wrong_tries_are_counted_even_though_they_are_refused() -> None:
    number = send_code(PHONE, "claim")
    for _ in range(TRIES):
        with pytest.raises(Refused, match="不对"), proved(number, PHONE, "claim", "x"):
            pytest.fail("nothing was proved")
    right = one_time_code(number)
    with pytest.raises(Refused, match="已失效"), proved(number, PHONE, "claim", right):
        pytest.fail("it was tried too often")


def test_one_phone_is_not_flooded_whoever_asks() -> None:
    for _ in range(3):
        send_code(PHONE, "claim")
    with pytest.raises(Refused) as refused:
        send_code("+8613700000001", "help")
    assert refused.value.code == "too_many"
    send_code("13700000002", "claim")
    assert Notice.objects.count() == 4


def test_a_number_that_led_to_nothing_is_forgotten() -> None:
    send_code(PHONE, "claim")
    assert sweep_codes() == 0
    with at(now() + timedelta(days=1, minutes=1)):
        assert sweep_codes() == 1
    assert not Identity.objects.exists()
    assert not Notice.objects.exists()
    assert not PhoneCode.objects.exists()


def test_without_text_messages_nothing_is_promised(settings: Any) -> None:
    settings.ZHUCHAO_SMS = ""
    with pytest.raises(Refused, match="还没有开通短信"):
        send_code(PHONE, "claim")
    assert not PhoneCode.objects.exists()
