"""What an administrator changes of the calendar and the rules, one at a time."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, demand_administrator
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.atlas import atlas
from zhuchao.places.memory import changed
from zhuchao.places.models import Holiday, RuleSet
from zhuchao.rules.catalogue import shortcomings
from zhuchao.rules.ruleset import RuleSet as Rules
from zhuchao.rules.ruleset_file import read_rule_set
from zhuchao.rules.toml import MalformedError


def set_day(
    scope: Scope, day: date, *, working: bool, name: str, basis: str, completes_year: bool
) -> Holiday:
    """Say of a day whether offices work; a second word on the same day replaces the first.

    `completes_year` says that the State Council notice of that year is now loaded, so that its
    deadlines are no longer provisional. Raises Refused without the administrator's role.
    """
    _demand_whole(scope, _("只有管理全区的系统管理员可以修改工作日历"))
    if not name.strip():
        raise Refused("invalid", _("请写明事由"), "name")
    with writing(scope.who) as log:
        row, _new = Holiday.objects.update_or_create(
            day=day,
            defaults={
                "working": working,
                "name": name.strip(),
                "basis": basis.strip(),
                "completes_year": completes_year,
            },
        )
        changed()
        facets = {"day": day.isoformat(), "working": int(working)}
        log.add(Fact("holiday.set", ("holiday", row.pk), facets=facets))
    return row


def add_rule_set(scope: Scope, source: str, path: str = "") -> RuleSet:
    """Load a new version of a rule set from its TOML text; a version is never changed.

    It holds for matters that begin while it is in force; older ones keep theirs. Raises Refused
    naming the line's key at fault, or when that version exists.
    """
    _demand_whole(scope, _("只有管理全区的系统管理员可以载入规则"))
    rules = _read(source)
    with writing(scope.who) as log:
        try:
            with transaction.atomic():
                row = RuleSet.objects.create(
                    key=rules.key,
                    version=rules.version,
                    path=path,
                    in_force_from=rules.in_force_from,
                    in_force_to=rules.in_force_to,
                    source=source,
                )
        except IntegrityError as error:
            message = _("版本 %(version)s 已经载入，请换一个版本号") % {"version": rules.version}
            raise Refused("conflict", message, "source") from error
        changed()
        log.add(
            Fact(
                "rules.loaded",
                ("rules", row.pk),
                path,
                facets={"key": rules.key, "version": rules.version},
                valid_from=rules.in_force_from,
                valid_to=rules.in_force_to,
            )
        )
    return row


def _read(source: str) -> Rules:
    try:
        rules = read_rule_set(source, "TOML")
    except MalformedError as error:
        raise Refused("invalid", f"{error.key}: {_(error.why)}", "source") from error
    for key, why in shortcomings(rules):
        raise Refused("invalid", f"{key}: {_(why)}", "source")
    return rules


def _demand_whole(scope: Scope, message: str) -> None:
    """What holds everywhere is changed by who administers everything, not one street of it."""
    demand_administrator(scope, message)
    everything = {"/", atlas().whole} - {""}
    demand(scope.system or bool(everything & set(scope.paths("administrator"))), message)
