"""What a file is, for whoever asks later where a network came from."""

import hashlib
from pathlib import Path


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
