"""Reach by hour over real roads, its holes, and where the next stations should stand."""
