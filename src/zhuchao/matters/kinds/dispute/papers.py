"""The papers of a mediation: filled from what is known, opened for a purpose, signed by hand.

Their words are those of the law's own forms (《人民调解法》第二十七条、第二十九条), so they are
Chinese in every language of the screen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop, override

from zhuchao.access.identities import open_identity
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.changing import subject
from zhuchao.matters.kinds.dispute import consent
from zhuchao.matters.kinds.dispute.rights import BINDING, DUTIES, RIGHTS
from zhuchao.matters.sheet import Sheet
from zhuchao.matters.statements import Kept, open_records, open_statement
from zhuchao.registry.models import Person
from zhuchao.registry.routing import desk
from zhuchao.rules.flows.dispute_asks import OPENNESS

if TYPE_CHECKING:
    from zhuchao.matters.queries import Detail

BLANK = "＿＿＿＿＿＿"
"""Left for a pen."""
SIDES = {"asker": "申请人", "other": "被申请人"}


@dataclass(frozen=True)
class Filling:
    """What a paper is filled from: the file, and what was opened for it."""

    found: "Detail"
    people: tuple[tuple[str, Mapping[str, str]], ...]
    """Side and plain fields of each of the people."""
    original: str
    kept: tuple[Kept, ...]
    mediators: tuple[str, ...]

    @property
    def committee(self) -> str:
        """The committee that mediates: the desk that has it in hand, or had it last."""
        held = [h.organisation.name for h in self.found.holdings if h.role == "intake"]
        return held[-1] if held else BLANK

    @property
    def category(self) -> str:
        """The type of dispute."""
        label = desk().label("dispute", self.found.matter.category)
        return label.name if label else "民间纠纷"

    def words(self, *steps: str) -> Mapping[str, str]:
        """The sealed words of the last of these steps."""
        found = [k.words for k in self.kept if k.step in steps]
        return found[-1] if found else {}

    def facets(self, *steps: str) -> Mapping[str, object]:
        """The codes and dates of the last of these steps."""
        verbs = {f"matter.{step}" for step in steps}
        found = [e.facets for e in self.found.entries if e.verb in verbs]
        return found[-1] if found else {}

    def introduce(self, sheet: Sheet) -> None:
        """The people, one paragraph each."""
        for side, who in self.people:
            phone, home = who.get("phone", ""), who.get("address", "")
            sheet.say(
                f"{SIDES[side]}：{who.get('name') or BLANK}，联系电话：{phone or BLANK}，"
                f"住址：{home or BLANK}。"
            )

    def everybody_signs(self, sheet: Sheet, *more: str) -> None:
        """A line for each signature, and one for the day."""
        lines = [f"{SIDES[side]}（签名、盖章或者按指印）：{BLANK}" for side, _who in self.people]
        sheet.sign(*lines, *more, f"{BLANK}年{BLANK}月{BLANK}日")


def written(day: object) -> str:
    """A day as official papers write it; room for a pen where there is none."""
    if not day:
        return BLANK
    found = date.fromisoformat(str(day))
    return f"{found.year}年{found.month}月{found.day}日"


def _application(f: Filling) -> Sheet:
    sheet = Sheet("人民调解申请书")
    f.introduce(sheet)
    sheet.heading("一、纠纷情况和申请事项")
    sheet.say(f.original or BLANK)
    sheet.heading("二、申请")
    sheet.say(
        f"特向{f.committee}申请调解。本人已知悉《中华人民共和国人民调解法》规定的权利和义务，"
        "知道调解不收取任何费用，自愿参加调解。"
    )
    day = local_day(f.found.matter.raised_at)
    sheet.sign(f"申请人（签名、盖章或者按指印）：{BLANK}", written(day))
    return sheet


def _notice(f: Filling) -> Sheet:
    sheet = Sheet("人民调解权利义务告知书")
    sheet.number(f"受理编号 {f.found.matter.receipt}")
    for heading, lines in (
        ("一、当事人享有下列权利", RIGHTS),
        ("二、当事人履行下列义务", DUTIES),
        ("三、达成协议以后", BINDING),
    ):
        sheet.heading(heading)
        for number, line in enumerate(lines, 1):
            sheet.say(f"{number}. {line}")
    sheet.say("以上内容已告知，本人已经知悉，是否同意调解：＿＿＿＿。")
    f.everybody_signs(sheet, f"告知单位：{f.committee}")
    return sheet


def _record(f: Filling) -> Sheet:
    """Every session that was held, in turn."""
    sheet = Sheet("人民调解笔录")
    sheet.number(f"受理编号 {f.found.matter.receipt}")
    f.introduce(sheet)
    sheet.say(f"调解员：{'、'.join(f.mediators) or BLANK}。")
    told = [e for e in f.found.entries if e.verb == "matter.hold"]
    said = [k for k in f.kept if k.step == "hold"]
    for number, (entry, kept) in enumerate(zip(told, said, strict=True), 1):
        openness = dict(OPENNESS)[str(entry.facets["openness"])]
        sheet.heading(f"第 {number} 次调解")
        sheet.say(
            f"时间：{written(entry.facets['held_on'])}，地点：{kept.words.get('place', BLANK)}，"
            f"到场 {entry.facets['attended']} 人，应当事人要求{openness}进行。"
        )
        sheet.say(kept.words.get("record", BLANK))
    f.everybody_signs(sheet, f"调解员（签名）：{BLANK}", f"记录人（签名）：{BLANK}")
    return sheet


def _agreement(f: Filling) -> Sheet:
    """What the law lets stand in it: the people, the facts, the terms, how and by when (Art 29)."""
    steps = ("agree_in_writing", "agree_orally")
    said, codes = f.words(*steps), f.facets(*steps)
    oral = "matter.agree_orally" in {e.verb for e in f.found.entries}
    sheet = Sheet("人民调解口头协议登记表" if oral else "人民调解协议书")
    sheet.number(f"受理编号 {f.found.matter.receipt}")
    sheet.heading("一、当事人基本情况")
    f.introduce(sheet)
    sheet.heading("二、纠纷的主要事实、争议事项以及各方当事人的责任")
    sheet.say(said.get("facts") or f"{f.category}。{BLANK}")
    sheet.heading("三、经调解，当事人自愿达成如下协议")
    sheet.say(said.get("terms", BLANK))
    sheet.heading("四、履行的方式、期限")
    sheet.say(f"履行方式：{said.get('how', BLANK)}。期限：{written(codes.get('due_on'))}前。")
    sheet.say(
        "口头协议自各方当事人达成协议之日起生效。"
        if oral
        else "本协议自各方当事人签名、盖章或者按指印，调解员签名并加盖人民调解委员会印章之日起"
        "生效。当事人各执一份，人民调解委员会留存一份。"
    )
    f.everybody_signs(sheet, f"调解员（签名）：{BLANK}", f"{f.committee}（印章）")
    return sheet


PAPERS = (
    ("application", gettext_noop("调解申请书")),
    ("notice", gettext_noop("权利义务告知书")),
    ("record", gettext_noop("调解笔录")),
    ("agreement", gettext_noop("调解协议书")),
)
"""Slug and label, in the order of the way."""
_MADE: Mapping[str, Callable[[Filling], Sheet]] = {
    "application": _application,
    "notice": _notice,
    "record": _record,
    "agreement": _agreement,
}


def made(scope: Scope, found: "Detail", paper: str, purpose: str) -> bytes:
    """One of PAPERS as a .docx, for a stated purpose; each opening stands in the journal.

    Raises Refused without a reading role or a purpose, KeyError for a paper there is not.
    """
    matter = found.matter
    with writing(scope.who) as log:
        original = open_statement(scope, matter.pk, purpose) if paper == "application" else ""
        kept = open_records(scope, matter.pk, purpose)
        people = tuple(_opened(scope, found, purpose))
        log.add(Fact("paper.made", subject(matter), matter.division_path, facets={"paper": paper}))
    accounts = [p.account for p in found.participants if p.role == "mediator"]
    names = Person.objects.filter(account__in=accounts).values_list("label", flat=True)
    with override("zh-hans"):
        filling = Filling(found, people, original, tuple(kept), tuple(names))
        return _MADE[paper](filling).docx()


def _opened(scope: Scope, found: "Detail", purpose: str) -> list[tuple[str, Mapping[str, str]]]:
    """Who the people are; nobody's name where he had it erased."""
    matter, opened = found.matter, []
    for row in consent.parties(matter):
        plain: Mapping[str, str] = {}
        if row.identity is not None and not row.identity.erased_at:
            plain = open_identity(
                scope,
                row.identity,
                subject=subject(matter),
                path=matter.division_path,
                purpose=purpose,
            )
        opened.append((row.role, plain))
    return opened
