"""The four weights in which maps draw roads, from the main ones to the paths."""

MAIN, MIDDLE, MINOR, PATH = GROUPS = ("main", "middle", "minor", "path")
_CLASSES = {
    MAIN: ("motorway", "trunk", "primary"),
    MIDDLE: ("secondary", "tertiary"),
    PATH: (
        "footway", "path", "cycleway", "pedestrian", "steps", "track", "bridleway", "corridor",
    ),
}  # fmt: skip
_BY_CLASS = {name: group for group, names in _CLASSES.items() for name in names}


def group_of(name: str) -> str:
    """The weight of a class of OpenStreetMap's `highway`; of one that is unknown a minor road.

    >>> group_of("primary_link"), group_of("residential"), group_of("")
    ('main', 'minor', 'minor')
    """
    return _BY_CLASS.get(name.removesuffix("_link"), MINOR)
