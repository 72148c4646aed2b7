"""What the tags of an OpenStreetMap way say: its class, who may use it, which way it is open."""

from collections.abc import Mapping

KEPT_OUT = frozenset(
    {"no", "private", "use_sidepath", "dismount", "military", "agricultural", "forestry", "permit"}
)
LET_IN = frozenset({"yes", "designated", "official", "permissive", "destination", "customers"})
KEYS = {"foot": ("foot",), "ebike": ("bicycle", "vehicle")}
"""The keys that speak of a mode, the closest first; `access` speaks of everybody."""
AGAINST = frozenset({"-1", "reverse"})
ALONG = frozenset({"yes", "true", "1"})
CIRCLES = frozenset({"roundabout", "circular"})
LANES = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")

Tags = Mapping[str, str]


def road_class(tags: Tags) -> str:
    """The class of a way, "ferry" for a ferry line, "" for what is neither."""
    if "highway" in tags:
        return tags["highway"]
    return "ferry" if tags.get("route") == "ferry" else ""


def right(tags: Tags, mode: str) -> int:
    """1 let on whatever the class, -1 kept out, 0 as the class says.

    The closest key decides. `access` and `vehicle` only keep out: that everybody may drive here
    does not make a motorway a footpath.
    """
    own, *wider = KEYS[mode]
    if tags.get(own) in LET_IN:
        return 1
    for key in (own, *wider, "access"):
        value = tags.get(key)
        if value in KEPT_OUT:
            return -1
        if value in LET_IN:
            return 0
    return 0


def directions(tags: Tags) -> tuple[bool, bool]:
    """Whether a cyclist may ride along the way and against it.

    `oneway:bicycle` goes before lanes that run against the traffic, these before `oneway`, that
    before a roundabout, which is one-way unless it says otherwise.
    """
    own = tags.get("oneway:bicycle", "")
    against_traffic = any(tags.get(lane, "").startswith("opposite") for lane in LANES)
    said = own or ("no" if against_traffic else tags.get("oneway", ""))
    if said in AGAINST:
        return False, True
    circle = not said and tags.get("junction") in CIRCLES
    return True, not (said in ALONG or circle)
