"""docs/api.md is true: its examples run, its tables are those of the code."""

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.test import Client

from tests.cast import District
from zhuchao.access.api_keys import make_key
from zhuchao.access.scope import system
from zhuchao.matters.api_access import STAFF_RATE, VERBS
from zhuchao.web.api_urls import api, operations
from zhuchao.web.problem import TITLES

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "api.md"
TEXT = DOCUMENT.read_text("utf-8")
FORM = "application/x-www-form-urlencoded"


def _commands() -> Iterator[list[str]]:
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL):
        yield shlex.split(block.replace("\\\n", " "))


def _run(words: list[str], known: dict[str, str]) -> Any:
    """What curl would send; `known` are the variables of the shell."""
    filled = [re.sub(r"\$(\w+)", lambda found: known[found[1]], word) for word in words]
    assert filled[:2] == ["curl", "-s"]
    given = list(pairwise(filled))
    headers = dict(value.split(": ", 1) for flag, value in given if flag == "-H")
    data = [value for flag, value in given if flag == "-d"]
    path = next(word for word in filled if word.startswith("/"))
    kind = headers.pop("Content-Type", FORM)
    if not data:
        return Client().get(path, headers=headers)
    body = data[0] if kind != FORM else "&".join(data)
    return Client().generic("POST", path, body.encode(), kind, headers=headers)


def test_the_examples_run(district: District) -> None:
    verbs = [verb for verb, _label in VERBS]
    _key, secret = make_key(system("test"), district.accounts["intake"], "例", verbs=verbs)
    known = {"URL": "", "KEY": secret}
    report, track, listing, step, open311 = _commands()
    answer = _run(report, known)
    assert answer.status_code == 201
    known |= {"RECEIPT": answer.json()["receipt"], "CODE": answer.json()["query_code"]}
    assert _run(report, known).status_code == 200
    assert _run(track, known).json()["state"] == "reported"
    (row,) = _run(listing, known).json()["items"]
    assert row["receipt"] == known["RECEIPT"]
    assert _run(step, known).json()["state"] == "verified"
    (posted,) = _run(open311, known).json()
    assert posted["service_request_id"]


def test_every_verb_and_every_address_is_documented() -> None:
    rows = re.findall(r"^\| `(\w+\.\w+)` \| (.*) \|$", TEXT, re.MULTILINE)
    assert [verb for verb, _said in rows] == [verb for verb, _label in VERBS]
    told = {
        tuple(one.split(" "))
        for _verb, said in rows
        for one in re.findall(r"[A-Z]+ /api\S*[^\s,;]", said)
    }
    assert told == {(method, path) for path, method, _ in operations(api.get_openapi_schema())}


def test_every_code_of_a_problem_is_documented() -> None:
    table = TEXT.split("## Errors")[1].split("## Open311")[0]
    assert set(re.findall(r"`(\w+)`", table)) >= set(TITLES)
    assert f"a key {STAFF_RATE} times" in table
