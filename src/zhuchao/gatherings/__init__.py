"""Gatherings: a time, a place, people present; visits (走访、蹲点) with what was found (M18)."""
