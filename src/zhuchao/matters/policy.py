"""Who may see and do what with a matter, as Q over dated ties; the only place that says so."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from zhuchao.access.policy import EVERYTHING, NOTHING, either, under
from zhuchao.access.scope import Scope
from zhuchao.matters.models import Holding, Matter, Participant
from zhuchao.places.atlas import atlas
from zhuchao.rules.flow import TAKING_PART
from zhuchao.rules.flows import FLOWS

MEMBERS = ("staff", "section_head", "leader")
OPEN_WORDS = ("hazard",)
"""Kinds whose words and place anybody may read; an appeal's are its holders' alone."""
SEALED = tuple(f.kind for f in FLOWS.values() if f.secrecy == "sealed")
"""Kinds whose original words stand sealed: seen only by those who need them now."""


def _kinds_by(authority: str) -> dict[str, list[str]]:
    """Authority over a territory (as the flows name it) → the kinds it is about."""
    found: dict[str, list[str]] = {}
    for flow in FLOWS.values():
        found.setdefault(getattr(flow, authority), []).append(flow.kind)
    return found


DESKS, WATCHES = _kinds_by("desk"), _kinds_by("watch")
CLOSED = {f.kind: f.members for f in FLOWS.values() if f.members != MEMBERS}
"""Kinds that not everybody in the office that holds them takes part in, and who there does."""
SEATS = tuple(sorted({role for seats in CLOSED.values() for role in seats}))
RAISERS = tuple(sorted({r for f in FLOWS.values() if f.kind not in CLOSED for r in f.keepers}))
"""Authorities that let an office raise a kind; it then stays its origin."""


def _territory(scope: Scope, authorities: Mapping[str, list[str]]) -> Q:
    """The matters of the kinds whose authority the scope has where they are.

    Over the whole district no range on the path: it would keep the lists off their own index.
    """
    rules = []
    for authority, kinds in authorities.items():
        paths = scope.paths(authority)
        if not paths:
            continue
        here = EVERYTHING if atlas().whole in paths else under("division_path", paths)
        rules.append(_of(kinds, here))
    return either(*rules)


def _holding(scope: Scope, members: Iterable[str], roles: Iterable[str]) -> Q:
    """What the offices hold in which the scope is one of these members; closed kinds apart."""
    rules = [_in_hand(scope.organisations(*members), roles)]
    if rules[0] != NOTHING and CLOSED:
        rules[0] &= ~Q(kind__in=sorted(CLOSED))
    for seats, kinds in _by_seats().items():
        rules.append(_of(kinds, _in_hand(scope.organisations(*seats), roles)))
    return either(*rules)


def _in_hand(organisations: Iterable[int], roles: Iterable[str]) -> Q:
    ids = tuple(organisations)
    if not ids:
        return NOTHING
    held = Holding.objects.filter(matter=OuterRef("pk"), organisation__in=ids, role__in=roles)
    return Q(Exists(held.filter(ended_at__isnull=True)))


def _by_seats() -> dict[tuple[str, ...], list[str]]:
    """The closed kinds by who takes part in them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for kind, seats in CLOSED.items():
        found.setdefault(seats, []).append(kind)
    return found


def role_rule(role: str, scope: Scope) -> Q:
    """The matters on which `scope` plays a role of the flows. Unknown roles play nowhere."""
    rules = {
        "intake": lambda: either(
            _territory(scope, DESKS),
            _holding(scope, MEMBERS, ("intake",)),
        ),
        "lead": lambda: _holding(scope, MEMBERS, ("lead",)),
        "assist": lambda: _holding(scope, MEMBERS, ("assist",)),
        "hop": lambda: _holding(scope, MEMBERS, ("hop",)),
        "section_head": lambda: _open_to(scope, "section_head"),
        "leader": lambda: _open_to(scope, "leader"),
        "supervisor": lambda: _territory(scope, WATCHES),
        "origin": lambda: _holding(scope, (*MEMBERS, *RAISERS), ("origin",)),
        "asker": lambda: Q(receipt=scope.capability) if scope.capability else NOTHING,
        "system": lambda: EVERYTHING if scope.system else NOTHING,
    }
    if role in TAKING_PART:
        return _taking_part(scope, role)
    rule = rules.get(role)
    return rule() if rule else NOTHING


def _open_to(scope: Scope, head: str) -> Q:
    """What lies in the offices somebody heads; a closed kind has no heads."""
    rule = _in_hand(scope.organisations(head), ("intake", "lead", "assist"))
    return rule & ~Q(kind__in=sorted(CLOSED)) if rule != NOTHING and CLOSED else rule


def own_part(scope: Scope) -> Q:
    """The matters somebody mediates or helps with himself, by his account."""
    if not scope.holds("helper", "mediator"):
        return NOTHING
    return _taking_part(scope, "helper", "mediator")


def _taking_part(scope: Scope, *roles: str) -> Q:
    """The matters somebody takes part in now, by his account or by the receipt he showed."""
    mine = Q()
    if scope.account_id is not None:
        mine |= Q(account=scope.account_id)
    if scope.capability:
        mine |= Q(receipt=scope.capability)
    if not mine:
        return NOTHING
    rows = Participant.objects.filter(mine, role__in=roles, until__isnull=True)
    return Q(pk__in=rows.values("matter"))


def barred_rule(scope: Scope) -> Q:
    """The matters whose file is closed to somebody with an interest in it (信访条例第二十八条)."""
    rows = Participant.objects.filter(
        Q(account=scope.account_id or 0) | Q(organisation__in=scope.organisations()),
        matter=OuterRef("pk"),
        role="barred",
        until__isnull=True,
    )
    return Q(Exists(rows))


def is_barred(scope: Scope, matter_id: int) -> bool:
    """Whether the file of a matter is closed to somebody who is logged in."""
    return Matter.objects.filter(barred_rule(scope), pk=matter_id).exists()


def view_rule(scope: Scope) -> Q:
    """The matters a scope may see: its territory, what its organisations hold or held, its own.

    Of a sealed kind an office sees only what it holds now or held to the end, and nobody sees a
    file he is barred from.
    """
    if scope.system:
        return EVERYTHING
    whole = _over_everything(scope) - set(SEALED)
    reached = either(_territory(scope, DESKS), _territory(scope, WATCHES), _held(scope))
    rules = [_of(whole, EVERYTHING)]
    if reached is not NOTHING:
        rules.append(reached & _not_closed(scope))
    if scope.holds("helper", "mediator"):
        rules.append(own_part(scope) & ~barred_rule(scope))
    return either(*rules, _by_receipt(scope))


HELD = ("intake", "hop", "lead", "assist", "origin")


def _held(scope: Scope) -> Q:
    """What the scope's offices hold or held; of a sealed kind what they hold or held to the end.

    One condition on the holdings, which PostgreSQL joins by its index: an OR of several it
    answers by reading them all.
    """
    offices = _offices(scope, *RAISERS)
    if offices == NOTHING:
        return NOTHING
    kind = ExpressionWrapper(OuterRef("kind"), output_field=CharField())
    kept = Q(ended_at__isnull=True) | ~Q(state="left")
    rows = Holding.objects.filter(matter=OuterRef("pk"), role__in=HELD).alias(kind=kind)
    return Q(Exists(rows.filter(offices, kept | ~Q(kind__in=SEALED))))


def own_holdings(scope: Scope) -> QuerySet[Holding]:
    """What lies in the scope's own offices now, as far as it takes part there."""
    rows = Holding.objects.alias(kind=F("matter__kind"))
    return rows.filter(_offices(scope), ended_at__isnull=True)


def _offices(scope: Scope, *also: str) -> Q:
    """Holdings of the scope's own offices, of closed kinds only where it takes part in them."""
    ids = scope.organisations(*MEMBERS, *also)
    rules = [Q(organisation__in=ids) & ~Q(kind__in=sorted(CLOSED)) if ids else NOTHING]
    for seats, kinds in _by_seats().items():
        own = scope.organisations(*seats)
        rules.append(Q(organisation__in=own) & Q(kind__in=sorted(kinds)) if own else NOTHING)
    return either(*rules)


def _not_closed(scope: Scope) -> Q:
    """Of sealed kinds nothing without an account, and no file somebody is barred from.

    Joined by AND to what the scope reaches, so that a path or a holding still leads to its index.
    """
    unsealed = ~Q(kind__in=SEALED)
    return unsealed if scope.account_id is None else unsealed | ~barred_rule(scope)


def _over_everything(scope: Scope) -> set[str]:
    """The kinds of which the scope sees every one, without looking at who holds it."""
    return {
        kind
        for authorities in (DESKS, WATCHES)
        for authority, kinds in authorities.items()
        if {atlas().whole, "/"} & set(scope.paths(authority))
        for kind in kinds
    }


def _of(kinds: Iterable[str], rule: Q) -> Q:
    """The rule, for these kinds."""
    found = sorted(kinds)
    return Q(kind__in=found) & rule if found and rule != NOTHING else NOTHING


def _by_receipt(scope: Scope) -> Q:
    if not scope.capability:
        return NOTHING
    followed = Participant.objects.filter(matter=OuterRef("pk"), receipt=scope.capability)
    return Q(receipt=scope.capability) | Q(Exists(followed))


def identity_rule(scope: Scope) -> Q:
    """The matters whose asker a scope may see at all: the accepting office, others if he agreed."""
    shared = Participant.objects.filter(matter=OuterRef("pk"), role="asker", share=True)
    handlers = _holding(scope, MEMBERS, ("lead", "assist", "hop"))
    roles = sorted({role for flow in FLOWS.values() for role in flow.knows})
    knowing = (_knowing(role, role_rule(role, scope)) for role in roles)
    return either(*knowing, handlers & Q(Exists(shared)))


def _knowing(role: str, rule: Q) -> Q:
    """The matters that fit the rule and whose flow lets the role know, in the states it does."""
    found = []
    for flow in (f for f in FLOWS.values() if role in f.knows):
        states = dict(flow.while_in).get(role)
        found.append(_of([flow.kind], rule & Q(state__in=states) if states else rule))
    return either(*found)


def visible_to(scope: Scope) -> QuerySet[Matter]:
    """The matters a scope may see."""
    return _visible(scope, atlas().whole).all()


@lru_cache(maxsize=256)
def _visible(scope: Scope, whole: str) -> QuerySet[Matter]:
    """What `visible_to` copies, never looked at itself: as long as `whole` is the whole."""
    return Matter.objects.filter(view_rule(scope))


ROLES = (
    "intake",
    "lead",
    "assist",
    "hop",
    "section_head",
    "leader",
    "supervisor",
    "origin",
    *TAKING_PART,
    "asker",
    "system",
)


def with_roles(matters: QuerySet[Matter], scope: Scope) -> QuerySet[Matter]:
    """Annotate each matter with the roles the scope plays on it, in the same statement."""
    return matters.annotate(**_flags(scope, atlas().whole))


def visible_with_roles(scope: Scope) -> QuerySet[Matter]:
    """The matters a scope may see, `with_roles`."""
    return _seen(scope, atlas().whole).all()


@lru_cache(maxsize=256)
def _seen(scope: Scope, whole: str) -> QuerySet[Matter]:
    """What `visible_with_roles` copies: two dozen conditions are made into a query once."""
    return with_roles(_visible(scope, whole), scope)


@lru_cache(maxsize=256)
def _flags(scope: Scope, whole: str) -> dict[str, Case | Value]:
    """The annotations of `with_roles`: the same for a scope as long as `whole` is the whole."""
    flags = {f"is_{r}": _flag(role_rule(r, scope)) for r in ROLES}
    return {**flags, "sees_identity": _flag(identity_rule(scope))}


def roles_on(matter: Matter) -> frozenset[str]:
    """The roles that `with_roles` found."""
    return frozenset(r for r in ROLES if getattr(matter, f"is_{r}"))


def _flag(rule: Q) -> Case | Value:
    if rule in (NOTHING, EVERYTHING):
        return Value(rule == EVERYTHING, output_field=BooleanField())
    return Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())
