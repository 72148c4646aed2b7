"""Road graphs: load, reach, detours, holes, siting: pure Python, no Django."""
