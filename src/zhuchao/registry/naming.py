"""Which organisation is meant by what somebody wrote."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.registry.models import Organisation


def organisation_named(words: str, field: str) -> Organisation:
    """The one organisation that is there by this name, code or credit code.

    Raises Refused at a field when there is none, or more than one of that name.
    """
    text = words.strip()
    known = Q(name=text) | Q(code=text) | Q(credit_code=text.upper())
    found = Organisation.objects.filter(known, valid_to=None).select_related("division")[:2]
    if not text or not found:
        raise Refused("invalid", _("没有“%(name)s”这个组织") % {"name": text}, field)
    if len(found) > 1:
        raise Refused("invalid", _("叫“%(name)s”的不止一个，请写代码") % {"name": text}, field)
    return found[0]
