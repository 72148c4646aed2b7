"""M02, told through the pages of those who handle it and of the one who asked.

"主管部门+属地街道+龙头平台企业 协同机制: give one appeal to several parties (lead and assist), each
sees and answers its part"
"""

from typing import Any

import pytest
from django.test import Client

from tests.cast import BEGINNING, JOB, District, appeal
from tests.desk import desk, html, lines, one, steps, submit
from zhuchao.access.models import Account
from zhuchao.matters.actions.intake import Raised
from zhuchao.matters.models import Matter
from zhuchao.places.memory import changed
from zhuchao.registry.actions import appoint
from zhuchao.registry.models import Organisation, Person

PARTIES = (("bureau", "区交通局", "department"), ("platform", "蓝鹊货运平台", "platform"))


@pytest.fixture
def parties(district: District) -> District:
    """A department, a platform company, and a street office that already has its people."""
    for code, name, kind in (*PARTIES, ("street", "柳林街道办事处", "office")):
        where = district.divisions["S1" if code == "street" else "D"]
        office = Organisation.objects.create(code=code, name=name, kind=kind, division=where)
        account = Account.objects.create_user(code, name=f"甲{code}")
        appoint(
            JOB,
            "staff",
            Person.objects.create(label=code, account=account),
            office,
            since=BEGINNING,
        )
        district.offices[code], district.accounts[code] = office, account
    changed()
    return district


@pytest.fixture
def sent(parties: District) -> Raised:
    """One appeal of a rider, sent to the department as lead, street and platform assisting."""
    raised = appeal(text="路口取餐没有地方停车，平台还罚超时", category="freight")
    said = {
        "lead": parties.office("bureau"),
        "assists": [parties.office("street"), parties.office("platform")],
    }
    html(submit(desk(parties, "intake"), raised.matter, "step/dispatch", **said))
    return raised


def state(matter: Matter) -> str:
    """Its state now."""
    return Matter.objects.get(pk=matter.pk).state


def progress(raised: Raised) -> str:
    """What the asker reads, with the code of his slip."""
    return html(Client().get(f"/track/{raised.matter.receipt}/?code={raised.query_code}"))


def answer(client: Client, matter: Matter, words: str) -> Any:
    """Answer one's part with words as evidence."""
    return submit(client, matter, "step/answer", note=words, evidence="note")


def test_every_party_finds_it_on_its_desk_and_sees_who_the_others_are(
    parties: District, sent: Raised
) -> None:
    for name in ("bureau", "street", "platform"):
        client = desk(parties, name)
        assert "取餐没有地方停车" in html(client.get("/desk/"))
        page = one(client, sent.matter)
        for who in ("主办 区交通局", "协办 柳林街道办事处", "协办 蓝鹊货运平台"):
            assert who in page
        assert "sign" in steps(page)
    html(desk(parties, "water").get(f"/desk/matters/{sent.matter.receipt}/"), 404)


def test_each_signs_and_answers_its_own_part_and_it_is_answered_when_all_did(
    parties: District, sent: Raised
) -> None:
    parts = {
        "platform": "已把这个路口的超时罚单免掉",
        "street": "在门口划了六个临时车位",
        "bureau": "已与街道、平台商定，路口设取餐停车点",
    }
    for name in parts:
        page = html(submit(desk(parties, name), sent.matter, "step/sign"))
        assert "sign" not in steps(page)
    assert state(sent.matter) == "handling"
    for name, words in parts.items():
        assert state(sent.matter) == "handling"
        page = html(answer(desk(parties, name), sent.matter, words))
        assert "answer" not in steps(page)
        office = parties.offices[name].name
        assert any(office in line and words in line for line in lines(page))
    assert state(sent.matter) == "answered"
    told = progress(sent)
    for words in parts.values():
        assert words in told
    assert Matter.objects.get().answer == parts["bureau"]


def test_nobody_answers_another_ones_part(parties: District, sent: Raised) -> None:
    platform = desk(parties, "platform")
    html(answer(platform, sent.matter, "我们这边好了"))
    said = {"version": Matter.objects.get().version, "note": "替他们也答了", "evidence": "note"}
    path = f"/desk/matters/{sent.matter.receipt}/step/answer/"
    assert "您单位的这一步已经办过了" in html(platform.post(path, said), 409)
    assert state(sent.matter) == "dispatched"


def test_one_clock_binds_the_lead_and_the_asker_reopens_for_all(
    parties: District, sent: Raised
) -> None:
    page = one(desk(parties, "street"), sent.matter)
    assert "办理时限" in page
    for name in ("platform", "street", "bureau"):
        html(answer(desk(parties, name), sent.matter, f"{name} 办完了"))
    track = f"/track/{sent.matter.receipt}/"
    version = Matter.objects.get().version
    said = {"code": sent.query_code, "version": version, "reason": "还是没有地方停"}
    html(Client().post(f"{track}reopen/", said, follow=True))
    assert state(sent.matter) == "reopened"
    for name in ("platform", "street", "bureau"):
        assert "answer" in steps(one(desk(parties, name), sent.matter))
        assert "还是没有地方停" in one(desk(parties, name), sent.matter)


def test_an_assisting_party_that_it_does_not_concern_returns_its_part(
    parties: District, sent: Raised
) -> None:
    page = one(desk(parties, "platform"), sent.matter)
    assert "/ask/return/" in page
    assert "/ask/extension/" not in page
