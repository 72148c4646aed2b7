"""The key file: made at first start with mode 0600, never in the database or a backup of it."""

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Keyring:
    """A root secret that never changes, and the numbered identity keys that rotate.

    `root` feeds what must stay comparable for ever (row HMACs, matching hashes, query codes);
    `identity` maps key id → 32 random bytes; `current` names the one that seals new rows.
    """

    root: bytes
    identity: dict[str, bytes]
    current: str

    def derived(self, purpose: str) -> bytes:
        """A 32-byte secret for one purpose, so that no two uses share a key."""
        return _derived(self.root, purpose)


@lru_cache(maxsize=32)
def _derived(root: bytes, purpose: str) -> bytes:
    return hmac.digest(root, purpose.encode(), "sha256")


def key_file() -> Path:
    """Where the keys live."""
    return _in_home(str(settings.ZHUCHAO_HOME))


@lru_cache(maxsize=4)
def _in_home(home: str) -> Path:
    # The same object again and again: it has worked out its text and hash before.
    return Path(home) / "keys.json"


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Keyring:
    data = json.loads(path.read_text("utf-8"))
    keys = {k: base64.b64decode(v) for k, v in data["identity"].items()}
    return Keyring(base64.b64decode(data["root"]), keys, data["current"])


def keyring() -> Keyring:
    """The keys of this installation, made at first use; re-read when the file changes."""
    path = key_file()
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
        changed = path.stat().st_mtime_ns
    return _read(path, changed)


def _encoded(keys: Keyring) -> str:
    def text(raw: bytes) -> str:
        return base64.b64encode(raw).decode()

    identity = {k: text(v) for k, v in keys.identity.items()}
    return json.dumps({"root": text(keys.root), "current": keys.current, "identity": identity})


def _make(path: Path) -> None:
    fresh = Keyring(secrets.token_bytes(32), {"1": secrets.token_bytes(32)}, "1")
    draft = path.with_name(f".keys.{secrets.token_hex(8)}")
    _write(draft, fresh)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _write(path: Path, keys: Keyring) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(_encoded(keys))
        out.flush()
        os.fsync(out.fileno())


def add_identity_key() -> str:
    """Make a new identity key the current one and return its id; the old ones stay readable."""
    old = keyring()
    name = str(max(int(k) for k in old.identity) + 1)
    new = Keyring(old.root, {**old.identity, name: secrets.token_bytes(32)}, name)
    path = key_file()
    draft = path.with_name(f".keys.{secrets.token_hex(8)}")
    _write(draft, new)
    draft.replace(path)
    return name


def keyed_hash(purpose: str, text: str) -> str:
    """A hash for matching that nobody can compute without the key file (64 hex digits)."""
    return hmac.digest(keyring().derived(purpose), text.encode(), "sha256").hex()
