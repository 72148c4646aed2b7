"""Who may see and do what with a matter, as Q over dated ties; the only place that says so."""

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from zhuchao.access.policy import EVERYTHING, NOTHING, either, under
from zhuchao.access.scope import Scope
from zhuchao.matters.models import Holding, Matter, Participant
from zhuchao.places.atlas import atlas

MEMBERS = ("staff", "section_head", "leader")
OPEN_WORDS = ("hazard",)
"""Kinds whose words and place anybody may read; an appeal's are its holders' alone."""


def _holding(organisations: Iterable[int], roles: Iterable[str], *, open_only: bool = True) -> Q:
    ids = tuple(organisations)
    if not ids:
        return NOTHING
    held = Holding.objects.filter(matter=OuterRef("pk"), organisation__in=ids, role__in=roles)
    return Q(Exists(held.filter(ended_at__isnull=True) if open_only else held))


def role_rule(role: str, scope: Scope) -> Q:
    """The matters on which `scope` plays a role of the flows. Unknown roles play nowhere."""
    rules = {
        "intake": lambda: either(
            under("division_path", scope.paths("intake")),
            _holding(scope.organisations(*MEMBERS), ("intake",)),
        ),
        "lead": lambda: _holding(scope.organisations(*MEMBERS), ("lead",)),
        "assist": lambda: _holding(scope.organisations(*MEMBERS), ("assist",)),
        "hop": lambda: _holding(scope.organisations(*MEMBERS), ("hop",)),
        "section_head": lambda: _holding(
            scope.organisations("section_head"), ("intake", "lead", "assist")
        ),
        "leader": lambda: _holding(scope.organisations("leader"), ("intake", "lead", "assist")),
        "supervisor": lambda: under("division_path", scope.paths("supervisor")),
        "asker": lambda: Q(receipt=scope.capability) if scope.capability else NOTHING,
        "system": lambda: EVERYTHING if scope.system else NOTHING,
    }
    rule = rules.get(role)
    return rule() if rule else NOTHING


def view_rule(scope: Scope) -> Q:
    """The matters a scope may see: its territory, what its organisations hold or held, its own."""
    if scope.system:
        return EVERYTHING
    paths = scope.paths("intake", "supervisor")
    territory = under("division_path", paths)
    # Over the whole district no range on the path: it would keep the lists off their own index.
    if territory == EVERYTHING or (paths and atlas().whole in paths):
        return EVERYTHING
    followed = Participant.objects.filter(matter=OuterRef("pk"), receipt=scope.capability)
    mine = Q(receipt=scope.capability) | Q(Exists(followed)) if scope.capability else NOTHING
    held = _holding(
        scope.organisations(*MEMBERS), ("intake", "hop", "lead", "assist"), open_only=False
    )
    return either(territory, held, mine)


def identity_rule(scope: Scope) -> Q:
    """The matters whose asker a scope may see at all: the accepting office, others if he agreed."""
    shared = Participant.objects.filter(matter=OuterRef("pk"), role="asker", share=True)
    handlers = _holding(scope.organisations(*MEMBERS), ("lead", "assist", "hop"))
    return either(role_rule("intake", scope), handlers & Q(Exists(shared)))


def visible_to(scope: Scope) -> QuerySet[Matter]:
    """The matters a scope may see."""
    return Matter.objects.filter(view_rule(scope))


ROLES = (
    "intake",
    "lead",
    "assist",
    "hop",
    "section_head",
    "leader",
    "supervisor",
    "asker",
    "system",
)


def with_roles(matters: QuerySet[Matter], scope: Scope) -> QuerySet[Matter]:
    """Annotate each matter with the roles the scope plays on it, in the same statement."""
    flags = {f"is_{r}": _flag(role_rule(r, scope)) for r in ROLES}
    return matters.annotate(**flags, sees_identity=_flag(identity_rule(scope)))


def roles_on(matter: Matter) -> frozenset[str]:
    """The roles that `with_roles` found."""
    return frozenset(r for r in ROLES if getattr(matter, f"is_{r}"))


def _flag(rule: Q) -> Case:
    when = Q(pk__isnull=False) if rule == EVERYTHING else rule
    return Case(When(when, then=Value(True)), default=Value(False), output_field=BooleanField())
