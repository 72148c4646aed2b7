"""M30: a social worker from recruiting to serving on one record, through the desk's pages."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.cast import JOB, District, add_account, add_offices
from tests.desk import desk, html
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.registry.models import Milestone, Person, Tie
from zhuchao.registry.personnel.queries import WorkerFilters, counts, worker_page
from zhuchao.registry.tie_actions import engage

HOME = "/desk/personnel/"


@pytest.fixture
def offices(district: District) -> District:
    """Two communities that employ, the personnel desks of the district and of the other street."""
    committees = (
        ("spring", "春风社区居委会", "committee", "C11"),
        ("lotus", "夏荷社区居委会", "committee", "C12"),
        ("autumn", "秋实社区居委会", "committee", "C21"),
    )
    add_offices(district, committees)
    for name, where in (("personnel", "D"), ("personnel2", "S2")):
        district.accounts[name] = add_account(district, name, "personnel_desk", where)
    return district


def post(client: Client, path: str, **said: Any) -> str:
    """What stands on the page after a form was sent."""
    return html(client.post(HOME + path, said, follow=True))


def recruited(district: District, client: Client, on: date = date(2023, 3, 1)) -> Person:
    """甲小禾, taken in by 春风社区."""
    said = {"label": "甲小禾", "source": "exam", "organisation": district.office("spring")}
    post(client, "new/", **said, post="other", on=on)
    return Person.objects.get(label="甲小禾")


def test_a_worker_goes_the_whole_way_on_one_record(offices: District) -> None:
    """Recruit, train, manage, deploy, serve: each step is on the page, and the grade follows."""
    client = desk(offices, "personnel")
    who = recruited(offices, client)
    record = f"{who.pk}/"
    page = post(
        client, f"{record}note/degree/", **{"degree-code": "bachelor", "degree-on": "2022-06-30"}
    )
    assert "本科" in page
    post(
        client,
        f"{record}note/trained/",
        **{"trained-code": "district", "trained-on": "2023-05-04", "trained-hours": "24"},
    )
    post(
        client,
        f"{record}note/appraised/",
        **{"appraised-code": "excellent", "appraised-on": "2024-01-10"},
    )
    until = f"{local_day(now()).year + 1}-05-31"
    said = {"certified-code": "assistant", "certified-on": "2024-06-01", "certified-until": until}
    post(client, f"{record}note/certified/", **said)
    said = {
        "deploy-organisation": str(offices.office("lotus")),
        "deploy-post": "deputy",
        "deploy-on": "2025-01-01",
    }
    page = post(client, f"{record}deploy/", **said)
    years = local_day(now()).year - 2023 - ((local_day(now()).month, local_day(now()).day) < (3, 1))
    expected = min(15, 4 + (years + 5) // 3 + 1)
    assert f"{expected} 级" in page
    assert page.count("data-done") == 5
    assert "夏荷社区居委会 · 副职" in page
    assert "24 学时" in page
    ties = list(Tie.objects.filter(who_person=who).order_by("valid_from"))
    assert [(t.valid_from, t.valid_to) for t in ties] == [
        (date(2023, 3, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), None),
    ]


def test_figures_are_counted_from_the_journal_each_by_its_unit(offices: District) -> None:
    """Persons once, attendances each time; what was taken back does not count (A-20 to A-22)."""
    client = desk(offices, "personnel")
    today = local_day(now())
    who = recruited(offices, client, today)
    for hours in ("6", "8", "9"):
        said = {"trained-code": "street", "trained-on": f"{today}", "trained-hours": hours}
        post(client, f"{who.pk}/note/trained/", **said)
    wrong = Milestone.objects.get(hours=9)
    post(client, f"{who.pk}/take-back/{wrong.pk}/", reason="重复登记")
    post(client, f"{who.pk}/reserve/", **{"reserve-division": "S1", "reserve-since": f"{today}"})
    found = counts(offices.scope("personnel"), today)
    assert vars(found) == {
        "in_post": 1,
        "recruited": 1,
        "in_reserve": 1,
        "trainings": 2,
        "trained": 1,
    }
    entry = Entry.objects.get(verb="personnel.taken_back")
    assert entry.voids
    assert Entry.objects.get(pk=entry.voids).verb == "personnel.trained"
    page = html(client.get(HOME))
    assert re.search(r"<b>2</b><span>今年培训人次", page)
    assert re.search(r"<b>1</b><span>今年培训人数", page)


def test_only_the_desk_of_the_area_and_the_worker_himself_read_a_record(offices: District) -> None:
    """Another street, an intake, a supervisor and an auditor see nothing of it."""
    who = recruited(offices, desk(offices, "personnel"))
    for name in ("personnel2", "intake", "supervisor", "auditor", "roads"):
        client = desk(offices, name)
        assert client.get(f"{HOME}{who.pk}/").status_code == 404
        sent = client.post(
            f"{HOME}{who.pk}/leave/", {"leave-reason": "moved", "leave-on": "2025-01-01"}
        )
        assert sent.status_code == 404
    assert "甲小禾" not in html(desk(offices, "personnel2").get(HOME))
    assert desk(offices, "supervisor").get(HOME).status_code == 403


def test_a_worker_reads_his_own_record_and_writes_nothing(offices: District) -> None:
    """He finds it at one address; there is no form on it."""
    me = offices.accounts["roads"].person
    terms = {"post": "other"}
    day = date(2024, 1, 1)
    engage(JOB, "social_worker", me, offices.offices["spring"], since=day, terms=terms)
    page = html(desk(offices, "roads").get(f"{HOME}me/", follow=True))
    assert "春风社区居委会 · 其他" in page
    assert "记一笔" not in page


@pytest.mark.parametrize(
    ("act", "said", "told"),
    [
        ("note/trained/", {"trained-code": "city", "trained-on": "2024-01-01"}, "hours"),
        ("note/certified/", {"certified-code": "x", "certified-on": "2024-01-01"}, "code"),
        ("note/degree/", {"degree-code": "bachelor", "degree-on": "2999-01-01"}, "on"),
        ("note/awarded/", {"awarded-code": "city", "awarded-on": "2020-01-01"}, "on"),
        ("deploy/", {"deploy-organisation": "", "deploy-post": "other"}, "organisation"),
        ("leave/", {"leave-reason": "moved", "leave-on": "2023-03-01"}, "on"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_written(
    offices: District, act: str, said: dict[str, str], told: str
) -> None:
    """422, the form open again, the fault at the field."""
    client = desk(offices, "personnel")
    who = recruited(offices, client)
    before = Entry.objects.count()
    page = html(client.post(f"{HOME}{who.pk}/{act}", said), 422)
    prefix = next(iter(said)).split("-")[0]
    assert f'href="#id_{prefix}-{told}"' in page
    assert Entry.objects.filter(verb__startswith="personnel.").count() == 1
    assert Entry.objects.count() == before


def test_a_year_is_appraised_once(offices: District) -> None:
    """The second appraisal of a year is refused until the first is taken back."""
    client = desk(offices, "personnel")
    who = recruited(offices, client)
    said = {"appraised-code": "competent", "appraised-on": "2024-12-20"}
    post(client, f"{who.pk}/note/appraised/", **said)
    assert "已经考核过" in html(client.post(f"{HOME}{who.pk}/note/appraised/", said), 422)


def test_a_list_of_any_length_takes_three_statements(
    offices: District, django_assert_num_queries: Any
) -> None:
    """The workers, their posts, their milestones, and whether the divisions changed."""
    client = desk(offices, "personnel")
    recruited(offices, client)
    scope = offices.scope("personnel")
    with django_assert_num_queries(4):
        rows = worker_page(scope, WorkerFilters()).rows
    assert [w.person.label for w in rows] == ["甲小禾"]
    taken = b"".join(client.get(f"{HOME}sheet.xlsx").streaming_content)  # type: ignore[attr-defined]
    assert taken[:2] == b"PK"
    assert Entry.objects.get(verb="personnel.exported").facets == {"rows": 1}
