"""docs/operate.md says what is true."""

import re
from pathlib import Path

from zhuchao.web.environment import SETTINGS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "operate.md"


def test_the_table_of_settings_is_exactly_the_settings() -> None:
    rows = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line[:4] == "| `Z"]
    true = [
        f"| `{one.name}` | {f'`{one.default}`' if one.default else ''} | {one.help} |"
        for one in SETTINGS
    ]
    assert rows == true


def test_no_other_setting_is_spoken_of() -> None:
    named = set(re.findall(r"ZHUCHAO_[A-Z0-9_]+", DOCUMENT.read_text("utf-8")))
    assert named == {one.name for one in SETTINGS}


def test_every_metric_is_documented() -> None:
    source = (DOCUMENT.parents[1] / "src/zhuchao/web/metrics.py").read_text("utf-8")
    given = set(re.findall(r"zhuchao_[a-z]+_[a-z_]*[a-z]", source))
    known = set(re.findall(r"`(zhuchao_[a-z_]+)`", DOCUMENT.read_text("utf-8")))
    suffixes = ("_bucket", "_sum", "_count")
    assert {re.sub("|".join(f"{s}$" for s in suffixes), "", name) for name in given} == known
