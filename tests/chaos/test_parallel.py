"""Forty-eight people change one matter at once: each is told, none is lost, nothing breaks."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos.conftest import City

pytestmark = pytest.mark.django_db

WRITERS = 48


def test_of_48_edits_of_the_same_version_one_wins_and_the_others_are_told(city: City) -> None:
    path = f"/api/matters/{city.receipt}"
    for round_ in range(2):
        seen = city.act("GET", path)[1]["version"]

        def edit(number: int, version: int = seen) -> int:
            body = {"urgency": "difficult" if number % 2 else "general", "version": version}
            return city.act("PATCH", f"{path}/sorting", body)[0]

        with ThreadPoolExecutor(WRITERS) as pool:
            statuses = Counter(pool.map(edit, range(WRITERS)))
        assert statuses == {200: 1, 409: WRITERS - 1}
        assert city.act("GET", path)[1]["version"] == seen + 1, round_


def test_48_writers_who_look_again_all_succeed_and_no_edit_is_lost(city: City) -> None:
    path = f"/api/matters/{city.receipt}"
    before = city.act("GET", path)[1]

    def insist(number: int) -> int:
        tries = 0
        while True:
            tries += 1
            version = city.act("GET", path)[1]["version"]
            status, _ = city.act(
                "PATCH", f"{path}/sorting", {"urgency": "timely", "version": version}
            )
            assert status in (200, 409)
            if status == 200:
                return tries

    with ThreadPoolExecutor(WRITERS) as pool:
        tries = list(pool.map(insist, range(WRITERS)))
    after = city.act("GET", path)[1]
    assert len(tries) == WRITERS
    assert after["version"] == before["version"] + WRITERS
    told = [sum(e["verb"] == "matter.sorted" for e in m["entries"]) for m in (before, after)]
    assert told[1] - told[0] == WRITERS


def test_48_same_intake_keys_make_one_matter(city: City) -> None:
    body = {"kind": "appeal", "text": "路灯不亮", "division": "C11"}
    key = "00000000-0000-4000-8000-000000000048"

    def raise_(number: int) -> tuple[int, str]:
        status, answer = city.call("POST", "/api/matters", body, **{"Idempotency-Key": key})
        return status, answer["receipt"]

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(raise_, range(WRITERS)))
    assert len({receipt for _, receipt in answers}) == 1
    assert Counter(status for status, _ in answers) == {201: 1, 200: WRITERS - 1}
