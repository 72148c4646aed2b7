"""`python -m bench.friendly_map`: CPU of the friendly map's data and page with 5,000 sites."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta

SITES, OFFERS = 5000, 500
TARGET_MS = 60.0
ROUNDS = 7


def main() -> int:
    """Measure and print; exit 1 when the target is missed."""
    with tempfile.TemporaryDirectory(prefix="zhuchao-bench-") as home:
        os.environ |= {"ZHUCHAO_HOME": home, "DJANGO_SETTINGS_MODULE": "zhuchao.web.settings"}
        return _measured()


def _measured() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from zhuchao.journal.clock import at, now

    setup_test_environment()
    call_command("migrate", verbosity=0)
    _city()
    client, minute = Client(), iter(range(1, 10_000))

    def fresh(path: str) -> Callable[[], object]:
        def ask() -> object:
            # Another minute, so that nothing of the last answer is used again.
            with at(now() + timedelta(minutes=next(minute))):
                return client.get(path)

        return ask

    document = client.get("/map/data").json()
    rows = [
        ("plain json.dumps of the same", lambda: json.dumps(document), None),
        ("/map/data, a new minute", fresh("/map/data"), TARGET_MS),
        ("/map/data, the same minute", lambda: client.get("/map/data"), TARGET_MS),
        ("/map/data?state=open&need=water", fresh("/map/data?state=open&need=water"), TARGET_MS),
        ("/map/, a new minute", fresh("/map/"), None),
        ("/map/, the same minute", lambda: client.get("/map/"), None),
    ]
    size = len(client.get("/map/data").content)
    packed = len(client.get("/map/data", headers={"Accept-Encoding": "gzip"}).content)
    print(f"{len(document['spots'])} sites, {size} bytes, {packed} compressed", file=sys.stderr)
    return max([_told(*row) for row in rows])


def _told(name: str, work: Callable[[], object], most: float | None) -> int:
    best = min(_milliseconds(work) for _ in range(ROUNDS))
    missed = most is not None and best > most
    verdict = "" if most is None else f"{'MISSED' if missed else 'ok'}  ≤ {most:.0f} ms CPU"
    print(f"{name:<36}{best:>8.1f} ms   {verdict}")
    return int(missed)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _city() -> None:
    from zhuchao.circle.models import Offer
    from zhuchao.journal.clock import local_day, now
    from zhuchao.places.models import Division, Site
    from zhuchao.places.site_kinds import EQUIPMENT
    from zhuchao.rules.hours_data import as_text
    from zhuchao.rules.hours_reading import read_hours

    root = Division.objects.create(
        code="990100", name="测试区", kind="district", path="/990100/", lon=117.8, lat=31.6
    )
    texts = [as_text(read_hours(f"{h}:00-{h + 8}:{m:02}")) for h in range(6, 16) for m in range(20)]
    kinds = ("worker_station", "merchant", "friendly_quarter", "station")
    made = Site.objects.bulk_create(
        Site(
            code=f"s{n}",
            name=f"测试驿站 {n} 号",
            kind=kinds[n % len(kinds)],
            division=root,
            lon=117.7 + n % 71 / 400,
            lat=31.5 + n % 83 / 400,
            hours=texts[n % len(texts)],
            equipment=[code for k, (code, _l) in enumerate(EQUIPMENT) if (n >> k % 9) & 1],
        )
        for n in range(SITES)
    )
    merchants = [one for one in made if one.kind == "merchant"][:OFFERS]
    Offer.objects.bulk_create(
        Offer(site=one, kind="free_water", valid_from=local_day(now())) for one in merchants
    )


if __name__ == "__main__":
    sys.exit(main())
