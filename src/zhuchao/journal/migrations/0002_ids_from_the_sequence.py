"""On PostgreSQL an entry's id comes from the sequence, inside the INSERT, and from nowhere else.

Sealing rests on it: whoever has drawn an id holds the lock that the sealer waits for.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def always(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _generated(editor, "ALWAYS SET CACHE 1")


def by_default(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _generated(editor, "BY DEFAULT")


def _generated(editor: BaseDatabaseSchemaEditor, how: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE journal_entry ALTER COLUMN id SET GENERATED {how}")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(always, by_default)]
