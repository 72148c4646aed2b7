"""Alliances of equals (联建), leaders with the led (带建), rooms shared and booked (M35)."""
