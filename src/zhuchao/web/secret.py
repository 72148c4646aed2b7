"""Django's own secret, kept beside the key file so that nobody has to invent one."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The secret of this home, made at first use with mode 0600."""
    path = home / "django.secret"
    if not path.exists():
        draft = home / f".secret.{secrets.token_hex(8)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            return path.read_text("utf-8")
        finally:
            draft.unlink()
    return path.read_text("utf-8")
