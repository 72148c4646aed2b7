"""Ways in for tests of pages: a client that is logged in, with a second factor or without."""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from zhuchao.access.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def logged_in(account: Account, *, second_factor: bool = False) -> Client:
    """A client whose session has just given its password, and a second factor if so."""
    client = Client()
    client.force_login(account, backend=BACKEND)
    request = HttpRequest()
    request.session = client.session
    request.user = account
    record_authentication(request, account, "password", reauthenticated=True)
    if second_factor:
        record_authentication(request, account, "mfa", type="totp")
    request.session.save()
    return client
