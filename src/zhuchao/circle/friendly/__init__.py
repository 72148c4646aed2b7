"""The friendly map: what is open near me, as a list, as an SVG and as a map."""
