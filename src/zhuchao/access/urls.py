"""Addresses of logging in and of files: of allauth only the pages that are offered here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp.views import deactivate_totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import include, path

from zhuchao.access.second_factor import PREFIX
from zhuchao.access.views import ActivateSecondFactor, show_file, upload

SECOND_FACTOR = [
    path("", mfa.index, name="mfa_index"),
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("totp/activate/", ActivateSecondFactor.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
ACCOUNTS = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("second-factor/", include(SECOND_FACTOR)),
    path("single/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/<slug:provider_id>/", openid.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/callback/", openid.callback, name="openid_connect_callback"),
]
urlpatterns = [
    path(PREFIX, include(ACCOUNTS)),
    path("files/", upload, name="upload"),
    path("files/<uuid:number>", show_file, name="file"),
]
