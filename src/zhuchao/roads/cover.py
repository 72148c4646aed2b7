"""Which demand each candidate would reach: one sparse table of who covers what."""

import numpy as np
from scipy.sparse import csr_array

from zhuchao.roads.network import Network
from zhuchao.roads.search import matrix
from zhuchao.roads.snapping import Spots


def cover(network: Network, sites: Spots, demand: Spots, limit_s: float) -> csr_array:
    """A row of trues for each site: the demand points within the limit, straight along edges too.

    Outward from the sites; give `network.turned` for the way to them.
    """
    found = [np.zeros((0, 2), dtype=np.int64)]
    for first, seconds in matrix(network, sites, demand, limit_s):
        site, point = np.divmod(np.flatnonzero(seconds < np.inf), len(demand))
        found.append(np.stack([site + first, point], axis=1))
    site, point = np.concatenate(found).T
    shape = len(sites), len(demand)
    return csr_array((np.ones(len(site), dtype=bool), (site, point)), shape=shape)
