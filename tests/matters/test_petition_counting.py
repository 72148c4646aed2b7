"""Counting petitions: 件, 批 and 人次 apart, each number with its facts, none of them a target."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhuchao.matters
from tests.cast import District, asker, step
from tests.desk import desk, html
from tests.petition_cast import OPINION, at_counter, found_petition_district, petition
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.kinds.petition import actions
from zhuchao.matters.kinds.petition.figures import ALL, BY_NAME, Told, figures
from zhuchao.matters.kinds.petition.rates import rates
from zhuchao.matters.kinds.petition.report import report
from zhuchao.rules.units import Measure

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its petition office."""
    return found_petition_district()


visits = st.lists(st.tuples(st.integers(1, 40), st.sampled_from(("", "receive", "go_down"))))


@given(visits)
def test_batches_and_persons_are_counted_from_the_same_facts_and_never_from_each_other(
    came: list[tuple[int, str]],
) -> None:
    told = [
        Told(n, "petition.visited", n % 3, YEAR[0], head, {"batch": n, "mode": mode})
        for n, (head, mode) in enumerate(came)
    ]
    batches, persons = (BY_NAME[f"visits_{u}"].of(told).value for u in ("batches", "persons"))
    assert (batches.amount, batches.unit) == (len(came), Measure.BATCH)
    assert (persons.amount, persons.unit) == (sum(h for h, _m in came), Measure.PERSON_COUNT)
    with pytest.raises(TypeError):
        batches + persons
    led = [head for head, mode in came if mode]
    assert BY_NAME["received_persons"].of(told).value.amount == sum(led)
    assert BY_NAME["received_batches"].of(told).value.amount == len(led)


def test_the_articles_183_batches_and_293_persons_are_two_numbers_over_one_set_of_facts() -> None:
    heads = [1] * 100 + [2] * 70 + [4] * 12 + [5]
    told = [
        Told(n, "petition.visited", n, YEAR[0], head, {"batch": n, "mode": "receive"})
        for n, head in enumerate(heads)
    ]
    found = [str(BY_NAME[f"received_{u}"].of(told).value) for u in ("batches", "persons")]
    assert found == ["183 批次", "293 人次"]


def test_one_batch_about_one_matter_counts_once_however_many_came(district: District) -> None:
    office = district.scope("xinfang")
    matter = at_counter(district, payload={"headcount": 3}).matter
    actions.add_visit(office, matter.pk, 5, 2)
    at_counter(district, payload={"headcount": 1})
    petition()
    found = figures(office, *YEAR, ALL)
    counted = {name: found[name].value.amount for name in ("registered", "by_visit", "online")}
    assert counted == {"registered": 3, "by_visit": 2, "online": 1}
    assert [found[f"visits_{u}"].value.amount for u in ("batches", "persons")] == [3, 9]
    assert [found[f"collective_{u}"].value.amount for u in ("batches", "persons")] == [1, 5]


def test_settled_batches_are_those_of_the_matters_that_were_settled(district: District) -> None:
    office, roads = district.scope("xinfang"), district.scope("roads")
    today = local_day(now())
    first = at_counter(district, payload={"headcount": 4}).matter
    actions.add_visit(office, first.pk, 2, 1)
    at_counter(district, payload={"headcount": 9})
    letter = petition().matter
    more = {"settled_on": today, "how": "solved"}
    for matter in (first, letter):
        step(office, matter, "forward", lead=district.office("roads"))
    step(roads, first, "settle", note="已解决", more=more)
    step(office, letter, "settle", note="已解决", more=more)
    found = figures(office, *YEAR, ALL)
    assert [found[f"settled_{u}"].value.amount for u in ("batches", "persons")] == [2, 6]
    assert found["settled_items"].value.amount == 2
    assert found["settled_by_departments"].value.amount == 1
    assert found["settled_by_desk"].value.amount == 1


def test_a_voided_fact_counts_no_more(district: District) -> None:
    office = district.scope("xinfang")
    at_counter(district, payload={"headcount": 3})
    entry = Entry.objects.get(verb="petition.visited")
    with writing("system:test") as log:
        log.add(Fact("petition.visited", ("petition", entry.subject_id), "/D/", voids=entry.pk))
    found = figures(office, *YEAR, [BY_NAME["visits_batches"]])
    assert found["visits_batches"].facts == ()


def test_a_territory_counts_its_own_and_a_department_what_it_answered_for(
    district: District,
) -> None:
    matter = at_counter(district, payload={"headcount": 2}).matter
    step(district.scope("xinfang"), matter, "forward", lead=district.office("roads"))
    counts = {
        who: figures(district.scope(who), *YEAR, ALL)["forwarded"].value.amount
        for who in ("xinfang", "ducha", "roads", "xinfang2", "water", "auditor")
    }
    assert counts == {"xinfang": 1, "ducha": 1, "roads": 1, "xinfang2": 0, "water": 0, "auditor": 0}


def test_the_rates_keep_what_is_behind_them(district: District) -> None:
    office, roads = district.scope("xinfang"), district.scope("roads")
    today = local_day(now())
    raised = petition()
    matter, silent = raised.matter, petition().matter
    for one in (matter, silent):
        step(office, one, "forward", lead=district.office("roads"))
        step(roads, one, "take_up", more={"branch": "ordinary", "accepted_on": today})
        step(roads, one, "issue", more=OPINION)
    said = {"desk_rating": "satisfied", "unit_rating": "unsatisfied"}
    step(asker(raised), matter, "rate", more=said)
    found = {r.name: r for r in rates(office, *YEAR)}
    both = frozenset({matter.pk, silent.pk})
    assert found["timely_acceptance"].hits == found["timely_acceptance"].base == both
    assert found["on_time_close"].hits == both
    assert (found["rating_participation"].hits, found["rating_participation"].base) == (
        frozenset({matter.pk}),
        both,
    )
    assert found["satisfaction_desk"].value == 1
    assert found["satisfaction_unit"].value == 0


def test_the_yearly_report_has_what_article_41_asks_for(district: District) -> None:
    office = district.scope("xinfang")
    matter = petition(payload={"about": district.office("roads")}).matter
    accused = {"purpose": "accusation", "accused": district.office("water")}
    petition(category="labour", payload=accused, contact={})
    more = {"about": "policy", "addressee": district.office("roads")}
    step(office, matter, "suggest", note="公示标准", more=more)
    step(office, matter, "adopt", note="已采纳", more={"of": "policy", "adopted": "partly"})
    step(office, matter, "forward", lead=district.office("roads"))
    step(district.scope("ducha"), matter, "supervise", note="请抓紧", more={"cause": "late"})
    found = report(office, *YEAR)
    assert [(s.name, len(s.matters)) for s in found.fields] == [("征地拆迁", 1), ("劳动社保", 1)]
    assert [(s.name, len(s.matters)) for s in found.units] == [("区城管局", 1)]
    numbers = {f.name: f.value.amount for p in found.parts for _label, fs in p.rows for f in fs}
    for name in ("forwarded", "supervised", "suggested_policy", "adopted_policy"):
        assert numbers[name] == 1, name
    assert numbers["assigned"] == numbers["adopted_improve"] == 0


def test_every_number_of_the_summary_opens(district: District) -> None:
    at_counter(district, payload={"headcount": 6})
    office = desk(district, "xinfang")
    page = html(office.get("/desk/petitions/"))
    links = set(re.findall(r'href="(/desk/petitions/behind/\?[^"]+)"', page))
    assert len(links) >= len(ALL)
    for link in links:
        assert html(office.get(link.replace("&amp;", "&")))


@pytest.mark.parametrize("figure", ["", "nothing", "field:zzz", "rate", "timely_acceptance:x"])
def test_an_address_without_a_number_is_refused(district: District, figure: str) -> None:
    answer = desk(district, "xinfang").get(f"/desk/petitions/behind/?figure={figure}")
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["auditor", "admin", "driver2"])
def test_the_summary_is_for_those_who_answer_for_petitions(district: District, who: str) -> None:
    if who not in district.accounts:
        return
    assert desk(district, who).get("/desk/petitions/").status_code in (302, 403)


TEMPLATES = Path(zhuchao.matters.__file__).parent / "templates" / "matters" / "petition"
REWARDS = re.compile(
    "同比|环比|下降|减少|降低|压减|零上访|零信访|不发生|目标|排名|名次|达标|超标|↑|↓|▲|▼|trend|target|rank"
)


def test_nothing_rewards_fewer_petitions(district: District) -> None:
    """Red line 8: no target, colour or wording rewards fewer petitions."""
    at_counter(district, payload={"headcount": 6})
    office = desk(district, "xinfang")
    for path in (
        "/desk/petitions/",
        "/desk/receptions/",
        "/desk/petitions/behind/?figure=visits_batches",
    ):
        page = html(office.get(path))
        main = page[page.index("<main") : page.index("</main>")]
        words = re.sub(r"<[^>]+>", " ", main)
        assert not REWARDS.search(words), path
        assert "data-tone" not in main, path
    for template in ("summary", "behind", "receptions"):
        text = (TEMPLATES / f"{template}.html").read_text("utf-8")
        assert "data-tone" not in text
        assert "state.html" not in text
    for one in ALL:
        assert not REWARDS.search(one.label)
