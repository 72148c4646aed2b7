"""What is written with a new reunion: keyed hashes to match by, and who receives it."""

from typing import TYPE_CHECKING

from zhuchao.access.identities import give_consent, matching_hash
from zhuchao.journal.keys import keyed_hash
from zhuchao.matters.holdings import begin_with
from zhuchao.matters.kinds.reunion.parts import is_party
from zhuchao.matters.models import Matter, Participant, Reunion, Seeking
from zhuchao.registry.routing import desk
from zhuchao.text.names import plain_name

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.drafts import Placed

CONSENT = "reunion"
WORDING = "2026-11"
"""Purpose and version of the words a member agrees to before he says who he is."""


def name_hash(name: str) -> str:
    """The keyed hash that spellings of one name share; empty for none."""
    plain = plain_name(name)
    return keyed_hash("match:name", plain) if plain else ""


def begun(scope: "Scope", one: "Placed", matter: Matter) -> None:
    """The row beside it; the branch whose post he answered, or that found him, receives it.

    Without one it waits for the party desk, with no office that is not the party's.
    """
    said, contact = one.draft.payload, one.draft.contact
    Reunion.objects.create(
        matter=matter,
        trade=str(said.get("trade", "")),
        phone_hash=matching_hash("phone", contact.get("phone", "")),
        name_hash=name_hash(contact.get("name", "")),
    )
    branch = _posted(said.get("post")) or _own(scope)
    if branch:
        begin_with(matter, branch)
    elif not is_party(desk().offices[matter.holder_id or 0]):
        begin_with(matter, None)
    if said.get("found") == "self":
        asker = Participant.objects.filter(matter=matter, role="asker", identity__isnull=False)
        for row in asker.select_related("identity"):
            if row.identity:
                give_consent(row.identity, CONSENT, WORDING)


def _posted(post: object) -> int | None:
    rows = Seeking.objects.filter(pk=post if isinstance(post, int) else 0, closed_at__isnull=True)
    return rows.values_list("organisation", flat=True).first()


def _own(scope: "Scope") -> int | None:
    """The party organisation of the secretary who took it down."""
    own = scope.organisations("secretary")
    return next((o for o in own if o in desk().offices and is_party(desk().offices[o])), None)
