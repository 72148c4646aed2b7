"""The platform never locks: what would leave the district without an administrator is refused."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.policy import demand_administrator
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.registry.models import Tie

DAY = timedelta(days=1)


def keep_administrator(tie: Tie, last: date | None) -> None:
    """Refuse to end a tie on its `last` day (None: it never was) when nobody else administers.

    To be called first in the transaction that ends it. Raises Refused("conflict") unless others
    hold the role over the whole district on every day after, without end.
    """
    if tie.kind != "administrator":
        return
    _one_at_a_time()
    since = max(last + DAY, _today()) if last else _today()
    if _whole().filter(_still(since), pk=tie.pk).exists():
        _demand_others(~Q(pk=tie.pk), since)


def deactivate(scope: Scope, account: Account) -> None:
    """End an account: its sessions and API keys stop at once, what it did stays told.

    Raises Refused for one's own account, and for that of the last administrator.
    """
    demand_administrator(scope, _("只有管理员可以管理账号"))
    if account.pk == scope.account_id:
        raise Refused("forbidden", _("不能停用自己的账号"))
    with writing(scope.who) as log:
        _one_at_a_time()
        if _whole().filter(_still(_today()), who_person__account=account).exists():
            _demand_others(~Q(who_person__account=account), _today())
        account.is_active = False
        account.save(update_fields=["is_active"])
        account.api_keys.filter(revoked_at=None).update(revoked_at=now())
        log.add(Fact("account.deactivated", ("account", account.pk)))


def _whole() -> QuerySet[Tie]:
    """Every tie of an administrator over the whole district, whenever it holds."""
    return Tie.objects.filter(kind="administrator", whom_division__parent=None)


def _one_at_a_time() -> None:
    """Two who remove each other wait for each other: the second sees what the first has done."""
    list(_whole().select_for_update(of=("self",)).order_by("pk"))


def _still(day: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gte=day)


def _today() -> date:
    return local_day(now())


def _demand_others(but: Q, since: date) -> None:
    held = _whole().filter(but, _still(since), who_person__account__is_active=True)
    if not held_for_good(held.values_list("valid_from", "valid_to"), since):
        raise Refused(
            "conflict",
            _("这样以后全区就没有系统管理员了，请先任命另一位管全区、没有期限的系统管理员"),
        )


def held_for_good(terms: Iterable[tuple[date, date | None]], since: date) -> bool:
    """Whether terms (first and last day, None: without end) follow each other from `since` on.

    >>> first = date(2026, 1, 1)
    >>> held_for_good([(first, date(2026, 3, 31)), (date(2026, 4, 1), None)], first)
    True
    >>> held_for_good([(first, date(2026, 3, 31)), (date(2026, 4, 2), None)], first)
    False
    """
    day = since
    for begin, end in sorted(terms, key=lambda term: term[0]):
        if begin > day:
            return False
        if end is None:
            return True
        day = max(day, end + DAY)
    return False
