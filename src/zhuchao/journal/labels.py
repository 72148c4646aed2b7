"""What the verbs of the journal are called on screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuchao.rules.flows import FLOWS

