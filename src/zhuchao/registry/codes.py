"""Codes drawn for what came without one: short, and without signs that are taken for others."""

import secrets

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def drawn_code(length: int) -> str:
    """A random code of so many signs."""
    return "".join(secrets.choice(SIGNS) for _ in range(length))
