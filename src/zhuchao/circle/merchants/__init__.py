"""Merchants: nominated or applying, offers, visits counted without a name, the weekly sheet."""
