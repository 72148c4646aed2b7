"""Who may see and do what with checks, plates and boards; sites themselves are in registry."""

from django.db.models import Q

from zhuchao.access.policy import EVERYTHING, either, under
from zhuchao.access.scope import Scope
from zhuchao.marks.models import Assessment, Board
from zhuchao.registry.site_policy import MEMBERS, hosted, managed, territory

READS = ("administrator", "supervisor", "intake", "auditor")


def assessment_rule(scope: Scope) -> Q:
    """The checks a scope may read: of the sites it answers for, and of those it hosts."""
    return either(managed(scope, "site__division__path"), hosted(scope, "site"))


def board_rule(scope: Scope) -> Q:
    """The boards a scope may see: in its territory, and its own office's wherever they hang."""
    if scope.system:
        return EVERYTHING
    paths = (*territory(scope), *scope.paths(*READS))
    return either(under("division_path", paths), Q(owner__in=scope.organisations(*MEMBERS)))


def sees_assessment(scope: Scope, number: int) -> bool:
    """Whether a scope may see a check, and so its photos."""
    return Assessment.objects.filter(assessment_rule(scope), pk=number).exists()


def sees_board(scope: Scope, number: int) -> bool:
    """Whether a scope may see a board, and so its photos."""
    return Board.objects.filter(board_rule(scope), pk=number).exists()
