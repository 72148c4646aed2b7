"""Checks of phones; their codes are derived, never stored."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhoneCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("phone_hash", models.CharField(max_length=64)),
                ("purpose", models.CharField(max_length=24)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.identity",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["phone_hash", "asked_at"], name="phone_code_phone")
                ],
            },
        ),
    ]
