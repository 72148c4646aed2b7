"""Dual check-in (双报到): who reports to a community, what they take up, and pairs (M37)."""
