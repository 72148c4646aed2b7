"""A check of a site by a standard: answers, evidence, points and grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from zhuchao.access.files import attach
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.journal.writing import Fact, writing
from zhuchao.marks.models import MANNERS, Assessment
from zhuchao.marks.standards import fitting
from zhuchao.places.models import Site
from zhuchao.registry.site_policy import MEMBERS, role_on, visible_sites
from zhuchao.rules.standard import Outcome, Standard, score

MOST_NOTE = 200


@dataclass(frozen=True)
class Answer:
    """What was found of one item. Evidence is a photo or a note, whichever is at hand."""

    met: bool
    note: str = ""
    photo: UUID | None = None


def assess(
    scope: Scope,
    site_id: int,
    key: str,
    manner: str,
    answers: Mapping[str, Answer],
    *,
    after: int,
) -> Assessment:
    """Write down a check: by the site's host (self) or by staff on the spot (onsite).

    `after` is the latest check of that site and standard that was seen (0: none), so that a second
    tap or a second person is told. Raises Refused for strangers, for a standard that is not for
    this kind of site, for items left out or unknown, and on site for a yes without evidence.
    """
    if manner not in dict(MANNERS):
        raise Refused("invalid", _("没有这种检查"), "manner")
    with writing(scope.who) as log:
        site = _held(scope, site_id, manner)
        standard = _standard(site, key)
        earlier = Assessment.objects.filter(site=site, standard=key)
        if (earlier.order_by("-pk").values_list("pk", flat=True).first() or 0) != after:
            raise Refused("stale", _("这个场所刚有一次新的检查，请先看过"))
        _demand_answers(standard, answers, evidence=manner == "onsite")
        outcome = score(standard, [k for k, a in answers.items() if a.met])
        row = _row(scope, site, standard, manner, answers, outcome)
        row.save()
        photos = [a.photo for a in answers.values() if a.photo]
        attach(photos, ("assessment", row.pk), "evidence")
        log.add(_told(row, outcome))
    return row


def _held(scope: Scope, site_id: int, manner: str) -> Site:
    """The site, held until the check is written: two checks at once come one after the other."""
    Site.objects.filter(pk=site_id).update(version=F("version"))
    site = visible_sites(scope).select_related("division").filter(pk=site_id).first()
    if site is None:
        raise Refused("not_found", _("没有这个场所"))
    role = role_on(scope, site)
    message = _("实地检查由属地工作人员做，自查由场所自己或属地工作人员做")
    demand(role == "staff" or (role == "keeper" and manner == "self"), message)
    return site


def _standard(site: Site, key: str) -> Standard:
    found = next((one for one in fitting(site.kind) if one.key == key), None)
    if found is None:
        raise Refused("invalid", _("这个标准不适用于这类场所"), "standard")
    return found


def _demand_answers(standard: Standard, answers: Mapping[str, Answer], *, evidence: bool) -> None:
    known = {item.key: item for item in standard.items}
    if set(answers) != set(known):
        raise Refused("invalid", _("每一项都要回答"), next(iter(set(known) ^ set(answers))))
    wrong = {}
    for key, answer in answers.items():
        if len(answer.note) > MOST_NOTE:
            wrong[key] = _("最多 %(most)s 字") % {"most": MOST_NOTE}
        needed = evidence and answer.met and known[key].evidence == "any"
        if needed and not (answer.photo or answer.note.strip()):
            wrong[key] = _("请拍一张照片，或写一句看到了什么")
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)


def _row(
    scope: Scope,
    site: Site,
    standard: Standard,
    manner: str,
    answers: Mapping[str, Answer],
    outcome: Outcome,
) -> Assessment:
    return Assessment(
        site=site,
        standard=standard.key,
        standard_version=standard.version,
        manner=manner,
        answers={key: _kept(answer) for key, answer in answers.items()},
        points=outcome.points,
        grade=outcome.grade.name if outcome.grade else "",
        organisation_id=next(iter(scope.organisations(*MEMBERS)), None),
        made_at=now(),
    )


def _kept(answer: Answer) -> dict[str, int | str]:
    found: dict[str, int | str] = {"met": int(answer.met)}
    if answer.note.strip():
        found["note"] = answer.note.strip()
    if answer.photo:
        found["photo"] = str(answer.photo)
    return found


def _told(row: Assessment, outcome: Outcome) -> Fact:
    return Fact(
        "assessment.made",
        ("assessment", row.pk),
        str(row.site.division.path),
        organisation=row.organisation_id,
        facets={
            "site": row.site_id,
            "kind": row.site.kind,
            "standard": row.standard,
            "version": row.standard_version,
            "manner": row.manner,
            "points": outcome.points,
            "most": outcome.most,
            "grade": row.grade,
        },
    )
