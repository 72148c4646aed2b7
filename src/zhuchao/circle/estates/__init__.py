"""Estates: gates, buildings, lockers and lifts, as a card and as a poster for the gate."""
