"""Key rotation: a new key for what is sealed from now on, and the old rows sealed anew with it."""

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.utils.translation import gettext as _

from zhuchao.access.models import SealedRow
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sealing import CIPHERS, current_key_id, seal, unseal
from zhuchao.journal.keys import add_identity_key, keyring
from zhuchao.journal.writing import Fact, writing

BATCH = 500


def _tables() -> list[type[SealedRow]]:
    """Every table whose rows are sealed, of whatever room."""
    return [model for model in apps.get_models() if issubclass(model, SealedRow)]


def interrupted() -> bool:
    """Whether rows lie under an older key: a rotation was cut off, or a key was added by hand."""
    under_current = [f"{cipher[0]}{keyring().current}" for cipher in CIPHERS]
    return any(
        table._default_manager.exclude(key_id__in=under_current).exists() for table in _tables()
    )


def rotate(scope: Scope, told: Callable[[int], None] = lambda done: None) -> int:
    """Seal every sealed row with a new key, or finish the rotation that was cut off; how many were.

    Batch by batch, each with its entry in one transaction: killed at any moment, every row is
    readable, by the old key or by the new, and the next run goes on. `told` hears the number
    done after each batch. The old keys stay in the key file for the backups they belong to.
    Raises Refused naming the row that was tampered with.
    """
    if not interrupted():
        add_identity_key()
    done = 0
    for table in _tables():
        old = table._default_manager.exclude(key_id=current_key_id()).order_by("pk")
        while rows := list(old[:BATCH]):
            _reseal(scope, table, rows)
            done += len(rows)
            told(done)
    return done


def _reseal(scope: Scope, table: type[SealedRow], rows: list[SealedRow]) -> None:
    with writing(scope.who) as log:
        for row in rows:
            blob, key_id = seal(_readable(row))
            # Compared with the blob that was read: whoever erased it meanwhile has the last word.
            unchanged = table._default_manager.filter(
                pk=row.pk, key_id=row.key_id, sealed=row.sealed
            )
            unchanged.update(sealed=blob, key_id=key_id)
        key = ("key", int(keyring().current))
        facets = {"rows": len(rows), "table": table._meta.model_name}
        log.add(Fact("identity.resealed", key, facets=facets))


def _readable(row: SealedRow) -> dict[str, str]:
    try:
        return unseal(row.sealed, row.key_id)
    except (InvalidTag, KeyError) as error:
        message = _(
            "%(table)s 第 %(row)s 行打不开：内容被改动或缺少密钥 %(key)s，请从备份恢复后再试"
        )
        told = {"table": row._meta.verbose_name, "row": row.pk, "key": row.key_id}
        raise Refused("conflict", message % told) from error
