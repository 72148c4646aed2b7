"""Matters: every demand with its receipt, its holders, its clocks and its way to the end."""
