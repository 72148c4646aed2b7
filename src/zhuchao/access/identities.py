"""Actions on sealed identities: seal, open with a purpose, export, erase, consent."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.models import Consent, Identity, Notice
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sealing import seal, unseal
from zhuchao.journal.clock import now
from zhuchao.journal.keys import keyed_hash
from zhuchao.journal.models import Entry
from zhuchao.journal.writing import Fact, writing

FIELDS = ("name", "phone", "id_number", "address", "plate", "email", "handle")


def sealed(fields: Mapping[str, str]) -> Identity:
    """An unsaved Identity of these fields; the caller saves it inside its own action.

    Raises ValueError for a field that is not in FIELDS: it would be lost unseen.
    """
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"no such identity field: {', '.join(sorted(unknown))}")
    known = {k: v.strip() for k, v in fields.items() if v.strip()}
    blob, key_id = seal(known)
    return Identity(
        sealed=blob,
        key_id=key_id,
        name_mask=mask_name(known.get("name", "")),
        phone_mask=mask_phone(known.get("phone", "")),
        phone_hash=matching_hash("phone", known.get("phone", "")),
        id_hash=matching_hash("id_number", known.get("id_number", "")),
        handle_hash=matching_hash("handle", known.get("handle", "")),
        created_at=now(),
    )


def plain_phone(phone: str) -> str:
    """The digits of a number without the country code of China.

    >>> plain_phone("＋86 138-1234-1234"), plain_phone("008613812341234")
    ('13812341234', '13812341234')
    """
    digits = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", phone))
    return re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", digits)


def matching_hash(field: str, text: str) -> str:
    """The keyed hash that equal phones, ID numbers or handles share; empty for empty text."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if field == "phone":
        plain = plain_phone(text)
    elif field == "id_number":
        plain = re.sub(r"[^0-9A-Z]", "", plain)
    return keyed_hash(f"match:{field}", plain) if plain else ""


def mask_name(name: str) -> str:
    """张三 → 张*; shown wherever the name itself is sealed (domain.md §9, masking).

    >>> mask_name("张三"), mask_name("")
    ('张*', '')
    """
    return name[0] + "*" if name else ""


def mask_phone(phone: str) -> str:
    """13812341234 → 138****1234; a short number keeps two digits, a very short one none.

    >>> mask_phone("+86 138-1234-1234"), mask_phone("8234567"), mask_phone("123")
    ('138****1234', '*****67', '***')
    """
    digits = plain_phone(phone)
    if len(digits) >= 11:
        return digits[:3] + "****" + digits[-4:]
    kept = digits[-2:] if len(digits) >= 7 else ""
    return "*" * (len(digits) - len(kept)) + kept


def open_identity(
    scope: Scope, identity: Identity, *, subject: tuple[str, int], path: str, purpose: str
) -> dict[str, str]:
    """The plain fields, for a stated purpose; the opening and its reason go into the journal.

    The caller has checked that this scope may open identities of this subject.
    Raises Refused when no purpose is given or the identity was erased.
    """
    _reveal(scope, "identity.opened", identity, subject, path, purpose)
    return unseal(identity.sealed, identity.key_id)


def export_identity(
    scope: Scope, identity: Identity, *, subject: tuple[str, int], path: str, purpose: str
) -> dict[str, Any]:
    """All this room holds of one person, to be handed to him (PIPL Art 45); journaled.

    Texts, and times in ISO 8601: `fields`, `created_at`, `consents`, `notices`, and `openings`
    (when and what for his identity was opened under this subject). Refuses as `open_identity` does.
    """
    _reveal(scope, "identity.exported", identity, subject, path, purpose)
    kind, number = subject
    opened = Entry.objects.filter(
        verb="identity.opened", subject_kind=kind, subject_id=number
    ).order_by("id")
    return {
        "fields": unseal(identity.sealed, identity.key_id),
        "created_at": identity.created_at.isoformat(),
        "consents": [_consent_row(c) for c in identity.consents.order_by("given_at")],
        "notices": [_notice_row(n) for n in identity.notice_set.order_by("created_at")],
        "openings": [
            {"at": entry.occurred_at.isoformat(), "purpose": entry.remark.text}
            for entry in opened.select_related("remark")
            if entry.facets["identity"] == identity.pk
        ],
    }


def _reveal(
    scope: Scope,
    verb: str,
    identity: Identity,
    subject: tuple[str, int],
    path: str,
    purpose: str,
) -> None:
    if len(purpose.strip()) < 2:
        raise Refused("invalid", _("请写明查看身份信息的用途"), "purpose")
    if identity.erased_at:
        raise Refused("not_found", _("身份信息已按本人要求删除"))
    with writing(scope.who) as log:
        facets = {"identity": identity.pk}
        log.add(Fact(verb, subject, path, facets=facets, remark=purpose.strip()))


def _consent_row(consent: Consent) -> dict[str, str]:
    withdrawn = consent.withdrawn_at
    return {
        "purpose": consent.purpose,
        "wording": consent.wording,
        "given_at": consent.given_at.isoformat(),
        "withdrawn_at": withdrawn.isoformat() if withdrawn else "",
    }


def _notice_row(notice: Notice) -> dict[str, str]:
    sent = notice.sent_at
    return {
        "channel": notice.channel,
        "template": notice.template,
        "sent_at": sent.isoformat() if sent else "",
    }


def erase_identity(scope: Scope, identity: Identity, *, reason: str) -> None:
    """Overwrite what was sealed, the masks and the hashes; the journal keeps that it happened.

    Erasing twice changes nothing and is journaled twice. The caller has checked that he may.
    """
    with writing(scope.who) as log:
        blob, key_id = seal({})
        Identity.objects.filter(pk=identity.pk).update(
            sealed=blob,
            key_id=key_id,
            name_mask="",
            phone_mask="",
            phone_hash="",
            id_hash="",
            handle_hash="",
            erased_at=now(),
        )
        log.add(Fact("identity.erased", ("identity", identity.pk), remark=reason))


def give_consent(identity: Identity, purpose: str, wording: str) -> Consent:
    """A row that says so; part of the caller's action, which journals it."""
    return Consent.objects.create(
        identity=identity, purpose=purpose, wording=wording, given_at=now()
    )


def withdraw_consent(scope: Scope, consent: Consent) -> None:
    """End a consent; what was done under it stays done, nothing more is shared (PIPL Art 15).

    Raises Refused when it was withdrawn before.
    """
    with writing(scope.who) as log:
        if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now()):
            raise Refused("conflict", _("这项同意已经撤回"))
        log.add(Fact("consent.withdrawn", ("identity", consent.identity_id)))
