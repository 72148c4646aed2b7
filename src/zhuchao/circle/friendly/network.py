"""The road network the map uses; a broken one is told to the operator, and the map does without."""

import logging

from zhuchao.circle.networks import Stored, roads_of, stored_network
from zhuchao.roads.unusable import Unusable

log = logging.getLogger("zhuchao.map")


def usable_network() -> Stored | None:
    """The network of the pages, None where there is none or it cannot be read."""
    try:
        stored = stored_network()
        if stored is not None:
            roads_of(stored)
    except Unusable:
        log.exception("the map shows no roads: the road network cannot be used")
        return None
    return stored
