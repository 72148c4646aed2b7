"""Run in processes of their own: make wishes in a migrated home, claim them all at once, count."""

import json
import sys
import time

import django

django.setup()

from django.db.models import Sum  # noqa: E402 - after the settings

from tests.wish_cast import found_community, wish_draft  # noqa: E402
from zhuchao.access.refusal import Refused  # noqa: E402
from zhuchao.access.scope import PUBLIC  # noqa: E402
from zhuchao.journal.models import Entry  # noqa: E402
from zhuchao.matters.actions.intake import raise_placed  # noqa: E402
from zhuchao.matters.actions.steps import take_part  # noqa: E402
from zhuchao.matters.drafts import check  # noqa: E402
from zhuchao.matters.kinds.wish.claiming import Claim  # noqa: E402
from zhuchao.matters.models import Matter, Participant  # noqa: E402


def prepare(wishes: int) -> None:
    """A community with so many open wishes; every tenth may be shared by three."""
    scope = found_community().scope("worker")
    parts = (3 if number % 10 == 0 else 1 for number in range(wishes))
    raise_placed(scope, [check(wish_draft(payload={"parts": n})) for n in parts])
    Matter.objects.update(state="published")


def race(seed: int, tries: int, begin: float) -> None:
    """Claim one wish after the other from the moment `begin`, in the order everybody takes.

    So that all processes are at the same wish at about the same time. Prints how it went.
    """
    ids = list(Matter.objects.order_by("pk").values_list("pk", flat=True))
    counts = {"granted": 0, "refused": 0}
    time.sleep(max(0.0, begin - time.time()))
    for number in range(tries):
        said = Claim(phone=f"1{seed:02}{number:08}")
        try:
            matter = ids[number % len(ids)]
            take_part(PUBLIC, matter, "claim", said.answers("phone"), said.newcomer(proxy=False))
            counts["granted"] += 1
        except Refused as refused:
            if refused.code != "conflict":
                raise
            counts["refused"] += 1
    json.dump(counts, sys.stdout)


def count() -> None:
    """What stands in the tables and in the journal after the race."""
    claimers = Participant.objects.filter(role="claimer")
    given = dict(claimers.values_list("matter").annotate(Sum("part")))
    parts = {m.pk: m.payload["parts"] for m in Matter.objects.all()}
    full = {m.pk for m in Matter.objects.filter(state="claimed")}
    found = {
        "granted": claimers.count(),
        "receipts": claimers.values("receipt").distinct().count(),
        "told": Entry.objects.filter(verb="matter.claim").count(),
        "twice": [pk for pk, number in given.items() if number > parts[pk]],
        "wrong_state": [pk for pk in parts if (given.get(pk, 0) == parts[pk]) != (pk in full)],
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    elif sys.argv[1] == "race":
        race(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
    else:
        count()
