"""Award a plate, renew it, take it away; retire a site with its plates; load a standard."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.policy import demand, demand_administrator
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.marks.loading import shortcomings, stored
from zhuchao.marks.loading import told as told_standard
from zhuchao.marks.models import Assessment, Mark
from zhuchao.marks.models import Standard as StoredStandard
from zhuchao.marks.plates import valid_marks
from zhuchao.marks.standards import every_version, standard_version
from zhuchao.places.atlas import atlas
from zhuchao.places.memory import changed
from zhuchao.places.models import Division, Site
from zhuchao.places.site_journal import last_day
from zhuchao.registry.site_actions import retire_site
from zhuchao.registry.site_policy import manages
from zhuchao.rules.standard import Standard, months_later
from zhuchao.rules.standard_file import read_standard
from zhuchao.rules.toml import MalformedError

NOT_YOURS = gettext_noop("只有属地街道、社区的工作人员和管理员可以挂牌和摘牌")
STALE = gettext_noop("这块牌子刚被他人动过，请看过最新情况再决定")


def award(scope: Scope, assessment_id: int, *, number: str = "") -> Mark:
    """Hang the plate a check on the spot earned; a plate that is still valid is renewed instead.

    It holds from today for the months of the standard. Raises Refused for strangers, for a check
    that was not on the spot, not passed, not the newest, or used already, and for a site that is
    not open.
    """
    with writing(scope.who) as log:
        check = _passed(scope, assessment_id)
        standard = standard_version(check.standard, check.standard_version)
        today = local_day(now())
        valid = valid_marks(today).filter(site=check.site, standard=check.standard).first()
        if valid is None:
            mark = _hung(check, standard, today, number.strip())
            log.add(_told("mark.awarded", mark))
        else:
            mark = _renewed(valid, check, standard, today)
            log.add(_told("mark.renewed", mark))
    return mark


def _passed(scope: Scope, assessment_id: int) -> Assessment:
    """The check, its site held so that two people do not hang two plates."""
    row = Assessment.objects.filter(pk=assessment_id).select_related("site__division").first()
    if row is None:
        raise Refused("not_found", _("没有这次检查"))
    demand(manages(scope, str(row.site.division.path)), _(NOT_YOURS))
    Site.objects.filter(pk=row.site_id).update(version=F("version"))
    newer = Assessment.objects.filter(site=row.site, standard=row.standard, manner="onsite")
    if row.manner != "onsite" or newer.filter(pk__gt=row.pk).exists():
        raise Refused("conflict", _("挂牌要以最近一次实地检查为准"))
    if not row.grade:
        raise Refused("conflict", _("这次检查没有达标，不能挂牌"))
    if row.site.status != "open":
        raise Refused("conflict", _("这个场所没有在开放，不能挂牌"))
    if Mark.objects.filter(assessment=row).exists():
        raise Refused("conflict", _("已经按这次检查挂过牌"))
    return row


def _hung(check: Assessment, standard: Standard, today: date, number: str) -> Mark:
    mark = Mark(
        number=number or _next_number(standard.key, today.year),
        site=check.site,
        standard=standard.key,
        standard_version=standard.version,
        grade=check.grade,
        assessment=check,
        valid_from=today,
        valid_until=months_later(today, standard.months),
    )
    try:
        with transaction.atomic():
            mark.save()
    except IntegrityError as error:
        raise Refused("conflict", _("这个编号已经用过了，请换一个"), "number") from error
    return mark


def _next_number(key: str, year: int) -> str:
    """The standard, the year, and the next number of both: nine_haves-2026-003."""
    begin = f"{key}-{year}-"
    taken = Mark.objects.filter(number__startswith=begin).values_list("number", flat=True)
    numbers = [int(n.removeprefix(begin)) for n in taken if n.removeprefix(begin).isdecimal()]
    return f"{begin}{max(numbers, default=0) + 1:03}"


def _renewed(mark: Mark, check: Assessment, standard: Standard, today: date) -> Mark:
    mark.assessment, mark.grade = check, check.grade
    mark.standard_version = standard.version
    mark.valid_until = months_later(today, standard.months)
    _save(mark, mark.version)
    return mark


def _save(mark: Mark, version: int) -> None:
    """Write a plate as the version seen. Raises Refused("stale") when somebody was first."""
    mark.version = version + 1
    fields = ("assessment", "grade", "standard_version", "valid_until", "state", "withdrawn_on")
    values = {name: getattr(mark, name) for name in fields}
    same = Mark.objects.filter(pk=mark.pk, version=version)
    if not same.update(**values, version=mark.version):
        raise Refused("stale", _(STALE))


def withdraw(scope: Scope, mark_id: int, *, reason: str, version: int) -> Mark:
    """Take a plate away from today on, with the reason. Raises Refused as `award`."""
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    with writing(scope.who) as log:
        mark = Mark.objects.filter(pk=mark_id).select_related("site__division").first()
        if mark is None:
            raise Refused("not_found", _("没有这块牌子"))
        demand(manages(scope, str(mark.site.division.path)), _(NOT_YOURS))
        _take_away(log, mark, version, reason.strip())
    return mark


def _take_away(log: Log, mark: Mark, version: int, reason: str) -> None:
    if mark.state == "withdrawn":
        raise Refused("conflict", _("这块牌子已经摘了"))
    mark.state, mark.withdrawn_on = "withdrawn", local_day(now())
    _save(mark, version)
    log.add(_told("mark.withdrawn", mark, remark=reason))


def retire(scope: Scope, site_id: int, *, on: date, reason: str, version: int) -> Site:
    """Retire a site and take away the plates it has, all or nothing. Refuses as `retire_site`."""
    with transaction.atomic():
        site = retire_site(scope, site_id, on=on, reason=reason, version=version)
        held = list(Mark.objects.filter(site=site, state="valid").select_related("site__division"))
        if held:
            with writing(scope.who) as log:
                for mark in held:
                    _take_away(log, mark, mark.version, reason.strip())
    return site


def _told(verb: str, mark: Mark, remark: str = "") -> Fact:
    """What is believed of a plate from now on: a version of its span."""
    over = last_day(mark.withdrawn_on)
    return Fact(
        verb,
        ("mark", mark.pk),
        str(mark.site.division.path),
        facets={
            "site": mark.site_id,
            "kind": mark.site.kind,
            "standard": mark.standard,
            "version": mark.standard_version,
            "grade": mark.grade,
            "state": mark.state,
        },
        span=f"mark:{mark.pk}",
        valid_from=mark.valid_from,
        valid_to=min(over, mark.valid_until) if over else mark.valid_until,
        remark=remark,
    )


def add_standard(scope: Scope, source: str) -> Standard:
    """Load a new version of a standard from its TOML text; a version is never changed.

    Raises Refused unless an administrator of the whole district, naming the key at fault, or when
    that version exists.
    """
    message = _("只有管理全区的系统管理员可以载入标准")
    demand_administrator(scope, message)
    everything = {"/", atlas().whole} - {""}
    demand(scope.system or bool(everything & set(scope.paths("administrator"))), message)
    standard = _read(source)
    if any((o.key, o.version) == (standard.key, standard.version) for o in every_version()):
        raise Refused(
            "conflict",
            _("版本 %(version)s 已经载入，请换一个版本号") % {"version": standard.version},
            "source",
        )
    with writing(scope.who) as log:
        row: StoredStandard = stored(standard, source)
        row.save()
        changed()
        log.add(told_standard(row, Division.objects.get(parent=None)))
    return standard


def _read(source: str) -> Standard:
    try:
        standard = read_standard(source, "TOML")
    except MalformedError as error:
        raise Refused("invalid", f"{error.key}: {_(error.why)}", "source") from error
    for key, why in shortcomings(standard):
        raise Refused("invalid", f"{key}: {why}", "source")
    return standard
