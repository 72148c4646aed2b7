"""Who is acting, as far as rules care: a pseudonym and what ties give him. No scope, no action."""

from dataclasses import dataclass, field
from typing import Literal

Over = Literal["division", "organisation"]


@dataclass(frozen=True)
class Grant:
    """What a tie gives: a role over a division and all below it, or in an organisation."""

    role: str
    path: str = ""
    """Division path the role covers, or empty when the role lies in an organisation."""
    organisation: int | None = None


@dataclass(frozen=True)
class Scope:
    """The acting person or named job. Built by `registry.scope`; actions and queries take it.

    `who` goes into the journal. `label` is shown to colleagues. `second_factor` is true when this
    session proved one. A scope with no grants may do only what everybody may.
    """

    who: str
    account_id: int | None = None
    person_id: int | None = None
    label: str = ""
    grants: tuple[Grant, ...] = ()
    second_factor: bool = False
    system: bool = False
    capability: str = ""
    """A receipt whose query code was shown: lets its bearer act as the asker of that one matter."""
    api_verbs: frozenset[str] | None = field(default=None)
    """For an API key: the only verbs it may use. None: no such limit."""

    def paths(self, *roles: str) -> tuple[str, ...]:
        """The division paths over which any of these roles is held."""
        return tuple(g.path for g in self.grants if g.path and g.role in roles)

    def organisations(self, *roles: str) -> tuple[int, ...]:
        """The organisations in which any of these roles is held; no role named: any role."""
        return tuple(
            g.organisation
            for g in self.grants
            if g.organisation is not None and (not roles or g.role in roles)
        )

    def holds(self, *roles: str) -> bool:
        """Whether any of these roles is held anywhere."""
        return any(g.role in roles for g in self.grants)


PUBLIC = Scope(who="public")
"""Anybody without an account."""


def system(name: str) -> Scope:
    """The scope of a named job, such as "tick": may do what jobs may, and signs with its name."""
    return Scope(who=f"system:{name}", label=name, system=True)


def bearer(receipt: str) -> Scope:
    """Whoever showed the query code of a receipt: the asker of that matter, and nothing else."""
    return Scope(who="asker", capability=receipt)


def on_behalf(scope: Scope) -> Scope:
    """A job that signs with somebody's pseudonym: what follows from an act he was allowed."""
    return Scope(who=scope.who, label=scope.label, system=True)
