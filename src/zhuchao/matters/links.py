"""Saved links: filters of the list that somebody wants back with one click.

A preference is no fact, so nothing here is journaled.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.models import SavedLink

MOST_LINKS = 12


def _own(scope: Scope) -> int:
    """His account; nobody without one reaches the desk."""
    return scope.account_id or 0


def saved_links(scope: Scope) -> list[SavedLink]:
    """The links of whoever acts, oldest first; one statement."""
    return list(SavedLink.objects.filter(account=_own(scope)).order_by("pk")[:MOST_LINKS])


def save_link(scope: Scope, name: str, query: str) -> SavedLink:
    """Keep a query string under a name of at most 40 signs.

    Raises Refused for an empty or taken name and beyond MOST_LINKS.
    """
    name = name.strip()
    if not 0 < len(name) <= 40 or len(query) > 400:
        raise Refused("invalid", _("请起一个 40 字以内的名字"), "name")
    own = SavedLink.objects.filter(account=_own(scope))
    if own.count() >= MOST_LINKS:
        raise Refused("invalid", _("最多保存 %(n)s 个，请先删掉不用的") % {"n": MOST_LINKS}, "name")
    try:
        with transaction.atomic():
            return own.create(account=_own(scope), name=name, query=query)
    except IntegrityError:
        raise Refused("conflict", _("已有一个叫“%(name)s”的") % {"name": name}, "name") from None


def drop_link(scope: Scope, link: int) -> None:
    """Forget one of one's own links; another's, or one already gone, stays untouched."""
    SavedLink.objects.filter(account=_own(scope), pk=link).delete()
