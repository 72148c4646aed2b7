"""What a base map shows, as GeoJSON: roads of a graph, or of an extract water, green and houses."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import osmium
from osmium.geom import GeoJSONFactory
from osmium.osm import Area, Way

from zhuchao.roads.network_lines import edge_lines
from zhuchao.roads.road_groups import MAIN, MIDDLE, MINOR, PATH, group_of
from zhuchao.roads.roads import Roads

LEAST, MOST = 8, 14
"""The zooms of the tiles; a browser enlarges the last ones."""
SHOWN_FROM = {MAIN: LEAST, MIDDLE: 10, MINOR: 12, PATH: 13}
AREAS: tuple[tuple[str, int, dict[str, frozenset[str]]], ...] = (
    (
        "water",
        LEAST,
        {
            "natural": frozenset({"water"}),
            "waterway": frozenset({"riverbank", "dock"}),
            "landuse": frozenset({"reservoir", "basin"}),
        },
    ),
    (
        "green",
        10,
        {
            "leisure": frozenset({"park", "garden", "golf_course", "nature_reserve", "pitch"}),
            "landuse": frozenset({"forest", "grass", "meadow", "recreation_ground", "cemetery"}),
            "natural": frozenset({"wood", "scrub", "grassland", "heath"}),
        },
    ),
)
"""Layer, zoom from which it is drawn, and the tags that make an area part of it."""
HOUSES_FROM = 13
WATERWAYS = frozenset({"river", "canal", "stream", "drain", "ditch"})

Feature = dict[str, Any]


def features_of_roads(roads: Roads) -> Iterator[Feature]:
    """The edges of a graph; nothing else is known of its ground."""
    groups = [group_of(name) for name in roads.kinds]
    for edge, line in edge_lines(roads):
        group = groups[roads.kind[edge]]
        yield _feature("roads", SHOWN_FROM[group], _line(line), {"group": group})


def _line(points: list[tuple[float, float]]) -> str:
    return json.dumps({"type": "LineString", "coordinates": points})


def features_of_extract(path: Path) -> Iterator[Feature]:
    """Roads, water, green and houses of an OpenStreetMap extract, with the names of roads."""
    draw = GeoJSONFactory()
    for thing in osmium.FileProcessor(path).with_areas():
        tags = {tag.k: tag.v for tag in thing.tags}
        try:
            if isinstance(thing, Way):
                yield from _way(thing, tags, draw)
            elif isinstance(thing, Area):
                yield from _area(thing, tags, draw)
        except (RuntimeError, osmium.InvalidLocationError):
            continue  # where an extract was cut, a way may have lost its nodes


def _way(way: Way, tags: Mapping[str, str], draw: GeoJSONFactory) -> Iterator[Feature]:
    if name := tags.get("highway"):
        group = group_of(name)
        said = {"group": group, "name": tags.get("name", "")}
        yield _feature("roads", SHOWN_FROM[group], draw.create_linestring(way), said)
    elif tags.get("waterway") in WATERWAYS:
        yield _feature("waterways", 10, draw.create_linestring(way), {})


def _area(area: Area, tags: Mapping[str, str], draw: GeoJSONFactory) -> Iterator[Feature]:
    if tags.get("building", "no") != "no":
        yield _feature("houses", HOUSES_FROM, draw.create_multipolygon(area), {})
        return
    for layer, least, known in AREAS:
        if any(tags.get(key) in values for key, values in known.items()):
            yield _feature(layer, least, draw.create_multipolygon(area), {})
            return


def _feature(layer: str, least: int, geometry: str, said: dict[str, str]) -> Feature:
    return {
        "type": "Feature",
        "tippecanoe": {"layer": layer, "minzoom": least},
        "properties": {key: value for key, value in said.items() if value},
        "geometry": json.loads(geometry),
    }
