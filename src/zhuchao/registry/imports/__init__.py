"""Registers brought in from Excel: read, previewed, applied whole, undone."""
