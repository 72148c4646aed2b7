"""The papers of a petition: the layout of GB/T 9704, the law's words, and who may make them out."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.cast import District, step
from tests.petition_cast import OPINION, at_counter, found_petition_district
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.requests import Plea, Ruling, ask, decide
from zhuchao.matters.kinds.petition.file import file_of
from zhuchao.matters.kinds.petition.papers import PAPERS
from zhuchao.matters.kinds.petition.printing import print_paper
from zhuchao.matters.models import Matter

pytestmark = pytest.mark.one_database

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its petition office."""
    return found_petition_district()


@pytest.fixture
def matter(district: District) -> Iterator[Matter]:
    """A petition all the way to its re-review opinion."""
    office, roads = district.scope("xinfang"), district.scope("roads")
    with at(datetime(2026, 8, 3, 12, tzinfo=CHINA)):
        found = at_counter(district, payload={"headcount": 6, "deputies": 2}).matter
        lead = district.office("roads")
        step(office, found, "forward", lead=lead)
        step(office, found, "assign", lead=lead, more={"due_on": date(2026, 9, 30)})
        more = {"branch": "ordinary", "accepted_on": date(2026, 8, 3)}
        step(roads, found, "take_up", more=more)
        plea = ask(roads, found.pk, "extension", Plea("面积要重新测量", days=20), version=None)
        decide(district.scope("leader"), plea, Ruling(granted=True))
        step(roads, found, "issue", more=OPINION)
        served = {"served_on": date(2026, 8, 3), "served_by": "in_person"}
        step(roads, found, "serve", more=served)
        words = {k: v for k, v in OPINION.items() if k != "result"}
        for stage, result, organ in (
            ("review", "reviewed", "council"),
            ("re_review", "re_reviewed", "city"),
        ):
            step(office, found, f"take_{stage}", reason="不服", more={"asked_on": date(2026, 8, 3)})
            step(office, found, "send_review", more={"organ": district.office(organ)})
            more = {**words, result: "maintain"}
            step(district.scope(organ), found, f"issue_{stage}", more=more)
            if stage == "review":
                step(district.scope(organ), found, "serve", more=served)
        yield found


def test_every_paper_is_laid_out_as_the_standard_says(district: District, matter: Matter) -> None:
    office = district.scope("xinfang")
    ready = {p.slug for p in file_of(office, matter.receipt).papers}
    assert ready == {p.slug for p in PAPERS} - {"refusal"}
    for paper in PAPERS:
        if paper.slug in ready:
            name, made = print_paper(office, matter.receipt, paper.slug, "送达存档")
            assert name.endswith(".docx")
            _laid_out(made)


def _laid_out(made: bytes) -> None:
    document = Document(BytesIO(made))
    page = document.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(m.mm) for m in margins if m] == [37, 35, 28, 26]
    assert [round(m.mm) for m in (page.page_width, page.page_height) if m] == [210, 297]
    title, *body = document.paragraphs
    assert title.runs[0].font.size == Pt(22)
    fonts = title.runs[0]._element.get_or_add_rPr().get_or_add_rFonts()
    assert fonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    for line in body:
        assert line.runs[0].font.size == Pt(16)
        assert line.paragraph_format.line_spacing == Pt(28.95)
    for footer in (page.footer, page.even_page_footer):
        words = footer.paragraphs[0]._element.xpath("string(.)")
        assert words == "— PAGE —"
    table = next(
        p.blob.decode() for p in document.part.package.iter_parts() if "fontTable" in p.partname
    )
    assert 'w:altName w:val="仿宋' in table


def _words(district: District, matter: Matter, slug: str, who: str = "xinfang") -> str:
    _name, made = print_paper(district.scope(who), matter.receipt, slug, "送达存档")
    document = Document(BytesIO(made))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_opinion_states_what_the_law_wants_and_the_right_against_it(
    district: District, matter: Matter
) -> None:
    text = _words(district, matter, "opinion")
    for words in ("一、投诉请求", "二、事实和理由", "三、处理意见", "四、法律法规依据", "予以支持"):
        assert words in text
    assert "自收到本意见书之日起三十日内" in text
    assert "请求原办理机关、单位的上一级机关、单位复查" in text
    assert "赵甲" in text
    assert "请求复核" in _words(district, matter, "review_opinion")
    assert "不再受理" in _words(district, matter, "re_review_opinion")


def test_the_notices_give_the_shifted_days_and_the_reason(
    district: District, matter: Matter
) -> None:
    assert "面积要重新测量" in _words(district, matter, "extension_notice")
    # 08-03 + 60 days = 10-02, + 20 = 10-22, a Thursday.
    assert "延长至2026年10月22日" in _words(district, matter, "extension_notice")
    assert "2026年9月30日前办结，并提交办结报告" in _words(district, matter, "assign_letter")
    assert "区城管局：" in _words(district, matter, "forward_letter")
    assert "当面送达" in _words(district, matter, "service_return")


def test_a_paper_opens_the_identity_and_says_so(district: District, matter: Matter) -> None:
    before = Entry.objects.filter(verb="identity.opened").count()
    _words(district, matter, "opinion")
    opened = Entry.objects.filter(verb="identity.opened").order_by("pk")
    assert opened.count() == before + 1
    assert opened.latest("pk").words == "送达存档"
    assert Entry.objects.filter(verb="petition.paper").latest("pk").facets["paper"] == "opinion"


@pytest.mark.parametrize("who", ["ducha", "water", "auditor", "admin", "xinfang2"])
def test_whoever_does_not_handle_it_makes_out_nothing(
    district: District, matter: Matter, who: str
) -> None:
    for paper in PAPERS:
        with pytest.raises(Refused) as refused:
            print_paper(district.scope(who), matter.receipt, paper.slug, "看看")
        assert refused.value.code == "not_found"
    assert not Entry.objects.filter(verb="petition.paper").exists()


def test_a_paper_needs_a_purpose(district: District, matter: Matter) -> None:
    with pytest.raises(Refused, match="用途"):
        print_paper(district.scope("xinfang"), matter.receipt, "opinion", " ")
