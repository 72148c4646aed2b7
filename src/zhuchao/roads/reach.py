"""Reach: what lies within so many seconds of the nearest open site, at each hour of the day."""

from dataclasses import dataclass

import numpy as np

from zhuchao.roads.earth import Bools, Floats, Ints
from zhuchao.roads.network import Network
from zhuchao.roads.search import NOBODY, SLACK_S, along, by_ends, nearest, rows
from zhuchao.roads.snapping import Spots

HOURS = 24
FEW = 6
"""So many different sets of open sites are searched one by one; more share one search."""
CROWD = 5
"""Where so many sites are within the limit of a node on average, one by one is quicker again."""


@dataclass(frozen=True)
class Reach:
    """The seconds from the nearest open site to every node, inf beyond the limit, and the site.

    Sites are places in `sites`; `open_now` says which counted; NOBODY where no one is near.
    """

    network: Network
    sites: Spots
    open_now: Bools
    limit_s: float
    seconds: Floats
    site: Ints

    @property
    def reached(self) -> Bools:
        """Which nodes are within the limit."""
        return np.isfinite(self.seconds)

    @property
    def share(self) -> float:
        """The share of all nodes within the limit."""
        return float(self.reached.mean())

    def at(self, points: Spots) -> tuple[Floats, Ints]:
        """The seconds from the nearest open site to places on edges, and the site.

        By way of either end of the place's edge, or straight along it from a site on it. Beyond
        the limit inf and NOBODY.
        """
        network, edge = self.network, points.edge
        by_u, by_v = by_ends(network, self.seconds[None], np.zeros(1, dtype=np.int64), points)
        seconds = np.minimum(by_u, by_v)
        site = np.where(by_u <= by_v, self.site[network.u[edge]], self.site[network.v[edge]])
        which = np.flatnonzero(self.open_now)
        source, point, direct = along(network, self.sites.take(which), points)
        nearer = np.flatnonzero(direct < seconds[point])
        # Where a point stands several times, the last assignment stays: the nearest site.
        last = nearer[np.argsort(-direct[nearer], kind="stable")]
        seconds[point[last]], site[point[last]] = direct[last], which[source[last]]
        beyond = seconds > self.limit_s + SLACK_S
        return np.where(beyond, np.inf, seconds), np.where(beyond, NOBODY, site)


def reach(network: Network, sites: Spots, limit_s: float, open_now: Bools | None = None) -> Reach:
    """From the open sites (all, unless said) outward; give `network.turned` for the way to them."""
    counted = np.ones(len(sites), dtype=bool) if open_now is None else open_now
    which = np.append(np.flatnonzero(counted & sites.on), NOBODY)
    seconds, found = nearest(network, sites.take(which[:-1]), limit_s)
    return Reach(network, sites, counted, limit_s, seconds, which[found])


def reach_by_hour(
    network: Network, sites: Spots, limit_s: float, hours: Bools
) -> tuple[Reach, ...]:
    """The reach at each hour of `hours` (one row for each site, one column for each hour).

    Hours at which the same sites are open share one and the same Reach.
    """
    sets, hour = np.unique(hours, axis=1, return_inverse=True)
    columns = [sets[:, i] for i in range(sets.shape[1])]
    near = None if len(columns) <= FEW else _near(network, sites, limit_s)
    if near is None:
        found = [reach(network, sites, limit_s, column) for column in columns]
    else:
        opened = sets.T[:, near.site]
        found = [
            Reach(network, sites, column, limit_s, *near.nearest(now))
            for column, now in zip(columns, opened, strict=True)
        ]
    return tuple(found[i] for i in hour)


@dataclass(frozen=True)
class Near:
    """Every site and node within the limit of each other, node by node, the nearest site first."""

    nodes: int
    node: Ints
    site: Ints
    seconds: Floats

    def nearest(self, now: Bools) -> tuple[Floats, Ints]:
        """The seconds from the nearest site to every node and the site, by what is open now."""
        seconds, site = np.full(self.nodes, np.inf), np.full(self.nodes, NOBODY)
        left = np.flatnonzero(now)
        node = self.node[left]
        first = np.ones(len(node), dtype=bool)
        np.not_equal(node[1:], node[:-1], out=first[1:])
        node, best = node[first], left[first]
        seconds[node], site[node] = self.seconds[best], self.site[best]
        return seconds, site


def _near(network: Network, sites: Spots, limit_s: float) -> Near | None:
    """None where nothing is near, or so much that hour by hour is quicker."""
    which = np.flatnonzero(sites.on)
    found, count = [], 0
    for first, seconds in rows(network, sites.take(which), limit_s):
        site, node = np.divmod(np.flatnonzero(seconds < np.inf), network.nodes)
        found.append((which[site + first], node, seconds[site, node]))
        count += len(site)
        if count > CROWD * network.nodes:
            return None
    if not count:
        return None
    site, node, seconds = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(seconds)
    for half in (0, 16):  # numpy sorts numbers of 16 bits by their digits, much quicker than others
        digits = (node[order] >> half).astype(np.uint16)
        order = order[np.argsort(digits, kind="stable")]
    return Near(network.nodes, node[order], site[order], seconds[order])
