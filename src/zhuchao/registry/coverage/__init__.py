"""Coverage of units on any day, its change, and the units still to be covered."""
