"""An administrator makes accounts, gives and ends roles, and hands out keys, through the pages."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from tests import cast
from tests.cast import District
from tests.doors import logged_in
from zhuchao.access.models import Account, ApiKey
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry
from zhuchao.registry.actions import appoint
from zhuchao.registry.models import Person, Tie
from zhuchao.registry.scope import scope_of
from zhuchao.registry.tie_actions import enrol

pytestmark = pytest.mark.one_database

ACCOUNTS = "/settings/accounts/"
GOOD = "correct-horse-7"
PAGES = ("/settings/", ACCOUNTS, "/settings/calendar/", "/settings/rules/")


@pytest.fixture
def administrator(district: District) -> Client:
    """Whoever administers 示例区, second factor proved."""
    return logged_in(district.accounts["admin"], second_factor=True)


def of(account: Account, act: str = "") -> str:
    return f"{ACCOUNTS}{account.pk}/{act}/" if act else f"{ACCOUNTS}{account.pk}/"


def words(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def test_an_account_is_made_appointed_and_then_has_the_role(
    administrator: Client, district: District
) -> None:
    said = {"username": "Xin", "name": "辛一", "email": "", "password": GOOD}
    answer = administrator.post(ACCOUNTS, said)
    made = Account.objects.get(username="xin")
    assert answer.headers["Location"] == of(made)
    assert scope_of(made).grants == ()
    role = {"appoint-role": "intake", "appoint-over": f"division:{district.divisions['S1'].pk}"}
    page = administrator.post(of(made, "appoint"), role, follow=True)
    assert "受理岗" in words(page)
    assert "柳林街道" in words(page)
    assert scope_of(made).paths("intake") == ("/D/S1/",)
    assert logged_in(made).get("/desk/").headers["Location"] == "/accounts/password/?next=/desk/"
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"account.created", "tie.made"}


def test_whether_somebody_is_a_party_member_is_not_the_administrators_to_see(
    administrator: Client, district: District
) -> None:
    shown = district.accounts["roads"]
    branch = district.offices["branch"]
    tie = enrol(
        cast.JOB, "member", shown.person, branch, since=date(2021, 1, 1), terms={"stage": "formal"}
    )
    for page in (ACCOUNTS, of(shown)):
        said = words(administrator.get(page))
        assert "工作人员" in said
        assert not re.search(r"党员\s*(·|<)", said), page
    assert administrator.post(of(shown, "end"), {"tie": tie.pk}).status_code == 404
    assert scope_of(shown).person_id == shown.person.pk


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"username": "ROADS"}, "账号“roads”已存在"),
        ({"password": "12345"}, "密码"),
        ({"email": "nobody"}, "邮"),
        ({"name": ""}, "id_name_error"),
    ],
)
def test_a_faulty_account_is_refused_at_its_field_and_nothing_is_made(
    administrator: Client, changed: dict[str, str], field: str
) -> None:
    before = Account.objects.count(), Person.objects.count()
    said = {"username": "xin", "name": "辛一", "email": "", "password": GOOD}
    answer = administrator.post(ACCOUNTS, {**said, **changed})
    assert answer.status_code == 422
    assert f'id="id_{next(iter(changed))}_error"' in words(answer)
    assert field in words(answer)
    assert (Account.objects.count(), Person.objects.count()) == before


def test_a_role_over_the_wrong_kind_of_thing_is_refused_at_the_field(
    administrator: Client, district: District
) -> None:
    for role, over, why in (
        ("intake", f"organisation:{district.office('roads')}", "这个岗位要选辖区"),
        ("staff", f"division:{district.divisions['D'].pk}", "这个岗位要选单位"),
        ("staff", "organisation:999999", "999999"),
    ):
        said = {"appoint-role": role, "appoint-over": over}
        answer = administrator.post(of(district.accounts["water"], "appoint"), said)
        assert answer.status_code == 422
        assert 'id="id_appoint-over_error"' in words(answer)
        assert why in words(answer)
    assert Tie.objects.filter(who_person__account=district.accounts["water"]).count() == 1


def test_a_role_that_ends_before_it_begins_is_refused_at_the_field(
    administrator: Client, district: District
) -> None:
    said = {
        "appoint-role": "staff",
        "appoint-over": f"organisation:{district.office('roads')}",
        "appoint-since": "2026-03-02",
        "appoint-until": "2026-03-01",
    }
    answer = administrator.post(of(district.accounts["water"], "appoint"), said)
    assert (answer.status_code, "结束日期早于开始日期" in words(answer)) == (422, True)
    assert 'id="id_appoint-until_error"' in words(answer)


def test_an_administrator_of_a_street_appoints_nobody_over_the_district(
    district: District,
) -> None:
    street = Account.objects.create_user("street")
    person = Person.objects.create(label="街道管理员", account=street)
    appoint(cast.JOB, "administrator", person, district.divisions["S1"], since=cast.BEGINNING)
    said = {"appoint-role": "intake", "appoint-over": f"division:{district.divisions['D'].pk}"}
    before = Tie.objects.count()
    answer = logged_in(street, second_factor=True).post(of(street, "appoint"), said)
    assert (answer.status_code, "只有管辖该范围的系统管理员可以任命" in words(answer)) == (
        422,
        True,
    )
    assert Tie.objects.count() == before


def test_a_role_ends_with_the_day_and_only_once(administrator: Client, district: District) -> None:
    roads = district.accounts["roads"]
    tie = Tie.objects.get(who_person__account=roads)
    administrator.post(of(roads, "end"), {"tie": tie.pk})
    tie.refresh_from_db()
    assert tie.valid_to == local_day(now())
    assert scope_of(roads).grants
    with at(now() + timedelta(days=1)):
        assert scope_of(roads).grants == ()
        tomorrow = logged_in(district.accounts["admin"], second_factor=True)
        again = tomorrow.post(of(roads, "end"), {"tie": tie.pk}, follow=True)
        assert "这项任命已经终止" in words(again)
    tie.refresh_from_db()
    assert tie.valid_to == local_day(now())


def test_the_last_administrator_keeps_his_role_and_his_account(
    administrator: Client, district: District
) -> None:
    admin = district.accounts["admin"]
    tie = Tie.objects.get(who_person__account=admin)
    answer = administrator.post(of(admin, "end"), {"tie": tie.pk}, follow=True)
    assert "请先任命另一位管全区、没有期限的系统管理员" in words(answer)
    street = cast.add_account(district, "street", "administrator", "S1")
    other = logged_in(street, second_factor=True)
    assert "请先任命另一位" in words(other.post(of(admin, "deactivate"), follow=True))
    tie.refresh_from_db()
    admin.refresh_from_db()
    assert (tie.valid_to, admin.is_active) == (None, True)
    second = cast.add_account(district, "second", "administrator", "D")
    administrator.post(of(admin, "end"), {"tie": tie.pk})
    tie.refresh_from_db()
    assert tie.valid_to == local_day(now())
    assert scope_of(second).holds("administrator")


def test_a_role_of_somebody_else_is_not_found_there(
    administrator: Client, district: District
) -> None:
    tie = Tie.objects.get(who_person__account=district.accounts["roads"])
    for number in (str(tie.pk), "x", "", "9" * 30):
        answer = administrator.post(of(district.accounts["water"], "end"), {"tie": number})
        assert answer.status_code == 404
    tie.refresh_from_db()
    assert tie.valid_to is None


def test_a_weak_password_is_refused_at_its_field_and_a_good_one_works(
    administrator: Client, district: District
) -> None:
    roads = district.accounts["roads"]
    answer = administrator.post(of(roads, "password"), {"password-password": "roads"})
    assert answer.status_code == 422
    assert 'id="id_password-password_error"' in words(answer)
    administrator.post(of(roads, "password"), {"password-password": GOOD})
    roads.refresh_from_db()
    assert roads.check_password(GOOD)


def test_a_key_is_shown_once_works_and_is_revoked(
    administrator: Client, district: District
) -> None:
    receipt = cast.dispatched(district).matter.receipt
    roads = district.accounts["roads"]
    said = {"key-label": "大屏", "key-verbs": ["matter.read"]}
    page = words(administrator.post(of(roads, "key"), said))
    found = re.search(r"<code>(zc_[\w-]+)</code>", page)
    assert found
    assert "zc_" not in words(administrator.get(of(roads)))
    program = Client(headers={"Authorization": f"Bearer {found[1]}"})
    assert receipt in words(program.get("/api/matters"))
    step = program.post(f"/api/matters/{receipt}/steps/sign", {"version": 2}, "application/json")
    assert (step.status_code, "matter.step" in words(step)) == (403, True)
    key = ApiKey.objects.get()
    shown = words(administrator.post(of(roads, "revoke"), {"key": key.pk}, follow=True))
    assert "密钥已作废" in shown
    assert program.get("/api/matters").status_code == 401
    again = words(administrator.post(of(roads, "revoke"), {"key": key.pk}, follow=True))
    assert "这个密钥已经收回" in again


def test_a_key_without_verbs_or_with_a_past_end_is_refused_at_its_field(
    administrator: Client, district: District
) -> None:
    for changed, field in (
        ({"key-verbs": []}, "verbs"),
        ({"key-expires_at": "2020-01-01T00:00"}, "expires_at"),
        ({"key-label": ""}, "label"),
    ):
        said = {"key-label": "大屏", "key-verbs": ["matter.read"], **changed}
        answer = administrator.post(of(district.accounts["roads"], "key"), said)
        assert answer.status_code == 422
        assert f'id="id_key-{field}_error"' in words(answer)
    assert not ApiKey.objects.exists()


def test_a_deactivated_account_stops_at_once_and_comes_back(
    administrator: Client, district: District
) -> None:
    roads = district.accounts["roads"]
    there = logged_in(roads)
    administrator.post(of(roads, "deactivate"))
    assert there.get("/desk/").status_code == 302
    administrator.post(of(roads, "reactivate"))
    assert logged_in(roads).get("/desk/").status_code == 200


def test_nobody_switches_off_his_own_account(administrator: Client, district: District) -> None:
    me = district.accounts["admin"]
    answer = administrator.post(of(me, "deactivate"))
    assert (answer.status_code, "不能停用自己的账号" in words(answer)) == (403, True)


def test_the_list_is_searched_and_paged(
    administrator: Client, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhuchao.web.administration.accounts.SIZE", 5)
    page, seen = ACCOUNTS, []
    while page:
        answer = administrator.get(page)
        seen += [row.account.username for row in answer.context["rows"]]
        page = answer.context["next"] and f"{ACCOUNTS}{answer.context['next']}"
    assert seen == sorted(district.accounts)
    rows = administrator.get(ACCOUNTS, {"q": "roads2"}).context["rows"]
    assert [(row.account.username, row.roles) for row in rows] == [
        ("roads2", ["工作人员 · 区城管局"])
    ]
    assert "没有这样的账号" in words(administrator.get(ACCOUNTS, {"q": "nobody"}))


@pytest.mark.parametrize("path", [*PAGES, "/settings/rules/appeal/example-1/"])
def test_the_pages_are_for_administrators_who_proved_a_second_factor(
    path: str, district: District
) -> None:
    for name in ("intake", "supervisor", "auditor", "roads"):
        refused = logged_in(district.accounts[name], second_factor=True).get(path)
        assert refused.status_code == 403
    unproved = logged_in(district.accounts["admin"]).get(path)
    assert "/accounts/second-factor/" in unproved.headers["Location"]
    assert "/accounts/login/" in Client().get(path).headers["Location"]


def test_a_change_by_anybody_else_changes_nothing(district: District) -> None:
    roads = district.accounts["roads"]
    said = {
        "appoint-role": "administrator",
        "appoint-over": f"division:{district.divisions['D'].pk}",
    }
    before = Tie.objects.count()
    assert logged_in(roads, second_factor=True).post(of(roads, "appoint"), said).status_code == 403
    assert logged_in(district.accounts["admin"]).post(of(roads, "appoint"), said).status_code == 302
    assert Tie.objects.count() == before


def test_an_unknown_act_and_an_unknown_account_are_not_found(
    administrator: Client, district: District
) -> None:
    roads = district.accounts["roads"]
    assert administrator.post(of(roads, "promote")).status_code == 404
    assert administrator.get(f"{ACCOUNTS}999999/").status_code == 404
    assert administrator.get(of(roads, "deactivate")).status_code == 405


def test_a_role_of_the_past_is_shown_without_a_button(
    administrator: Client, district: District
) -> None:
    person = Person.objects.get(account=district.accounts["water"])
    office = district.offices["roads"]
    appoint(cast.JOB, "staff", person, office, since=date(2021, 1, 1), until=date(2021, 12, 31))
    page = words(administrator.get(of(district.accounts["water"])))
    assert "2021年1月1日 – 2021年12月31日" in page
    assert page.count("到今天为止") == 1
