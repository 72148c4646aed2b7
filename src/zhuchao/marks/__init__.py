"""Marks: standards places are held to, the checks, the plates, and the boards on the walls."""
