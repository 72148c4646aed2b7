"""Places: divisions, zones and grids, sites, the rule sets and holidays in force there."""
