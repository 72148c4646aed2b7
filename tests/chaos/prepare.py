"""Run in a process of its own: make the cast in a migrated home and print what a client needs."""

import json
import sys

import django

django.setup()

from tests.cast import JOB, appeal, found_district  # noqa: E402 - after the settings
from zhuchao.access.api_keys import make_key  # noqa: E402
from zhuchao.matters.api_access import VERBS  # noqa: E402


def main() -> None:
    """Found the district, raise an appeal, and let 受理员 act through a key."""
    district = found_district()
    verbs = [verb for verb, _label in VERBS]
    _row, key = make_key(JOB, district.accounts["intake"], "chaos", verbs=verbs)
    json.dump({"receipt": appeal().matter.receipt, "key": key}, sys.stdout)


if __name__ == "__main__":
    main()
