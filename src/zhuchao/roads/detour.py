"""Whose way leads past a site: trips that can call at one for few extra minutes."""

from dataclasses import dataclass

import numpy as np

from zhuchao.roads.earth import Bools, Floats
from zhuchao.roads.network import Network
from zhuchao.roads.search import SLACK_S, by_ends, matrix, rows, straight
from zhuchao.roads.snapping import Spots

TOGETHER = 64
"""Trips of about the same length are searched together."""


@dataclass(frozen=True)
class Detour:
    """The extra seconds of each trip by way of the best site, inf where no site is on any way.

    `possible` are the trips there are at all; the others are in no share.
    """

    extra_s: Floats
    possible: Bools
    limit_s: float

    @property
    def passes(self) -> Bools:
        """The trips that can call at a site within the limit."""
        return self.possible & (self.extra_s <= self.limit_s + SLACK_S)

    @property
    def share(self) -> float:
        """The share of possible trips that can."""
        possible = int(self.possible.sum())
        return int(self.passes.sum()) / possible if possible else 0.0


def detour(
    network: Network,
    origins: Spots,
    destinations: Spots,
    sites: Spots,
    limit_s: float = 180.0,
    open_now: Bools | None = None,
) -> Detour:
    """For trips from each origin to the destination of the same place, by the quickest roads.

    Three minutes is a local default. Without sites, a trip still counts as possible or not.
    """
    counted = sites.on if open_now is None else sites.on & open_now
    calling = sites.take(np.flatnonzero(counted))
    via = np.full(len(origins), np.inf)
    there = matrix(network.turned, calling, origins, np.inf)
    back = matrix(network, calling, destinations, np.inf)
    for (_, one), (_, other) in zip(there, back, strict=True):
        via = np.minimum(via, (one + other).min(axis=0, initial=np.inf))
    direct = _direct(network, origins, destinations, via)
    with np.errstate(invalid="ignore"):
        extra = np.where(np.isfinite(via), np.maximum(via - direct, 0), np.inf)
    return Detour(extra, np.isfinite(direct), limit_s)


def _direct(network: Network, origins: Spots, destinations: Spots, via: Floats) -> Floats:
    """The seconds of each trip; none takes longer than by way of a site, so none looks further."""
    starts = np.stack([origins.edge, origins.share])
    _, first, group = np.unique(starts, axis=1, return_index=True, return_inverse=True)
    limit = np.zeros(len(first))
    np.maximum.at(limit, group, via)
    order = np.argsort(limit)
    rank = np.argsort(order)[group]
    found = np.full(len(origins), np.inf)
    for low in range(0, len(order), TOGETHER):
        some = order[low : low + TOGETHER]
        for at, seconds in rows(network, origins.take(first[some]), float(limit[some].max())):
            trips = np.flatnonzero((rank >= low + at) & (rank < low + at + len(seconds)))
            row = rank[trips] - low - at
            found[trips] = np.minimum(*by_ends(network, seconds, row, destinations.take(trips)))
    same = np.flatnonzero(origins.on & (origins.edge == destinations.edge))
    shares = origins.share[same], destinations.share[same]
    along = straight(network, origins.edge[same], *shares)
    found[same] = np.minimum(found[same], along)
    return found
