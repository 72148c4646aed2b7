"""Visits of contacts in the words of the screen."""

from typing import Any

from django.utils.translation import gettext as _

from zhuchao.registry.contacts.codes import DID
from zhuchao.registry.models import Guidance


def visit_line(row: Guidance) -> dict[str, Any]:
    """A visit as a line of the record."""
    known = dict(DID)
    done = "、".join(_(known.get(code, code)) for code in row.did)
    return {"number": row.pk, "on": row.on, "did": done, "remark": row.remark}
