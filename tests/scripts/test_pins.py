"""The committed pins are complete and name no place to download from."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINS = ["requirements.txt", "requirements-build.txt", "requirements-dev.txt"]


def _pinned(file: str) -> set[str]:
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return {line.split("==")[0].split("[")[0] for line in lines if re.match(r"[a-z0-9]", line)}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[~=<>]", line)[0] for line in requirements}


@pytest.mark.parametrize("file", PINS)
def test_every_pin_carries_hashes_and_no_address(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    for line, following in zip(text.splitlines(), text.splitlines()[1:], strict=False):
        if re.match(r"[a-z0-9]", line):
            assert "==" in line
            assert following.strip().startswith("--hash=sha256:")


def test_every_declared_requirement_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    runtime = _names(project["project"]["dependencies"])
    assert runtime <= _pinned("requirements.txt")
    assert _names(groups["build"]) <= _pinned("requirements-build.txt")
    assert runtime | _names(groups["dev"]) <= _pinned("requirements-dev.txt")


def test_the_front_end_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("resolved" not in package and "integrity" in package for package in packages)
    for name in (*wanted["dependencies"], *wanted["devDependencies"]):
        assert f"node_modules/{name}" in lock["packages"]
