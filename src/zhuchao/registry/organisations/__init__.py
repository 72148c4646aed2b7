"""Pages of organisations and people over time."""
