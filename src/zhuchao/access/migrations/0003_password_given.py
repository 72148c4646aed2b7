"""Whether somebody else chose the password of an account; of those before nobody knows: no."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_phone_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="password_given",
            field=models.BooleanField(default=False),
        ),
    ]
