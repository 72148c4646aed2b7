"""Voluntary eyes: appointed for a term with a letter; points, where a district wants them."""
