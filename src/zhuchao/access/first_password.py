"""The first password: who was given one changes it before the desk opens (等保三级 8.1.4.2 b)."""

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url

from zhuchao.access.models import Account


def password_due(request: HttpRequest) -> bool:
    """Whether this session entered by a password that somebody else chose and nobody changed.

    Reads the account and the session, which are loaded anyway. Who came by single sign-on did not
    use that password, and may not even know it.
    """
    user = request.user
    if not isinstance(user, Account) or not user.password_given:
        return False
    records = get_authentication_records(request, user)
    return all(record.get("method") != "socialaccount" for record in records)


def way_to_password(request: HttpRequest) -> HttpResponseRedirect:
    """Where to change it, coming back here."""
    back = request.get_full_path() if request.method == "GET" else resolve_url("/desk/")
    return redirect_to_login(back, resolve_url("account_change_password"))
