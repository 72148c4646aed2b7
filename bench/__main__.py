"""`make bench`: statements, CPU and waiting of each page at 100,000 matters, on both databases."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.asking import Ask, asks, load
from bench.process import cpu_seconds, family, postmaster, serving

ROOT = Path(__file__).resolve().parents[1]
ROW = "{:<24}{:>6}{:>8}{:>9}{:>9}{:>9}{:>9}   {}"


def main() -> int:
    """Measure and print; exit 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--matters", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args()
    missed = 0
    for engine in options.engine or ("sqlite", "postgresql"):
        if engine == "postgresql" and "ZHUCHAO_DATABASE_URL" not in os.environ:
            missed += _on_postgresql(options)
        else:
            missed += _measure(engine, options.matters, options.seconds)
    return 1 if missed else 0


def _on_postgresql(options: argparse.Namespace) -> int:
    """Run this program again beside a PostgreSQL of its own."""
    words = [sys.executable, "-m", "bench", "--engine", "postgresql"]
    words += ["--matters", str(options.matters), "--seconds", str(options.seconds)]
    wrapper = [sys.executable, str(ROOT / "scripts" / "with_postgres.py")]
    return subprocess.call([*wrapper, *words], cwd=ROOT)


def _measure(engine: str, matters: int, seconds: float) -> int:
    with tempfile.TemporaryDirectory(prefix="zhuchao-bench-") as home:
        env = _environment(engine, home)
        known = _run("bench.prepare", env, str(matters))
        print(
            f"\n{engine}: {matters} matters stored in {known['seconds']:.0f} s "
            f"({matters / known['seconds']:.0f}/s)"
        )
        counts = _run("bench.statements", env, given=json.dumps(known))
        with serving(env) as (address, server):
            return _table(asks(known), counts, address, server.pid, seconds)


def _environment(engine: str, home: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHUCHAO_")}
    url = os.environ.get("ZHUCHAO_DATABASE_URL", "") if engine == "postgresql" else ""
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "zhuchao.web.settings",
        "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        "ZHUCHAO_HOME": home,
        "ZHUCHAO_DATABASE_URL": url,
        "ZHUCHAO_RATE_PUBLIC": "10000000",
    }


def _run(module: str, env: dict[str, str], *words: str, given: str = "") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=env,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _table(
    rows: list[Ask], counts: dict[str, int], address: str, server: int, seconds: float
) -> int:
    print(ROW.format("page", "SQL", "req/s", "p50 ms", "p99 ms", "app ms", "db ms", "target"))
    missed = 0
    for ask in rows:
        load(address, ask, 1)
        app, database = family(server), _database()
        before = cpu_seconds(app), cpu_seconds(database)
        took = load(address, ask, seconds)
        number = max(1, len(took.milliseconds))
        spent = (cpu_seconds(app) - before[0]) * 1000 / number
        below = (cpu_seconds(database) - before[1]) * 1000 / number
        verdict = _verdict(ask, counts[ask.name], spent + below, took.wrong)
        missed += verdict.startswith("MISSED")
        ordered = sorted(took.milliseconds)
        print(
            ROW.format(
                ask.name,
                counts[ask.name],
                f"{number / took.seconds:.0f}",
                f"{ordered[number // 2]:.1f}",
                f"{ordered[min(number - 1, number * 99 // 100)]:.1f}",
                f"{spent:.1f}",
                f"{below:.1f}",
                verdict,
            )
        )
    return missed


def _database() -> set[int]:
    root = postmaster() if "ZHUCHAO_DATABASE_URL" in os.environ else None
    return family(root) if root else set()


def _verdict(ask: Ask, statements: int, cpu: float, wrong: dict[int, int]) -> str:
    parts = []
    if ask.statements is not None:
        parts.append((statements <= ask.statements, f"≤ {ask.statements} SQL"))
    if ask.cpu is not None:
        parts.append((cpu <= ask.cpu, f"≤ {ask.cpu:.0f} ms CPU"))
    if wrong:
        return f"MISSED: answers {wrong}"
    if not parts:
        return ""
    return ("ok  " if all(ok for ok, _ in parts) else "MISSED  ") + ", ".join(t for _, t in parts)


if __name__ == "__main__":
    sys.exit(main())
