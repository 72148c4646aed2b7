"""Sealing and opening what a person is: authenticated encryption with numbered, rotating keys."""

import base64
import json
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zhuchao.journal.keys import Keyring, keyring

CIPHERS = ("AES-256-GCM", "SM4-GCM")
_NONCE = 12
_TAG = 16


def seal(fields: dict[str, str]) -> tuple[bytes, str]:
    """Encrypt the non-empty fields; the blob (nonce ‖ cipher text ‖ tag) and the key id it needs.

    The key id reads "A3" or "S3": cipher and number of the key. Source: domain.md §9, 国密.
    """
    keys = keyring()
    key_id = _key_id(keys)
    plain = json.dumps({k: v for k, v in fields.items() if v}, ensure_ascii=False).encode()
    nonce = os.urandom(_NONCE)
    return nonce + _encrypt(key_id, keys.identity[keys.current], nonce, plain), key_id


def current_key_id() -> str:
    """What newly sealed rows are sealed with. Raises ValueError for a cipher there is not."""
    return _key_id(keyring())


def _key_id(keys: Keyring) -> str:
    cipher = settings.ZHUCHAO_CIPHER
    if cipher not in CIPHERS:
        raise ValueError(f"ZHUCHAO_CIPHER={cipher!r}: one of {', '.join(CIPHERS)}")
    return f"{cipher[0]}{keys.current}"


def unseal(blob: bytes | memoryview, key_id: str) -> dict[str, str]:
    """What was sealed.

    Raises cryptography's InvalidTag when blob or key id were tampered with, KeyError for a key
    that is not in the key file.
    """
    key = keyring().identity[key_id[1:]]
    raw = bytes(blob)
    plain = _decrypt(key_id, key, raw[:_NONCE], raw[_NONCE:])
    return dict(json.loads(plain))


def seal_text(text: str) -> str:
    """One text, sealed, as text: key id and blob in base 64."""
    blob, key_id = seal({"text": text})
    return f"{key_id}:{base64.b64encode(blob).decode()}"


def unseal_text(sealed: str) -> str:
    """What `seal_text` sealed. Raises as `unseal` does."""
    key_id, _, blob = sealed.partition(":")
    return unseal(base64.b64decode(blob), key_id).get("text", "")


@lru_cache(maxsize=4)
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


def _sm4(key: bytes, mode: Any) -> Cipher[Any]:
    return Cipher(algorithms.SM4(key[:16]), mode)


def _encrypt(key_id: str, key: bytes, nonce: bytes, plain: bytes) -> bytes:
    if key_id[0] == "A":
        return _aes(key).encrypt(nonce, plain, key_id.encode())
    sealer = _sm4(key, modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(key_id.encode())
    return sealer.update(plain) + sealer.finalize() + sealer.tag


def _decrypt(key_id: str, key: bytes, nonce: bytes, sealed: bytes) -> bytes:
    if key_id[0] == "A":
        return _aes(key).decrypt(nonce, sealed, key_id.encode())
    opener = _sm4(key, modes.GCM(nonce, sealed[-_TAG:])).decryptor()
    opener.authenticate_additional_data(key_id.encode())
    return opener.update(sealed[:-_TAG]) + opener.finalize()
