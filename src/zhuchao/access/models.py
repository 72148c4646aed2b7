"""Accounts, sealed identities, consents, files and the outbox of notices."""

import secrets
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from zhuchao.journal.fields import CanonicalJSON


def _pseudonym() -> str:
    return secrets.token_hex(8)


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; authority is never given here."""

    def create_user(
        self, username: str, password: str | None = None, **fields: object
    ) -> "Account":
        """An account that can log in and may do nothing else until a tie gives it a role.

        User names are kept in lower case: "Wang" and "wang" are one account.
        """
        account = self.model(username=username.lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A login. What it may do comes from the ties of its person: no groups, no flags."""

    username = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    pseudonym = models.CharField(max_length=32, unique=True, default=_pseudonym)
    """Random; what the journal knows of the account. Erasing this leaves the proof whole."""
    is_active = models.BooleanField(default=True)
    password_given = models.BooleanField(default=False)
    """Somebody else chose the password: it opens nothing but the page where it is changed."""
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name colleagues see."""
        return str(self)


class ApiKey(models.Model):
    """A key of a program: acts as its account, limited to `verbs`. Only a keyed hash is stored."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="api_keys")
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    verbs = CanonicalJSON(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SealedRow(models.Model):
    """What is kept encrypted, and under which key; `keys rotate` finds every such table."""

    sealed = models.BinaryField()
    """Cipher text of a JSON object of texts."""
    key_id = models.CharField(max_length=24)

    class Meta:
        abstract = True


class Identity(SealedRow):
    """Who somebody is, sealed: one encrypted blob, masked forms to show, keyed hashes to match.

    The blob holds name, phone, id_number, address, plate, email and handle.
    """

    name_mask = models.CharField(max_length=24, blank=True)
    phone_mask = models.CharField(max_length=24, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    id_hash = models.CharField(max_length=64, blank=True)
    handle_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_hash"], name="identity_phone", condition=~Q(phone_hash="")),
            models.Index(fields=["id_hash"], name="identity_id", condition=~Q(id_hash="")),
        ]


class Consent(models.Model):
    """What somebody agreed to, in which words, until when. Withdrawing never deletes the row."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    wording = models.CharField(max_length=24)
    """Version of the text that was shown."""
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class PhoneCode(models.Model):
    """A check that somebody has a phone at hand. Its code is derived, never stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    """The number it was sent to, sealed, for this check alone."""
    phone_hash = models.CharField(max_length=64)
    purpose = models.CharField(max_length=24)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["phone_hash", "asked_at"], name="phone_code_phone")]


class File(models.Model):
    """An uploaded photo, re-encoded, or a PDF as it came; unattached ones go after a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=120)
    """Name in storage; never the sender's."""
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_at = models.DateTimeField()
    subject_kind = models.CharField(max_length=24, blank=True)
    subject_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=24, blank=True)
    """Why it is there: report (the asker's), evidence (the office's)."""

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="file_subject")]


class Notice(models.Model):
    """A message to be delivered at least once: inserted with the change, claimed by lease."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    """Goes out with the message, so that a receiver can drop a second copy."""
    channel = models.CharField(max_length=16)
    """console, email, sms or webhook."""
    template = models.CharField(max_length=40)
    context = CanonicalJSON(default=dict)
    """Codes, receipts and dates only; words are made when it is sent."""
    account = models.ForeignKey(Account, models.CASCADE, null=True)
    identity = models.ForeignKey(Identity, models.CASCADE, null=True)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    """Given up after the last attempt; shown to the administrator."""
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="notice_waiting",
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="notice_subject"),
        ]
