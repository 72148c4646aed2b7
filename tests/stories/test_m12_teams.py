"""M12: 组建5支志愿服务队 — teams with members, a leader, and insurance before dangerous work."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cast import District, add_account
from tests.desk import desk, html
from zhuchao.access.models import Account
from zhuchao.access.scope import system
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry
from zhuchao.registry.models import Organisation, Outing, Person, TeamInsurance, Tie
from zhuchao.registry.teams.queries import counts, teams

HOME = "/desk/teams/"
JUNE = datetime(2026, 6, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def town(district: District) -> District:
    """The desks of two communities."""
    for name, where in (("worker", "C11"), ("other", "C21")):
        district.accounts[name] = add_account(district, name, "community_desk", where)
    return district


def post(town: District, where: str, by: str = "worker", status: int = 200, **said: Any) -> str:
    """Send one form of a page; its fields have the form's name before them."""
    prefix = where.rstrip("/").rsplit("/", 1)[-1]
    named = {f"{prefix}-{k}": v for k, v in said.items()} if prefix != "found" else said
    return html(desk(town, by).post(f"{HOME}{where}", named, follow=True), status)


def found(town: District, name: str = "暖心骑手队") -> Organisation:
    """A team of 春风社区."""
    post(town, "found/", name=name, division="C11", since="2026-01-01")
    return Organisation.objects.get(name=name)


def joins(town: District, team: Organisation, label: str, **more: Any) -> Person:
    """Somebody new joins it."""
    post(town, f"{team.pk}/join/", label=label, since="2026-01-02", **more)
    return Person.objects.get(label=label)


def test_a_team_goes_out_for_dangerous_work_only_insured(town: District) -> None:
    with at(JUNE):
        team = found(town)
        one, two = joins(town, team, "甲骑手"), joins(town, team, "乙骑手")
        post(town, f"{team.pk}/lead/", person=one.pk, since="2026-01-02")
        out: dict[str, Any] = {"on": "2026-06-10", "people": [one.pk, two.pk]}
        assert "环境整治" in post(town, f"{team.pk}/out/", work="environment", **out)
        refused = post(town, f"{team.pk}/out/", status=422, work="flood", **out)
        assert "没有保险的：乙骑手、甲骑手" in refused
        policy: dict[str, Any] = {"insurer": "示例保险", "number": "P-1", "since": "2026-06-01"}
        post(town, f"{team.pk}/insure/", person=one.pk, until="2026-06-30", **policy)
        refused = post(town, f"{team.pk}/out/", status=422, work="flood", **out)
        assert "没有保险的：乙骑手<" in refused.replace("\n", "<")
        post(town, f"{team.pk}/insure/", until="2026-06-09", **policy)
        post(town, f"{team.pk}/out/", status=422, work="flood", **out)
        post(town, f"{team.pk}/insure/", until="2027-05-31", **policy)
        page = post(town, f"{team.pk}/out/", work="flood", **out)
        assert "防汛抢险" in page
        assert "队长 甲骑手" in page
        page = html(desk(town, "worker").get(HOME))
        for number, words in ((1, "队伍（支）"), (2, "志愿者（人）"), (2, "今年出队（场次）")):
            assert f"<b>{number}</b><span>{words}</span>" in page
        assert "<b>4</b><span>今年出队（人次）</span>" in page


def test_a_minor_needs_a_guardians_consent_and_stays_away_from_danger(town: District) -> None:
    with at(JUNE):
        team = found(town)
        said: dict[str, Any] = {"label": "丙同学", "minor": "on", "since": "2026-01-02"}
        assert "要有监护人同意" in post(town, f"{team.pk}/join/", status=422, **said)
        young = joins(town, team, "丙同学", minor="on", consent="on")
        policy: dict[str, Any] = {"insurer": "示例保险", "number": "P-1", "since": "2026-01-01"}
        post(town, f"{team.pk}/insure/", until="2026-12-31", **policy)
        out: dict[str, Any] = {"on": "2026-06-10", "people": [young.pk]}
        assert "未成年人不参加" in post(town, f"{team.pk}/out/", status=422, work="night", **out)
        post(town, f"{team.pk}/out/", work="care", **out)
        post(town, f"{team.pk}/lead/", status=422, person=young.pk, since="2026-06-10")
    assert not Tie.objects.filter(kind="team_leader").exists()


def test_the_leader_keeps_the_record_of_his_team_and_of_no_other(town: District) -> None:
    with at(JUNE):
        team, another = found(town), found(town, "夕阳志愿队")
        joins(town, another, "丁邻居")
        member = joins(town, team, "甲骑手")
        town.accounts["captain"] = Account.objects.create_user("captain")
        member.account = town.accounts["captain"]
        member.save()
        post(town, f"{team.pk}/lead/", person=member.pk, since="2026-01-02")
        page = html(desk(town, "captain").get(HOME))
        assert "暖心骑手队" in page
        assert not [word for word in ("夕阳志愿队", "今年出队（场次）") if word in page]
        out: dict[str, Any] = {"on": "2026-06-10", "people": [member.pk], "work": "order"}
        assert "秩序引导" in post(town, f"{team.pk}/out/", "captain", **out)
        assert desk(town, "captain").get(f"{HOME}{another.pk}/").status_code == 404
        policy: dict[str, Any] = {
            "insurer": "示例保险",
            "number": "P",
            "since": "2026-06-01",
            "until": "2026-07-01",
        }
        post(town, f"{team.pk}/insure/", "captain", 403, **policy)
    assert not TeamInsurance.objects.exists()


def test_a_volunteer_sees_his_team_on_the_phone_and_leaves_when_he_likes(town: District) -> None:
    with at(JUNE):
        team = found(town)
        member = joins(town, team, "甲骑手")
        rider = Account.objects.create_user("rider")
        member.account = town.accounts["rider"] = rider
        member.save()
        post(town, f"{team.pk}/lead/", person=member.pk, since="2026-01-02")
        page = html(desk(town, "rider").get("/me/"))
        for words in ("暖心骑手队", "队长 甲骑手", "今年出队 0 次", "没有保险不参加"):
            assert words in page
        tie = Tie.objects.get(kind="team_member")
        leaving = f"/me/teams/{tie.pk}/leave/"
        assert desk(town, "roads").post(leaving).status_code == 404
        page = html(desk(town, "rider").post(leaving, follow=True))
        assert "已退出队伍" in page
        assert "退出队伍</button>" not in page
        assert "到 6月10日 为止" in page
    assert set(Tie.objects.filter(whom_organisation=team).values_list("valid_to", flat=True)) == {
        JUNE.date()
    }


def test_nobody_else_sees_a_team_or_who_is_in_it(town: District) -> None:
    team = found(town)
    joins(town, team, "甲骑手")
    for name in ("roads", "auditor", "driver"):
        assert desk(town, name).get(HOME).status_code == 403, name
    assert "暖心骑手队" not in html(desk(town, "other").get(HOME))
    assert desk(town, "other").get(f"{HOME}{team.pk}/").status_code == 404
    assert not [e for e in Entry.objects.all() if "甲骑手" in str(e.facets) + e.words]


def test_what_was_taken_back_is_not_counted(town: District) -> None:
    team = found(town)
    member, today = joins(town, team, "甲骑手"), local_day(now())
    post(town, f"{team.pk}/out/", on=str(today), people=[member.pk], work="care")
    again = post(
        town, f"{team.pk}/out/", status=422, on=str(today), people=[member.pk], work="care"
    )
    assert "已经记过一次" in again
    row = Outing.objects.get()
    client = desk(town, "worker")
    back = f"{HOME}{team.pk}/take-back/outing/{row.pk}/"
    assert client.post(back, {"reason": ""}).status_code == 422
    html(client.post(back, {"reason": "记错队了"}, follow=True))
    assert client.post(back, {"reason": "再来一次"}).status_code == 409
    figures = counts(system("test"), today)
    assert (figures.teams, figures.volunteers, figures.outings, figures.turns) == (1, 1, 0, 0)


def test_another_leader_follows_and_whoever_leaves_leads_no_more(town: District) -> None:
    with at(JUNE):
        team = found(town)
        one, two = joins(town, team, "甲骑手"), joins(town, team, "乙骑手")
        post(town, f"{team.pk}/lead/", person=one.pk, since="2026-02-01")
        post(town, f"{team.pk}/lead/", person=two.pk, since="2026-06-01")
        led = Tie.objects.filter(kind="team_leader").order_by("valid_from")
        assert [(t.who_person_id, t.valid_to) for t in led] == [
            (one.pk, date(2026, 5, 31)),
            (two.pk, None),
        ]
        tie = Tie.objects.get(kind="team_member", who_person=two)
        page = post(town, f"{team.pk}/leave/", tie=tie.pk, on="2026-06-09")
        assert "还没有队长" in page
    assert counts(system("test"), date(2026, 6, 9)).volunteers == 2
    assert counts(system("test"), date(2026, 6, 10)).volunteers == 1


def test_one_person_in_two_teams_is_one_volunteer(town: District) -> None:
    team, another = found(town), found(town, "夕阳志愿队")
    person = joins(town, team, "甲骑手")
    page = post(town, f"{another.pk}/join/", person=person.pk, since="2026-01-05")
    assert "甲骑手" in page
    figures = counts(system("test"), local_day(now()))
    assert (figures.teams, figures.volunteers) == (2, 1)


def test_the_list_asks_the_same_however_long_it_is(
    town: District, django_assert_num_queries: Any
) -> None:
    for name in ("甲队", "乙队", "丙队"):
        joins(town, found(town, name), f"{name}队员")
    with django_assert_num_queries(4):
        assert len(teams(system("test"), local_day(now()) + timedelta(days=1))) == 3
    sheet: Any = desk(town, "worker").get(f"{HOME}sheet.xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    assert Entry.objects.get(verb="team.exported").facets["rows"] == 3
