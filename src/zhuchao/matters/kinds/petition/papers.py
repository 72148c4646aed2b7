"""The papers an office signs, filled from the file: what each says, and when it can be made.

They are the law's own written notices, so their words are Chinese in every language of the screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.models import Entry
from zhuchao.matters.kinds.petition.filling import BLANK, LAW, Filling, day
from zhuchao.matters.kinds.petition.intake import PURPOSES, WAYS
from zhuchao.matters.models import RECEPTION_MODES, Deadline
from zhuchao.matters.sheet import Sheet
from zhuchao.registry.routing import desk

if TYPE_CHECKING:
    from zhuchao.matters.queries import Detail


@dataclass(frozen=True)
class Paper:
    """One kind of paper."""

    slug: str
    label: str
    made: Callable[[Filling], Sheet]
    after: tuple[str, ...]
    """Steps of which one must have been taken."""
    original: bool = False
    """Whether it carries the petitioner's own words."""

    def ready(self, found: "Detail") -> bool:
        """Whether the file holds what it says."""
        if self.slug == "reception_form":
            return found.matter.batches.exists()
        if self.slug == "extension_notice":
            return _extended(found) is not None
        names = {f"matter.{step}" for step in self.after}
        return any(e.verb in names for e in found.entries)


def _number(kind: str) -> str:
    return f"{BLANK}信{kind}〔{local_day(now()).year}〕＿＿号"


def _letter(f: Filling, step: str, title: str, demand: str) -> Sheet:
    entry = f.last(step)
    sheet = Sheet(title)
    sheet.number(_number(title[0]))
    sheet.address(f"{f.office(entry)}：")
    sheet.say(
        f"现将信访人{f.name}的信访事项（受理编号 {f.found.matter.receipt}）"
        f"{'转送' if step == 'forward' else '交'}你单位办理。事项摘要：{f.found.matter.text}。"
    )
    sheet.say(
        f"请按照{LAW}第二十三条，自收到之日起十五日内书面告知信访人接收情况以及处理途径和程序；"
        "不属于本单位职权范围的，请自收到之日起五个工作日内提出异议并详细说明理由。"
    )
    if demand:
        sheet.say(demand)
    if f.found.matter.payload.get("purpose") == "accusation":
        sheet.say("不得将检举、揭发材料以及有关情况透露或者转给被检举、揭发的人员或者单位。")
    sheet.sign(BLANK, day(entry.day))
    return sheet


def _forward(f: Filling) -> Sheet:
    return _letter(f, "forward", "转送函", "")


def _assign(f: Filling) -> Sheet:
    due = date.fromisoformat(str(f.last("assign").facets["due_on"]))
    demand = f"请于{day(due)}前办结，并提交办结报告。"
    return _letter(f, "assign", "交办函", demand)


def _notice(f: Filling, title: str, entry: Entry, *body: str) -> Sheet:
    sheet = Sheet(title)
    sheet.number(_number("告"))
    sheet.address(f"{f.name}：")
    received = local_day(f.found.matter.raised_at)
    sheet.say(f"你（单位）{day(received)}提出的信访事项（受理编号 {f.found.matter.receipt}）收悉。")
    for text in body:
        sheet.say(text)
    sheet.say("凭受理编号和查询码可以查询办理进展。")
    sheet.sign(f.office(entry), day(entry.day))
    return sheet


def _accepted(f: Filling) -> Sheet:
    entry = f.last("take_up")
    branch = f.label("take_up", "branch", entry)
    body = [f"经审查，属于本机关（单位）职权范围，决定予以受理。办理途径：{branch}。"]
    running = Deadline.objects.filter(matter=f.found.matter, clock__in=("D5", "D9"))
    row = running.order_by("-pk").first()
    if row:
        last = row.shifted_at.astimezone(zone()).date()
        body.append(f"将于{day(last)}前办结并书面答复你（单位）。")
    return _notice(f, "信访事项受理告知书", entry, *body)


def _refused(f: Filling) -> Sheet:
    entry = f.last("not_accept")
    why = f.label("not_accept", "why", entry)
    body = f"经审查，决定不予受理。理由：{why}。"
    return _notice(f, "信访事项不予受理告知书", entry, body, entry.words)


def _routed(f: Filling) -> Sheet:
    entry = f.last("forward", "assign", "transfer")
    way = {"matter.assign": "交办", "matter.forward": "转送"}.get(entry.verb, "转送下级单位")
    body = (
        f"按照“属地管理、分级负责，谁主管、谁负责”的原则，已{way}{f.office(entry)}处理。"
        "该单位将自收到之日起十五日内书面告知你（单位）接收情况以及处理途径和程序。"
    )
    return _notice(f, "信访事项转送告知书", entry, body)


def _extended(found: "Detail") -> tuple[int, str, Entry] | None:
    granted = [r for r in found.requests if r.kind == "extension" and r.outcome == "granted"]
    if not granted:
        return None
    request = granted[-1]
    about = [e for e in found.entries if e.facets.get("request") == request.pk]
    asked = next(e for e in about if e.verb == "request.extension.asked")
    ruled = next(e for e in about if e.verb == "request.extension.granted")
    return request.days or 0, asked.words, ruled


def _extension(f: Filling) -> Sheet:
    days, reason, entry = _extended(f.found) or (0, "", f.last("take_up"))
    row = Deadline.objects.filter(matter=f.found.matter, clock="D5").order_by("-pk").first()
    last = f"，延长至{day(row.shifted_at.astimezone(zone()).date())}" if row else ""
    body = (
        f"因情况复杂，按照{LAW}第三十四条，经本机关（单位）负责人批准，"
        f"办理期限延长 {days} 日{last}。延期理由：{reason}。"
    )
    return _notice(f, "信访事项延期办理告知书", entry, body)


def _opinion(number: int, title: str, step: str, right: str) -> Callable[[Filling], Sheet]:
    """An opinion with its four parts (第三十二条) and the right against it."""

    def made(f: Filling) -> Sheet:
        sheet = Sheet(title)
        sheet.number(_number("办"))
        sheet.address(f"{f.name}：")
        given = [o for o in f.opinions if o.step == step][-1]
        for numeral, (label, words) in zip("一二三四五", given.parts, strict=False):
            sheet.heading(f"{numeral}、{label}")
            sheet.say(words)
        sheet.say(f"结论：{given.result}。")
        sheet.say(right)
        if f.right and f.right.clock == f"D{number}":
            last = f.right.due.shifted.astimezone(zone()).date()
            sheet.say(f"请求的期限到{day(last)}为止。")
        sheet.sign(f.office(f.last(step)), day(f.last(step).day))
        return sheet

    return made


_REVIEW = (
    f"如不服本处理意见，可以按照{LAW}第三十五条，自收到本意见书之日起三十日内，"
    "请求原办理机关、单位的上一级机关、单位复查。"
)
_RE_REVIEW = (
    f"如不服本复查意见，可以按照{LAW}第三十六条，自收到本意见书之日起三十日内，"
    "向复查机关、单位的上一级机关、单位请求复核。"
)
_FINAL = (
    f"按照{LAW}第三十六条，对复核意见不服，仍以同一事实和理由提出投诉请求的，"
    "各级党委和政府信访部门和其他机关、单位不再受理。"
)


def _served(f: Filling) -> Sheet:
    """送达回证: what was served, on whom, when and by whom, to be signed."""
    sheet = Sheet("送达回证")
    served = [e for e in f.found.entries if e.verb == "matter.serve"]
    way = f.label("serve", "served_by", served[-1]) if served else BLANK
    papers = f.opinions[-1].title if f.opinions else "告知书"
    rows = [
        ("送达文书", f"{papers}（受理编号 {f.found.matter.receipt}）"),
        ("受送达人", f.name),
        ("送达地址", f.who.get("address") or BLANK),
        ("送达方式", way),
        ("送达日期", day(served[-1].day) if served else BLANK),
        ("受送达人签名\n或者盖章", "\n\n"),
        ("代收人及\n代收理由", "\n\n"),
        ("送达人签名", "\n"),
        ("备注", "\n\n"),
    ]
    sheet.table(rows)
    return sheet


def _reception(f: Filling) -> Sheet:
    """接访登记表: batch and people in two lines of their own."""
    visit, matter = f.visits[-1], f.found.matter
    held = visit.reception
    said = matter.payload
    office = desk().label("petition", matter.category)
    sheet = Sheet("群众来访登记表")
    sheet.table(
        [
            ("受理编号", matter.receipt),
            ("批次", visit.number),
            ("来访人数", f"{visit.headcount} 人（其中代表 {visit.deputies} 人）"),
            ("来访日期", day(visit.day)),
            ("接待方式", dict(RECEPTION_MODES)[held.mode] if held else "日常接待"),
            ("接访领导", str(held.leader) if held else BLANK),
            ("接待地点", held.place if held else BLANK),
            ("信访人", f.name),
            ("联系电话", f.who.get("phone") or BLANK),
            ("住址", f.who.get("address") or BLANK),
            ("信访形式", dict(WAYS).get(said.get("way", ""), "")),
            ("信访目的", dict(PURPOSES).get(said.get("purpose", ""), "")),
            ("领域", office.name if office else BLANK),
            ("反映事项", f.original or matter.text),
            ("接访意见", "\n\n\n"),
            ("信访人签名", "\n"),
        ]
    )
    return sheet


PAPERS = (
    Paper("reception_form", _("群众来访登记表"), _reception, (), original=True),
    Paper("forward_letter", _("转送函"), _forward, ("forward",)),
    Paper("assign_letter", _("交办函"), _assign, ("assign",)),
    Paper("routed_notice", _("转送告知书"), _routed, ("forward", "assign", "transfer")),
    Paper("acceptance", _("受理告知书"), _accepted, ("take_up",)),
    Paper("refusal", _("不予受理告知书"), _refused, ("not_accept",)),
    Paper("extension_notice", _("延期告知书"), _extension, ()),
    Paper(
        "opinion", _("处理意见书"), _opinion(7, "信访事项处理意见书", "issue", _REVIEW), ("issue",)
    ),
    Paper(
        "review_opinion",
        _("复查意见书"),
        _opinion(8, "信访事项复查意见书", "issue_review", _RE_REVIEW),
        ("issue_review",),
    ),
    Paper(
        "re_review_opinion",
        _("复核意见书"),
        _opinion(0, "信访事项复核意见书", "issue_re_review", _FINAL),
        ("issue_re_review",),
    ),
    Paper("service_return", _("送达回证"), _served, ("take_up", "not_accept", "issue")),
)
"""In the order of the way."""
