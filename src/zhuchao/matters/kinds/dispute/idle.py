"""Steps that make no sense just now, so that the desk's page offers only what does."""

from collections.abc import Callable, Mapping

from zhuchao.access.scope import Scope
from zhuchao.matters.kinds.dispute import consent
from zhuchao.matters.kinds.dispute.confirmation import standing
from zhuchao.matters.kinds.dispute.desks import above, below, path_of
from zhuchao.matters.kinds.dispute.effects import told
from zhuchao.matters.models import Matter


def _said_yes(matter: Matter, scope: Scope) -> bool:
    """Whoever holds this receipt agreed already."""
    own = matter.participants.filter(role="other", receipt=scope.capability)
    return bool(consent.agreed(own))


def _all_agreed(matter: Matter, scope: Scope) -> bool:
    return not consent.waiting_for(matter)


def _not_all_agreed(matter: Matter, scope: Scope) -> bool:
    return not consent.both_agreed(matter)


def _cannot_apply(matter: Matter, scope: Scope) -> bool:
    return standing(told(matter)).standing != "open"


def _awaits_nothing(matter: Matter, scope: Scope) -> bool:
    return standing(told(matter)).standing != "applied"


def _top(matter: Matter, scope: Scope) -> bool:
    return matter.holder_id is None or above(path_of(matter.holder_id)) is None


def _bottom(matter: Matter, scope: Scope) -> bool:
    here = path_of(matter.holder_id) if matter.holder_id else matter.division_path
    return below(here, matter.division_path) is None


IDLE: Mapping[str, Callable[[Matter, Scope], bool]] = {
    "agree": _said_yes,
    "record_consent": _all_agreed,
    "assign": _not_all_agreed,
    "apply_confirmation": _cannot_apply,
    "confirm_result": _awaits_nothing,
    "pass_up": _top,
    "pass_down": _bottom,
}
